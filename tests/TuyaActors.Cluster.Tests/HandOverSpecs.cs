using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Cluster.Tests;

/// <summary>What becomes of devices when a node of their segment leaves, or dies, or comes.</summary>
public sealed class HandOverSpecs
{
    // Enough that each of two nodes has some.
    private static readonly SimulatedDeviceOptions[] Devices =
        [.. Enumerable.Range(0, 12).Select(n => new SimulatedDeviceOptions { Version = n % 2 == 0 ? ProtocolVersion.V33 : ProtocolVersion.V34 })];

    [Fact]
    public async Task Should_share_the_devices_of_a_segment_out_between_its_nodes()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Devices);
        var first = await cluster.AddNodeAsync("house", cluster.Simulator.Devices);
        await AllOnline(cluster, first);
        var second = await cluster.AddNodeAsync("house");

        await cluster.UntilHosted(second, atLeast: 1);

        await AllOnline(cluster, second);
        var house = Assert.Single((await second.Fleet.GetHealthAsync(cluster.Cancellation)).Segments);
        Assert.Equal((true, Devices.Length, Devices.Length), (house.IsAvailable, house.Devices, house.Online));
        Assert.All(house.Nodes, node => Assert.InRange(node.Devices, 1, Devices.Length - 1));
        NeverTwice(cluster);
    }

    [Fact]
    public async Task Should_go_on_with_the_devices_of_a_node_that_leaves()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Devices);
        var first = await cluster.AddNodeAsync("house", cluster.Simulator.Devices);
        var second = await cluster.AddNodeAsync("house");
        var client = await cluster.AddClientAsync();
        await AllOnline(cluster, client);
        await cluster.UntilHosted(second, atLeast: 1);
        await AllOnline(cluster, client);

        await first.LeaveAsync();

        await cluster.UntilHosted(second, atLeast: Devices.Length);
        await AllOnline(cluster, client);
        NeverTwice(cluster);
        // The definitions are still to be changed: the head has moved.
        Assert.IsType<FleetReply.Done>(await client.Fleet.RenameDeviceAsync(new DeviceId(cluster.Simulator.Devices[0].Id), "renamed", cancellationToken: cluster.Cancellation));
        Assert.Equal("renamed", (await client.Fleet.GetDeviceAsync(new DeviceId(cluster.Simulator.Devices[0].Id), cluster.Cancellation))!.Name);
    }

    [Fact]
    public async Task Should_go_on_with_the_devices_of_a_node_that_dies_and_answer_every_question_meanwhile()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Devices);
        var client = await cluster.AddClientAsync();
        var first = await cluster.AddNodeAsync("house", cluster.Simulator.Devices);
        var second = await cluster.AddNodeAsync("house");
        await AllOnline(cluster, client);
        await cluster.UntilHosted(second, atLeast: 1);
        await AllOnline(cluster, client);

        var switches = cluster.Simulator.Devices.ToDictionary(device => new DeviceId(device.Id), device => device.State.First(dp => dp.Value.Kind == DpKind.Boolean).Key);
        var commands = switches.Select(plug => client.Fleet.SetDpsAsync(plug.Key, DpSet.Of((plug.Value, true)), TimeSpan.FromSeconds(15), cluster.Cancellation)).ToList();
        await second.DieAsync();
        commands.AddRange(switches.Select(plug => client.Fleet.SetDpsAsync(plug.Key, DpSet.Of((plug.Value, false)), TimeSpan.FromSeconds(30), cluster.Cancellation)));

        var outcomes = await Task.WhenAll(commands);
        Assert.Equal(2 * Devices.Length, outcomes.Length);
        await cluster.UntilHosted(first, atLeast: Devices.Length);
        await AllOnline(cluster, client);
        NeverTwice(cluster);
        // What was said to devices of the dead node waited for the survivor.
        Assert.All(outcomes.Skip(Devices.Length), outcome => Assert.True(outcome.Succeeded, outcome.Sentence));
    }

    private static async Task AllOnline(ClusterUnderTest cluster, ClusterNode seen)
    {
        foreach (var device in cluster.Simulator.Devices)
            await seen.Until(new DeviceId(device.Id), snapshot => snapshot.State == DeviceState.Online);
    }

    private static void NeverTwice(ClusterUnderTest cluster) =>
        Assert.All(cluster.Simulator.Devices, device => Assert.Equal(0, device.Connections.Doubles));
}

using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Cluster.Tests;

/// <summary>Nodes that are restarted one after the other, and a segment that is restarted as a whole.</summary>
public sealed class RestartSpecs
{
    private static readonly SimulatedDeviceOptions[] Devices = [.. Enumerable.Range(0, 6).Select(_ => new SimulatedDeviceOptions { Version = ProtocolVersion.V34 })];

    [Fact]
    public async Task Should_have_every_device_throughout_a_rolling_restart()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Devices);
        var client = await cluster.AddClientAsync();
        var nodes = new List<ClusterNode> { await cluster.AddNodeAsync("house", cluster.Simulator.Devices), await cluster.AddNodeAsync("house") };
        await AllOnline(cluster, client);

        for (var round = 0; round < 2; round++)
        {
            var leaving = nodes[0];
            nodes.RemoveAt(0);
            await leaving.LeaveAsync();
            nodes.Add(await cluster.AddNodeAsync("house"));
            await AllOnline(cluster, client);
            var outcomes = await client.Fleet.RefreshAsync(DeviceSelector.All, TimeSpan.FromSeconds(20), cancellationToken: cluster.Cancellation);
            Assert.Equal(Devices.Length, outcomes.Succeeded);
        }

        Assert.All(cluster.Simulator.Devices, device => Assert.Equal(0, device.Connections.Doubles));
    }

    [Fact]
    public async Task Should_come_back_with_what_was_stored_when_a_whole_segment_is_restarted()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Devices);
        var client = await cluster.AddClientAsync();
        var only = await cluster.AddNodeAsync("house", cluster.Simulator.Devices.Take(Devices.Length - 1));
        var added = ClusterUnderTest.Define(cluster.Simulator.Devices[^1]);
        Assert.IsType<FleetReply.Done>(await client.Fleet.AddDeviceAsync(added, cluster.Cancellation));
        var removed = new DeviceId(cluster.Simulator.Devices[0].Id);
        await client.Until(removed, device => device.State == DeviceState.Online);
        Assert.IsType<FleetReply.Done>(await client.Fleet.RemoveDeviceAsync(removed, cluster.Cancellation));

        await only.LeaveAsync();
        await cluster.AddNodeAsync("house");

        await client.Until(added.Id, device => device.State == DeviceState.Online);
        foreach (var device in cluster.Simulator.Devices.Skip(1))
            await client.Until(new DeviceId(device.Id), snapshot => snapshot.State == DeviceState.Online);
        Assert.Null(await client.Fleet.GetDeviceAsync(removed, cluster.Cancellation));
        Assert.False(cluster.Simulator.Devices[0].IsConnected);
        Assert.Equal(Devices.Length - 1, (await client.Fleet.GetDevicesAsync(cluster.Cancellation)).Found.Length);
    }

    private static async Task AllOnline(ClusterUnderTest cluster, ClusterNode seen)
    {
        foreach (var device in cluster.Simulator.Devices)
            await seen.Until(new DeviceId(device.Id), snapshot => snapshot.State == DeviceState.Online);
    }
}

using Akka.Actor;
using TuyaActors.Cluster.Islands;
using TuyaActors.Messages;
using TuyaActors.Simulator;

namespace TuyaActors.Cluster.Tests;

/// <summary>Two clusters that should be one, as after a cut in which the first of the seeds was started anew.</summary>
public sealed class IslandSpecs
{
    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task Should_end_all_nodes_of_the_smaller_one_and_leave_the_larger_one()
    {
        await using var mainland = await ClusterUnderTest.StartAsync();
        await using var island = await ClusterUnderTest.StartAsync(new SimulatedDeviceOptions());
        ClusterNode[] larger = [await mainland.AddClientAsync(), await mainland.AddClientAsync(), await mainland.AddClientAsync()];
        ClusterNode[] smaller = [await island.AddNodeAsync("garage", island.Simulator.Devices), await island.AddClientAsync()];
        await smaller[1].Until(new DeviceId(island.Simulator.Devices[0].Id), device => device.State == DeviceState.Online);
        Address[] seeds = [smaller[0].Address, larger[0].Address];
        var left = island.Simulator.Devices[0].NextAsync<DeviceActivity.ClientLeft>(cancellationToken: island.Cancellation);

        foreach (var node in (ClusterNode[])[.. larger, .. smaller])
            node.System.ActorOf(IslandWatchActor.Props([.. seeds], Each), IslandWatchActor.Name);

        foreach (var node in smaller)
            await node.System.WhenTerminated.WaitAsync(island.Cancellation);
        Assert.Contains(smaller, node => node.Log.Lines.Any(line => line.Contains("This node is in a cluster of 2 nodes, and ", StringComparison.Ordinal)));
        await left;
        Assert.All(larger, node => Assert.True(node.System.GetTuyaClusterStatus().IsUp));
    }

    [Fact]
    public async Task Should_end_the_only_one_that_could_join_the_other()
    {
        await using var mainland = await ClusterUnderTest.StartAsync();
        await using var island = await ClusterUnderTest.StartAsync();
        var (first, second) = (await mainland.AddClientAsync(), await mainland.AddClientAsync());
        var alone = await island.AddClientAsync();

        // The one that is alone knows no way to the two: it would be alone again.
        alone.System.ActorOf(IslandWatchActor.Props([], Each), IslandWatchActor.Name);
        first.System.ActorOf(IslandWatchActor.Props([alone.Address], Each), IslandWatchActor.Name);

        foreach (var node in (ClusterNode[])[first, second])
            await node.System.WhenTerminated.WaitAsync(mainland.Cancellation);
        Assert.True(alone.System.GetTuyaClusterStatus().IsUp);
    }
}

using Akka.Actor;
using Akka.Cluster.Sharding;
using TuyaActors.Cluster.Exchange;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Cluster.Tests;

/// <summary>What is hosted and what should be may part where a message is lost; the head of the segment has them compared every now and then.</summary>
public sealed class ReconcileSpecs
{
    private const string Segment = "house";

    private static readonly SimulatedDeviceOptions Device = new() { Version = ProtocolVersion.V34 };

    [Fact]
    public async Task Should_host_a_device_again_that_its_host_has_let_go_of_by_mistake()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Device);
        var (node, id) = await OneAsync(cluster);
        await using var events = node.Fleet.Events(EventFilter.Of(id), cluster.Cancellation).GetAsyncEnumerator(cluster.Cancellation);
        await UntilAsync(events, e => e is DeviceEvents.SnapshotTaken);
        RegionOf(node).Tell(new HostMessages.Leave(id, IsMoved: true));
        await UntilAsync(events, e => e is DeviceEvents.StateChanged { To: not DeviceState.Online });

        Reconcile(node);

        await UntilAsync(events, e => e is DeviceEvents.StateChanged { To: DeviceState.Online } or DeviceEvents.SnapshotTaken { Device.State: DeviceState.Online });
        Assert.True(cluster.Simulator.Devices[0].IsConnected);
    }

    [Fact]
    public async Task Should_let_go_of_a_device_that_is_hosted_and_not_in_the_fleet_any_more()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Device);
        var (node, id) = await OneAsync(cluster);
        var gone = cluster.Simulator.Devices[0].NextAsync<DeviceActivity.ClientLeft>(cancellationToken: cluster.Cancellation);
        // As if its host had not heard that it was removed.
        node.System.ActorSelection("/user/tuya/exchange").Tell(new ExchangeActor.Unroute(id, DateTimeOffset.UtcNow));

        Reconcile(node);

        await gone;
    }

    [Fact]
    public async Task Should_leave_alone_what_is_as_it_should_be()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Device);
        var (node, id) = await OneAsync(cluster);

        Reconcile(node);

        var outcome = await node.Fleet.RefreshAsync(id, TimeSpan.FromSeconds(10), null, cluster.Cancellation);
        Assert.True(outcome.Succeeded, outcome.Sentence);
        Assert.Equal(1, cluster.Simulator.Devices[0].ConnectionCount);
    }

    private static async Task<(ClusterNode Node, DeviceId Id)> OneAsync(ClusterUnderTest cluster)
    {
        var node = await cluster.AddNodeAsync(Segment, cluster.Simulator.Devices);
        var id = new DeviceId(cluster.Simulator.Devices[0].Id);
        await node.Until(id, device => device.State == DeviceState.Online);
        return (node, id);
    }

    // What differs once may be on its way.
    private static void Reconcile(ClusterNode node)
    {
        var front = node.System.ActorSelection("/user/tuya");
        front.Tell(new ExchangeActor.Reconcile());
        front.Tell(new ExchangeActor.Reconcile());
    }

    private static IActorRef RegionOf(ClusterNode node) => ClusterSharding.Get(node.System).ShardRegion($"tuya-{Segment}");

    private static async Task UntilAsync(IAsyncEnumerator<IDeviceEvent> events, Func<IDeviceEvent, bool> isThis)
    {
        do
        {
            Assert.True(await events.MoveNextAsync(), "the fleet ended");
        }
        while (!isThis(events.Current));
    }
}

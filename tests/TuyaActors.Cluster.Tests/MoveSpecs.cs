using System.Net;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Cluster.Tests;

/// <summary>A device that is carried from one segment to another.</summary>
public sealed class MoveSpecs
{
    private static readonly IPAddress InHouse = IPAddress.Parse("127.70.1.5");
    private static readonly IPAddress InGarage = IPAddress.Parse("127.70.2.5");

    [Fact]
    public async Task Should_follow_a_device_to_the_segment_that_hears_it_once_it_has_proved_itself_there()
    {
        await using var house = await LanSegment.StartAsync();
        await using var garage = await LanSegment.StartAsync();
        await using var cluster = await ClusterUnderTest.StartAsync();
        var before = house.Simulator.Add(new SimulatedDeviceOptions { Version = ProtocolVersion.V34, Address = InHouse, Port = 0 });
        var id = new DeviceId(before.Id);
        var atHouse = await cluster.AddNodeAsync("house", house, ClusterUnderTest.Define(before) with { Address = null, Tags = ["winter"] });
        var atGarage = await cluster.AddNodeAsync("garage", garage);
        var client = await cluster.AddClientAsync();
        await client.Until(id, device => device is { State: DeviceState.Online, Segment: "house" });
        await using var events = atHouse.Fleet.Events(EventFilter.Of(id), cluster.Cancellation).GetAsyncEnumerator(cluster.Cancellation);
        Assert.True(await events.MoveNextAsync());

        before.Kill();
        var after = garage.Simulator.Add(new SimulatedDeviceOptions
        {
            Id = before.Id,
            Key = before.Key,
            Name = before.Name,
            Version = before.Version,
            Address = InGarage,
            Port = before.EndPoint.Port,
        });

        // It is never said to be gone.
        do
        {
            Assert.True(await events.MoveNextAsync());
            Assert.IsNotType<DeviceEvents.Removed>(events.Current);
        }
        while (events.Current is not DeviceEvents.SnapshotTaken { Device: { State: DeviceState.Online, Segment: "garage" } }
            && !(events.Current is DeviceEvents.StateChanged { To: DeviceState.Online } && (await atHouse.Fleet.GetDeviceAsync(id, cluster.Cancellation))!.Segment == "garage"));
        await client.Until(id, device => device is { State: DeviceState.Online, Segment: "garage" });
        var outcome = await atHouse.Fleet.RefreshAsync(id, TimeSpan.FromSeconds(10), null, cluster.Cancellation);
        Assert.True(outcome.Succeeded, outcome.Sentence);
        var stored = (await client.Fleet.GetDefinitionAsync(id, cluster.Cancellation))!.Definition;
        Assert.Equal((before.Name, "winter"), (stored.Name, Assert.Single(stored.Tags)));
        Assert.Single(await atGarage.Fleet.GetDefinitionsAsync(cancellationToken: cluster.Cancellation));
        // The trial's connection and the host's, one after the other.
        Assert.Equal((2, 0), (after.ConnectionCount, after.Connections.Doubles));
    }

    [Fact]
    public async Task Should_stay_where_it_is_well_and_where_the_one_that_calls_itself_so_has_another_key()
    {
        await using var house = await LanSegment.StartAsync();
        await using var garage = await LanSegment.StartAsync();
        await using var cluster = await ClusterUnderTest.StartAsync();
        var own = house.Simulator.Add(new SimulatedDeviceOptions { Version = ProtocolVersion.V34, Address = InHouse, Port = 0 });
        var id = new DeviceId(own.Id);
        var stranger = garage.Simulator.Add(new SimulatedDeviceOptions
        {
            Id = own.Id,
            Key = LocalKey.Parse("fedcba9876543210"),
            Version = own.Version,
            Address = InGarage,
            Port = own.EndPoint.Port,
        });
        await cluster.AddNodeAsync("house", house, ClusterUnderTest.Define(own) with { Address = null });
        var atGarage = await cluster.AddNodeAsync("garage", garage);
        await atGarage.Until(id, device => device is { State: DeviceState.Online, Segment: "house" });
        await atGarage.UntilLogged("stays in 'house'");
        Assert.Equal(0, stranger.ConnectionCount);

        own.Kill();

        await atGarage.UntilLogged("could not be proved");
        Assert.Equal("house", (await atGarage.Fleet.GetDeviceAsync(id, cluster.Cancellation))!.Segment);
        own.Start();
        await atGarage.Until(id, device => device is { State: DeviceState.Online, Segment: "house" });
    }
}

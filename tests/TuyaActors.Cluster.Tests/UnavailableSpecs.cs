using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Cluster.Tests;

/// <summary>A segment of which no node can be reached.</summary>
public sealed class UnavailableSpecs
{
    private static readonly SimulatedDeviceOptions[] Devices = [.. Enumerable.Range(0, 4).Select(_ => new SimulatedDeviceOptions { Version = ProtocolVersion.V33 })];

    [Fact]
    public async Task Should_say_of_each_device_that_its_segment_is_down_and_go_on_with_the_others()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Devices);
        var (inHouse, inGarage) = (cluster.Simulator.Devices.Take(2).ToList(), cluster.Simulator.Devices.Skip(2).ToList());
        var client = await cluster.AddClientAsync();
        await cluster.AddNodeAsync("house", inHouse);
        var garage = await cluster.AddNodeAsync("garage", inGarage);
        foreach (var device in cluster.Simulator.Devices)
            await client.Until(new DeviceId(device.Id), snapshot => snapshot.State == DeviceState.Online);
        await using var events = client.Fleet.Events(new EventFilter([new DeviceId(inGarage[0].Id)], EventKinds.States), cluster.Cancellation).GetAsyncEnumerator(cluster.Cancellation);
        var next = events.MoveNextAsync();

        await garage.DieAsync();

        Assert.True(await next);
        var lost = Assert.IsType<DeviceEvents.StateChanged>(events.Current);
        Assert.Equal((DeviceState.Online, DeviceState.Stopped, DiagnosisKind.Unhosted), (lost.From, lost.To, lost.Diagnosis!.Kind));

        var outcomes = await client.Fleet.RefreshAsync(DeviceSelector.All, TimeSpan.FromSeconds(10), cancellationToken: cluster.Cancellation);
        Assert.Equal(4, outcomes.Each.Length);
        Assert.All(outcomes.Each, outcome => Assert.Equal(inHouse.Any(device => device.Id == outcome.DeviceId.Value), outcome.Succeeded));
        Assert.Equal(2, outcomes.Each.OfType<CommandOutcome.SegmentUnavailable>().Count(outcome => outcome is { Segment: "garage", WasSent: false }));

        var silent = await Assert.ThrowsAsync<TuyaDeviceException>(() => client.Fleet.GetDeviceAsync(new DeviceId(inGarage[0].Id), cluster.Cancellation));
        Assert.IsType<CommandOutcome.SegmentUnavailable>(silent.Outcome);
        var list = await client.Fleet.GetDevicesAsync(cluster.Cancellation);
        Assert.Equal((2, 2), (list.Found.Length, list.Unavailable.Length));
        var health = await client.Fleet.GetHealthAsync(cluster.Cancellation);
        Assert.Equal([("garage", false, 0), ("house", true, 2)], health.Segments.Select(segment => (segment.Name, segment.IsAvailable, segment.Online)));
        Assert.Equal(2, health.ByDiagnosis[DiagnosisKind.Unhosted]);
        Assert.IsType<FleetReply.NotStored>(await client.Fleet.RenameDeviceAsync(new DeviceId(inGarage[0].Id), "other", cancellationToken: cluster.Cancellation));

        // A node that comes meanwhile knows which devices there are.
        var late = await cluster.AddClientAsync();
        Assert.IsType<CommandOutcome.SegmentUnavailable>(await late.Fleet.RefreshAsync(new DeviceId(inGarage[1].Id), TimeSpan.FromSeconds(5), null, cluster.Cancellation));

        await cluster.AddNodeAsync("garage");
        foreach (var device in cluster.Simulator.Devices)
            await late.Until(new DeviceId(device.Id), snapshot => snapshot.State == DeviceState.Online);
        Assert.All(cluster.Simulator.Devices, device => Assert.Equal(0, device.Connections.Doubles));
    }
}

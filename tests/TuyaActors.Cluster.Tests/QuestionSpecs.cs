using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Cluster.Tests;

/// <summary>Questions from a node that hosts none of the devices.</summary>
public sealed class QuestionSpecs
{
    private static readonly SimulatedDeviceOptions[] Devices = [.. Enumerable.Range(0, 6).Select(_ => new SimulatedDeviceOptions { Version = ProtocolVersion.V33 })];

    [Fact]
    public async Task Should_answer_what_the_fleet_of_one_segment_answers()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Devices);
        var client = await cluster.AddClientAsync();
        await cluster.AddNodeAsync("house", cluster.Simulator.Devices.Take(3));
        await cluster.AddNodeAsync("garage", cluster.Simulator.Devices.Skip(3));
        var ids = cluster.Simulator.Devices.Select(device => new DeviceId(device.Id)).ToList();
        foreach (var id in ids)
            await client.Until(id, device => device.State == DeviceState.Online && device.Reported.Count > 0);

        // By pages, over both segments, in the order of names.
        var all = await client.Fleet.GetDevicesAsync(cluster.Cancellation);
        var pages = new List<DeviceSnapshot>();
        for (var skip = 0; skip < Devices.Length; skip += 4)
        {
            var page = await client.Fleet.GetDevicesAsync(null, new Page(skip, 4), cluster.Cancellation);
            Assert.Equal((Devices.Length, 0), (page.Total, page.Unavailable.Length));
            pages.AddRange(page.Found);
        }

        Assert.Equal(all.Found.Select(device => device.DeviceId), pages.Select(device => device.DeviceId));
        Assert.Equal(pages.OrderBy(device => device.Name, StringComparer.OrdinalIgnoreCase).Select(device => device.DeviceId), pages.Select(device => device.DeviceId));
        Assert.Equal(2, pages.Select(device => device.Segment).Distinct().Count());

        // By name, tag and state.
        var named = await client.Fleet.DeviceNamedAsync(cluster.Simulator.Devices[4].Name, cluster.Cancellation);
        Assert.Equal(ids[4], named.Id);
        Assert.IsType<FleetReply.Done>(await client.Fleet.TagDeviceAsync(ids[0], ["x"], cancellationToken: cluster.Cancellation));
        Assert.IsType<FleetReply.Done>(await client.Fleet.TagDeviceAsync(ids[5], ["x"], cancellationToken: cluster.Cancellation));
        var tagged = await client.Fleet.RefreshAsync(DeviceSelector.Tagged("x").Or(DeviceSelector.Tagged("nowhere")), TimeSpan.FromSeconds(10), cancellationToken: cluster.Cancellation);
        Assert.Equal((2, 2, "tag 'nowhere'"), (tagged.Each.Length, tagged.Succeeded, Assert.Single(tagged.Unmatched)));
        Assert.Empty((await client.Fleet.GetDevicesAsync(new DeviceFilter { States = [DeviceState.Backoff] }, cancellationToken: cluster.Cancellation)).Found);

        // Fresh, history, frames, idle, and what a device is.
        Assert.False((await client.Fleet.GetDeviceAsync(ids[0], fresh: true, cancellationToken: cluster.Cancellation))!.Stale);
        Assert.NotEmpty((await client.Fleet.GetHistoryAsync(ids[0], cluster.Cancellation))!.Periods);
        await client.Fleet.GetFramesAsync(ids[3], cluster.Cancellation);
        Assert.True((await client.Fleet.RefreshAsync(ids[3], TimeSpan.FromSeconds(10), null, cluster.Cancellation)).Succeeded);
        Assert.NotEmpty((await client.Fleet.GetFramesAsync(ids[3], cluster.Cancellation))!.Frames);
        Assert.IsType<CommandOutcome.Confirmed>(await client.Fleet.WhenIdleAsync(ids[1], TimeSpan.FromSeconds(20), cluster.Cancellation));
        Assert.IsType<CommandOutcome.Confirmed>(await client.Fleet.IdentifyAsync(ids[2], timeout: TimeSpan.FromSeconds(20), cancellationToken: cluster.Cancellation));

        var health = await client.Fleet.GetHealthAsync(cluster.Cancellation);
        Assert.Equal((Devices.Length, Devices.Length, true), (health.Devices, health.Online, health.Storage.Persistent));
        Assert.Equal([("garage", 3, 1), ("house", 3, 1)], health.Segments.Select(segment => (segment.Name, segment.Online, segment.Nodes.Length)));
    }
}

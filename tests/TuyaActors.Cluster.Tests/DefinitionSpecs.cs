using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Cluster.Tests;

/// <summary>Changes to definitions from any node.</summary>
public sealed class DefinitionSpecs
{
    private static readonly SimulatedDeviceOptions[] Devices = [new() { Version = ProtocolVersion.V33 }, new() { Version = ProtocolVersion.V35 }, new() { Version = ProtocolVersion.V34 }];

    [Fact]
    public async Task Should_add_change_and_remove_a_device_from_a_node_without_a_segment()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Devices);
        var (plug, lamp) = (cluster.Simulator.Devices[0], cluster.Simulator.Devices[1]);
        var house = await cluster.AddNodeAsync("house", plug);
        var client = await cluster.AddClientAsync();
        var id = new DeviceId(lamp.Id);

        Assert.IsType<FleetReply.Done>(await client.Fleet.AddDeviceAsync(ClusterUnderTest.Define(lamp), cluster.Cancellation));
        await house.Until(id, device => device.State == DeviceState.Online);

        // What another node tells has no key, and to change the rest of it does not take the key away.
        var told = (await client.Fleet.GetDefinitionAsync(id, cluster.Cancellation))!;
        Assert.Null(told.Definition.Key);
        Assert.Equal(new FleetReply.Done(id, 2), await client.Fleet.UpdateDeviceAsync(told.Definition with { Group = "hall" }, told.Revision, cluster.Cancellation));
        Assert.IsType<FleetReply.Conflict>(await client.Fleet.UpdateDeviceAsync(told.Definition with { Group = "attic" }, told.Revision, cluster.Cancellation));
        Assert.True((await client.Fleet.ReconnectAsync(id, cluster.Cancellation)).Succeeded);
        Assert.Equal("hall", (await client.Until(id, device => device.State == DeviceState.Online && device.Connects > 1)).Group);

        await using var events = house.Fleet.Events(new EventFilter([id], EventKinds.Definitions), cluster.Cancellation).GetAsyncEnumerator(cluster.Cancellation);
        var removed = events.MoveNextAsync();
        Assert.IsType<FleetReply.Done>(await client.Fleet.RemoveDeviceAsync(id, cluster.Cancellation));
        Assert.Null(await client.Fleet.GetDeviceAsync(id, cluster.Cancellation));
        Assert.True(await removed);
        Assert.IsType<DeviceEvents.Removed>(events.Current);
        Assert.IsType<CommandOutcome.UnknownDevice>(await client.Fleet.RefreshAsync(id, TimeSpan.FromSeconds(5), null, cluster.Cancellation));
        Assert.IsType<FleetReply.Refused>(await client.Fleet.RemoveDeviceAsync(id, cluster.Cancellation));

        // It can come back at once.
        Assert.IsType<FleetReply.Done>(await client.Fleet.AddDeviceAsync(ClusterUnderTest.Define(lamp), cluster.Cancellation));
        await client.Until(id, device => device.State == DeviceState.Online);
        Assert.All(cluster.Simulator.Devices, device => Assert.Equal(0, device.Connections.Doubles));
    }

    [Fact]
    public async Task Should_want_to_know_the_segment_where_there_are_several_and_refuse_a_device_that_is_there()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Devices);
        var house = await cluster.AddNodeAsync("house", cluster.Simulator.Devices[0]);
        var garage = await cluster.AddNodeAsync("garage", cluster.Simulator.Devices[1]);
        var client = await cluster.AddClientAsync();
        var third = ClusterUnderTest.Define(cluster.Simulator.Devices[2]);

        // A node hears of what is added elsewhere within a second.
        await house.Until(new DeviceId(cluster.Simulator.Devices[1].Id), device => device.Segment == "garage");

        var refused = Assert.IsType<FleetReply.Refused>(await client.Fleet.AddDeviceAsync(third, cluster.Cancellation));
        Assert.Contains("several segments (garage, house)", refused.Reason, StringComparison.Ordinal);
        var known = Assert.IsType<FleetReply.Refused>(await house.Fleet.AddDeviceAsync(ClusterUnderTest.Define(cluster.Simulator.Devices[1]), cluster.Cancellation));
        Assert.Contains("in segment 'garage'", known.Reason, StringComparison.Ordinal);

        Assert.IsType<FleetReply.Done>(await garage.Fleet.AddDeviceAsync(third, cluster.Cancellation));
        Assert.Equal("garage", (await client.Until(third.Id, device => device.State == DeviceState.Online)).Segment);
    }

    [Fact]
    public async Task Should_import_into_the_segments_that_have_the_devices_with_one_answer()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Devices);
        var house = await cluster.AddNodeAsync("house", cluster.Simulator.Devices[0]);
        await cluster.AddNodeAsync("garage", cluster.Simulator.Devices[1]);
        await house.Until(new DeviceId(cluster.Simulator.Devices[1].Id), device => device.State == DeviceState.Online);

        var all = cluster.Simulator.Devices.Select(device => ClusterUnderTest.Define(device) with { Group = "all" }).ToList();
        var dry = Assert.IsType<FleetReply.Imported>(await house.Fleet.ImportDevicesAsync(all, dryRun: true, cluster.Cancellation));
        Assert.Equal((1, 2, 0, true), (dry.Added, dry.Updated, dry.Unchanged, dry.DryRun));
        var imported = Assert.IsType<FleetReply.Imported>(await house.Fleet.ImportDevicesAsync(all, dryRun: false, cluster.Cancellation));
        Assert.Equal((1, 2, 0, 0), (imported.Added, imported.Updated, imported.Unchanged, imported.RefusedOnes.Count));

        var found = await house.Fleet.GetDevicesAsync(new DeviceFilter { Devices = DeviceSelector.InGroup("all") }, cancellationToken: cluster.Cancellation);
        Assert.Equal(["garage", "house", "house"], found.Found.Select(device => device.Segment).Order());
        Assert.Equal("garage", Assert.Single((await house.Fleet.GetDevicesAsync(new DeviceFilter { Segment = "Garage" }, cancellationToken: cluster.Cancellation)).Found).Segment);
    }
}

using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Hosting.Tests;

public sealed class FleetContractSpecs
{
    private static readonly DeviceId Lamp = new("lamp");
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Should_change_a_definition_and_find_it_by_what_it_says_now()
    {
        await using var test = await HostUnderTest.StartAsync(HostUnderTest.Device("lamp"), HostUnderTest.Device("plug"));
        var (fleet, stop) = (test.Fleet, test.Cancellation);
        Assert.IsType<FleetReply.Done>(await fleet.RenameDeviceAsync(Lamp, "Hall lamp", cancellationToken: stop));
        Assert.IsType<FleetReply.Done>(await fleet.TagDeviceAsync(Lamp, ["light", "old"], cancellationToken: stop));
        Assert.IsType<FleetReply.Done>(await fleet.TagDeviceAsync(Lamp, null, ["old"], cancellationToken: stop));
        Assert.IsType<FleetReply.Done>(await fleet.GroupDeviceAsync(Lamp, "Hall", cancellationToken: stop));
        var stored = (await fleet.GetDefinitionAsync(Lamp, stop))!;
        Assert.Equal(("Hall lamp", "Hall", "light"), (stored.Definition.Name, stored.Definition.Group, Assert.Single(stored.Definition.Tags)));
        Assert.Null(await fleet.GetDefinitionAsync(new DeviceId("nobody"), stop));
        Assert.Equal([Lamp], (await fleet.GetDefinitionsAsync(DeviceSelector.Tagged("LIGHT"), stop)).Select(d => d.Definition.Id));
        Assert.Equal(2, (await fleet.GetDefinitionsAsync(cancellationToken: stop)).Length);
        Assert.Equal(Lamp, (await fleet.DeviceNamedAsync("hall LAMP", stop)).Id);

        Assert.IsType<FleetReply.Conflict>(await fleet.UpdateDeviceAsync(stored.Definition, stored.Revision - 1, stop));
        Assert.IsType<FleetReply.Conflict>(await fleet.RemoveDeviceAsync(Lamp, stored.Revision - 1, stop));
        var dry = Assert.IsType<FleetReply.Imported>(await fleet.ImportDevicesAsync([HostUnderTest.Device("fan")], dryRun: true, stop));
        Assert.Equal((1, true), (dry.Added, dry.DryRun));
        Assert.Equal(2, (await fleet.GetDevicesAsync(stop)).Total);

        Assert.IsType<FleetReply.Done>(await fleet.RenameDeviceAsync(new DeviceId("plug"), "Hall lamp", cancellationToken: stop));
        Assert.Contains("2 devices named 'Hall lamp'", (await Assert.ThrowsAsync<TuyaDeviceException>(() => fleet.DeviceNamedAsync("Hall lamp", stop))).Message, StringComparison.Ordinal);
        Assert.Equal("the fleet has no device named 'attic'", (await Assert.ThrowsAsync<TuyaDeviceException>(() => fleet.DeviceNamedAsync("attic", stop))).Message);
    }

    [Fact]
    public async Task Should_ask_for_a_part_of_the_fleet_and_refuse_a_page_that_is_none()
    {
        await using var test = await HostUnderTest.StartAsync(HostUnderTest.Device("fan"), HostUnderTest.Device("lamp"), HostUnderTest.Device("plug"));
        var page = await test.Fleet.GetDevicesAsync(null, new Page(1, 1), test.Cancellation);
        Assert.Equal((3, "lamp"), (page.Total, Assert.Single(page.Found).Name));
        var some = await test.Fleet.GetDevicesAsync(new DeviceFilter { Text = "LA" }, cancellationToken: test.Cancellation);
        Assert.Equal(Lamp, Assert.Single(some.Found).DeviceId);
        await Assert.ThrowsAsync<ArgumentException>(() => test.Fleet.GetDevicesAsync(null, new Page(0, 0), test.Cancellation));
    }

    [Fact]
    public async Task Should_tell_one_outcome_for_each_of_many()
    {
        await using var test = await HostUnderTest.StartAsync(HostUnderTest.Device("lamp"), HostUnderTest.Device("plug"));
        var set = await test.Fleet.SetDpsAsync(DeviceSelector.All.Or(DeviceSelector.Tagged("attic")), DpSet.Of((1, true)), Short, cancellationToken: test.Cancellation);
        Assert.Equal((2, 0), (set.Each.Length, set.Succeeded));
        Assert.Equal("tag 'attic'", Assert.Single(set.Unmatched));
        var refreshed = await test.Fleet.RefreshAsync(DeviceSelector.Of(Lamp, new DeviceId("nobody")), Short, cancellationToken: test.Cancellation);
        Assert.Single(refreshed.Each, outcome => outcome is CommandOutcome.UnknownDevice);
        Assert.Equal(2, refreshed.Each.Length);
    }

    [Fact]
    public async Task Should_say_what_a_fresh_look_came_to()
    {
        await using var test = await HostUnderTest.StartAsync(HostUnderTest.Device("lamp"));
        var lamp = test.Fleet.Device(Lamp);
        Assert.True((await lamp.GetAsync(fresh: true, Fallback.Stale, Short, test.Cancellation)).Stale);
        var failure = await Assert.ThrowsAsync<TuyaDeviceException>(() => lamp.GetAsync(fresh: true, timeout: Short, cancellationToken: test.Cancellation));
        Assert.StartsWith("'lamp' did not answer: ", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Outcome);
        await Assert.ThrowsAsync<TuyaDeviceException>(() => test.Fleet.Device(new DeviceId("nobody")).GetAsync(test.Cancellation));
    }

    [Fact]
    public async Task Should_tell_each_device_that_a_scan_hears_once()
    {
        await using var air = await Air.StartAsync();
        var (known, stranger) = (air.Add(ProtocolVersion.V33), air.Add(ProtocolVersion.V35));
        await using var test = await HostUnderTest.StartAsync(services => services.AddTuyaFleet(options =>
        {
            air.Tune(options);
            options.Devices.Add(new DeviceDefinition(new DeviceId(known.Id)) { Key = known.Key, Port = known.EndPoint.Port });
        }));
        var heard = new Dictionary<string, bool>();
        await foreach (var sighting in test.Fleet.ScanAsync(cancellationToken: test.Cancellation))
        {
            heard.Add(sighting.DeviceId.Value, sighting.Known);
            if (heard.Count == 2)
                break;
        }

        Assert.Equal((true, false), (heard[known.Id], heard[stranger.Id]));
        await foreach (var sighted in test.Fleet.Sightings(test.Cancellation))
        {
            Assert.Contains(sighted.DeviceId.Value, heard.Keys);
            break;
        }

        // Ends by itself, whatever it has heard by then.
        await foreach (var sighting in test.Fleet.ScanAsync(TimeSpan.FromMilliseconds(1), test.Cancellation))
            Assert.Contains(sighting.DeviceId.Value, heard.Keys);
    }

    [Fact]
    public async Task Should_refuse_to_scan_where_nobody_can_be_heard()
    {
        await using var test = await HostUnderTest.StartAsync();
        await using var scan = test.Fleet.ScanAsync(cancellationToken: test.Cancellation).GetAsyncEnumerator();
        Assert.Contains("does not listen", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await scan.MoveNextAsync())).Message, StringComparison.Ordinal);
    }
}

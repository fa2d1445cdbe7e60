using TuyaActors.Messages;
using TuyaActors.Node.Screen;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Screen;

public sealed class FleetViewerSpecs
{
    private readonly FleetViewer _viewer = new("engine", "url");

    [Fact]
    public void Should_have_no_rate_at_the_first_look()
    {
        Assert.Equal(0, Look(0, 100).PushesPerSecond);
    }

    [Fact]
    public void Should_tell_the_rate_since_the_oldest_look_within_the_span()
    {
        Look(0, 100);
        Assert.Equal(5, Look(2, 110).Rows.Single().PushesPerSecond);
        Assert.Equal(2.5, Look(4, 110).Rows.Single().PushesPerSecond);
    }

    [Fact]
    public void Should_forget_what_is_long_ago()
    {
        Look(0, 0);
        for (var second = 1; second <= 60; second++)
        {
            Look(second, 1000);
        }

        Assert.Equal(0, Look(61, 1000).PushesPerSecond);
    }

    [Fact]
    public void Should_not_fall_below_zero_when_a_device_began_to_count_anew()
    {
        Look(0, 100);
        Assert.Equal(0, Look(1, 3).PushesPerSecond);
    }

    [Fact]
    public void Should_count_those_without_an_answer_in_the_total_only()
    {
        var view = _viewer.Look(new DeviceReplies.Devices([Snapshots.Device("bf01")], [new DeviceId("bf02")]), Snapshots.Now);
        Assert.Equal((1, 2), (view.Online, view.Total));
    }

    [Fact]
    public void Should_count_devices_behind_gateways_apart()
    {
        var behind = Snapshots.Device("bf02", state: DeviceState.Resolving) with { Gateway = new DeviceId("bf01") };
        var view = _viewer.Look(new DeviceReplies.Devices([Snapshots.Device("bf01"), behind], []), Snapshots.Now);
        Assert.Equal((1, 1, 0, 1), (view.Online, view.Total, view.SubDevicesOnline, view.SubDevices));
        Assert.Empty(view.ByState);
    }

    [Fact]
    public void Should_show_no_negative_age_when_the_clock_was_set_back()
    {
        var device = Snapshots.Device("bf01") with { LastPushAt = Snapshots.Now.AddSeconds(5) };
        Assert.Equal(TimeSpan.Zero, _viewer.Look(new DeviceReplies.Devices([device], []), Snapshots.Now).Rows.Single().LastPush);
    }

    private FleetView Look(int second, long pushes) =>
        _viewer.Look(new DeviceReplies.Devices([Snapshots.Device("bf01") with { Pushes = pushes }], []), Snapshots.Now.AddSeconds(second));
}

using System.Net;
using TuyaActors.Protocol;

namespace TuyaActors.Messages.Tests;

public sealed class EventFilterSpecs
{
    private static readonly DeviceId Lamp = new("lamp");
    private static readonly DeviceId Plug = new("plug");
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Every event there is, of the lamp, with its kind.</summary>
    public static IReadOnlyDictionary<Type, (IDeviceEvent Event, EventKinds Kind)> Events { get; } = new (IDeviceEvent Event, EventKinds Kind)[]
    {
        (new DeviceEvents.StateChanged(Lamp, DeviceState.Stopped, DeviceState.Online, null, At), EventKinds.States),
        (new DeviceEvents.DpsReported(Lamp, DpSet.Empty, DpSet.Empty, ReportCause.Push, At), EventKinds.Reports),
        (new DeviceEvents.Added(Lamp, "Lamp", At), EventKinds.Definitions),
        (new DeviceEvents.Updated(Lamp, "Lamp", At), EventKinds.Definitions),
        (new DeviceEvents.Removed(Lamp, At), EventKinds.Definitions),
        (new DeviceEvents.SnapshotTaken(new DeviceSnapshot(Lamp) { Name = "Lamp", State = DeviceState.Online, Since = At }, At), EventKinds.Snapshots),
        (new DeviceEvents.SubDeviceSeen(Lamp, "cid", true, At), EventKinds.Sightings),
        (new DeviceEvents.Sighted(Lamp, new DeviceSighting(Lamp, IPAddress.Loopback, null, null, 6666, true), At), EventKinds.Sightings),
    }.ToDictionary(e => e.Event.GetType());

    public static TheoryData<Type> EventTypes =>
        [.. typeof(DeviceEvents).GetNestedTypes().Where(t => typeof(IDeviceEvent).IsAssignableFrom(t) && t != typeof(DeviceEvents.Lagged))];

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void Should_let_every_event_through_by_its_kind_and_no_other(Type type)
    {
        var (e, kind) = Events[type];
        foreach (var one in new[] { EventKinds.States, EventKinds.Reports, EventKinds.Definitions, EventKinds.Sightings, EventKinds.Snapshots })
        {
            Assert.Equal(one == kind, new EventFilter([], one).Lets(e));
            Assert.Equal(one == kind, new EventFilter([Plug], one).Wants(e));
        }

        Assert.False(new EventFilter([], EventKinds.None).Lets(e));
        Assert.True(new EventFilter([Lamp, Plug], kind).Lets(e));
        Assert.False(new EventFilter([Plug], kind).Lets(e));
    }

    [Fact]
    public void Should_let_only_reports_of_the_dps_wanted_through_and_everything_else_as_before()
    {
        var power = EventFilter.Default with { Dps = [19, 20] };
        Assert.True(power.Lets(Report((1, true), (19, 600))));
        Assert.False(power.Lets(Report((1, true))));
        Assert.False((EventFilter.Of(Plug) with { Dps = [19] }).Lets(Report((19, 600))));
        Assert.True((EventFilter.Default with { Dps = [] }).Lets(Report((1, true))));
        Assert.True(power.Lets(Events[typeof(DeviceEvents.StateChanged)].Event));

        static DeviceEvents.DpsReported Report(params (int, DpValue)[] dps) => new(Lamp, DpSet.Of(dps), DpSet.Empty, ReportCause.Push, At);
    }

    [Fact]
    public void Should_let_through_what_its_selector_means_as_the_device_is_now()
    {
        var e = Events[typeof(DeviceEvents.StateChanged)].Event;
        var tagged = EventFilter.Default with { Selector = DeviceSelector.Tagged("attic") };
        Assert.False(tagged.Lets(e));
        Assert.False(tagged.Lets(e, new DeviceDefinition(Lamp)));
        Assert.True(tagged.Lets(e, new DeviceDefinition(Lamp) { Tags = ["Attic"] }));
        Assert.True((tagged with { Devices = [Lamp] }).Lets(e));
        Assert.False((tagged with { Devices = [Plug] }).Lets(e, new DeviceDefinition(Lamp)));
    }

    [Fact]
    public void Should_let_a_gap_through_whatever_is_filtered() =>
        Assert.True(new EventFilter([Plug], EventKinds.None).Lets(new DeviceEvents.Lagged(3, At)));

    [Fact]
    public void Should_let_everything_but_sightings_through_by_default()
    {
        foreach (var (e, kind) in Events.Values)
        {
            Assert.Equal(kind != EventKinds.Sightings, EventFilter.Default.Lets(e));
            Assert.Equal(kind != EventKinds.Sightings, EventFilter.Of(Lamp).Lets(e));
            Assert.False(EventFilter.Of(Plug).Lets(e));
            Assert.Equal(kind == EventKinds.Sightings, EventFilter.Sightings.Lets(e));
        }
    }
}

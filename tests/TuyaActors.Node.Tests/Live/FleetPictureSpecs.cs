using System.Net;
using TuyaActors.Messages;
using TuyaActors.Node.Json;
using TuyaActors.Node.Live;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Live;

public sealed class FleetPictureSpecs
{
    private readonly FleetPicture _picture = new();
    private long _number;

    [Fact]
    public void Should_show_each_device_as_it_stood_first()
    {
        Show(Snapshots.Device("lamp") with { Reported = DpSet.Of((1, true)) });
        var row = LiveRowJson.Of(Row("lamp"));
        Assert.Equal((DeviceState.Online, "3.4", "192.168.1.20", 6668), (row.State, row.Version, row.Address, row.Port));
        Assert.Equal(DpSet.Of((1, true)), row.Dps);
    }

    [Fact]
    public void Should_tell_only_those_values_that_have_changed_since()
    {
        Show(Snapshots.Device("lamp") with { Reported = DpSet.Of((1, true), (2, 10), (3, "x")) });
        var before = _number;
        Happen(Snapshots.Report("lamp", (2, 11)));
        Happen(Snapshots.Report("lamp", (2, 12), (3, "x")));
        var row = LiveRowJson.Of(Row("lamp"), before);
        Assert.Equal((null, DpSet.Of((2, 12)), Snapshots.Now), (row.State, row.Dps, row.LastPushAt));
        Assert.Equal(before + 2, Row("lamp").ChangedAt);
        Assert.Null(LiveRowJson.Of(Row("lamp"), _number).Dps);
    }

    [Fact]
    public void Should_tell_a_change_of_state_with_all_but_the_values()
    {
        Show(Snapshots.Device("lamp") with { Reported = DpSet.Of((1, true)) });
        var before = _number;
        Happen(Snapshots.Change("lamp", DeviceState.Online, DeviceState.Backoff, DiagnosisKind.Refused) with { NextAttemptAt = Snapshots.Now.AddSeconds(5) });
        var row = LiveRowJson.Of(Row("lamp"), before);
        Assert.Equal((DeviceState.Backoff, true, DiagnosisKind.Refused, Snapshots.Now.AddSeconds(5)), (row.State, row.Stale, row.Diagnosis!.Kind, row.NextAttemptAt));
        Assert.Equal(("Lamp", null), (row.Name, row.Dps));
    }

    [Fact]
    public void Should_forget_the_diagnosis_when_a_device_is_well_again()
    {
        Show(Snapshots.Device("lamp", state: DeviceState.Backoff, diagnosis: DiagnosisKind.Refused));
        Happen(Snapshots.Change("lamp", DeviceState.Connecting, DeviceState.Online, DiagnosisKind.Refused) with { EndPoint = new IPEndPoint(IPAddress.Parse("192.168.1.99"), 6668) });
        var row = LiveRowJson.Of(Row("lamp"));
        Assert.Equal((null, "192.168.1.99", 1), (row.Diagnosis, row.Address, Row("lamp").Device.Connects));
    }

    [Fact]
    public void Should_call_values_from_before_the_start_stale_until_the_device_says_something()
    {
        Show(Snapshots.Device("lamp", state: DeviceState.Connecting) with { Reported = DpSet.Of((1, true)), Stale = true });
        Happen(Snapshots.Change("lamp", DeviceState.Connecting, DeviceState.Online));
        Assert.True(Row("lamp").Device.Stale);
        Happen(Snapshots.Report("lamp", (1, true)));
        Assert.False(Row("lamp").Device.Stale);
        Happen(Snapshots.Change("lamp", DeviceState.Online, DeviceState.Backoff, DiagnosisKind.Unresponsive));
        Happen(Snapshots.Change("lamp", DeviceState.Connecting, DeviceState.Online));
        Assert.False(Row("lamp").Device.Stale);
    }

    [Fact]
    public void Should_tell_a_device_that_came_since_as_a_whole_and_one_that_left()
    {
        Show(Snapshots.Device("lamp") with { Reported = DpSet.Of((1, true)) });
        var before = _number;
        Happen(new DeviceEvents.Removed(new DeviceId("lamp"), Snapshots.Now));
        Assert.Equal(["lamp"], _picture.RemovedSince(before)!.Select(id => id.Value));
        // It comes back, as another one, before anybody has looked.
        Show(Snapshots.Device("lamp"));
        Assert.Empty(_picture.RemovedSince(before)!);
        Assert.Equal(DpSet.Empty, LiveRowJson.Of(Row("lamp"), before).Dps);
    }

    [Fact]
    public void Should_not_know_who_left_long_ago()
    {
        for (var i = 0; i < FleetPicture.MostRemovals + 2; i++)
        {
            Show(Snapshots.Device($"lamp{i}"));
            Happen(new DeviceEvents.Removed(new DeviceId($"lamp{i}"), Snapshots.Now));
        }

        Assert.Null(_picture.RemovedSince(0));
        Assert.Equal(2, _picture.RemovedSince(_number - 3)!.Count);
    }

    [Fact]
    public void Should_count_who_stands_where_and_tell_it_only_when_that_changes()
    {
        Show(Snapshots.Device("lamp"));
        Show(Snapshots.Device("plug", state: DeviceState.Backoff, diagnosis: DiagnosisKind.Wedged));
        Show(Snapshots.Device("sensor", state: DeviceState.Asleep));
        Show(Snapshots.Device("child") with { Gateway = new DeviceId("lamp"), Cid = "c" });
        var numbers = _picture.Numbers();
        Assert.Equal((3, 1, 1, 1, 1, 1), (numbers.Devices, numbers.Online, numbers.Asleep, numbers.SubDevices, numbers.SubDevicesOnline, numbers.NeedAttention));
        Assert.Equal(2, numbers.ByState[DeviceState.Online]);
        Assert.Equal(1, numbers.ByDiagnosis[DiagnosisKind.Wedged]);
        var before = _number;
        Happen(Snapshots.Report("lamp", (1, true)));
        Assert.Null(_picture.NumbersSince(before));
        Happen(Snapshots.Change("plug", DeviceState.Backoff, DeviceState.Online));
        Assert.Equal(2, _picture.NumbersSince(before)!.Online);
    }

    [Fact]
    public void Should_count_strangers_until_the_fleet_has_them()
    {
        Show(Snapshots.Device("gate"));
        _picture.Know([Heard("one", known: false), Heard("gate", known: true)]);
        Happen(new DeviceEvents.Sighted(new DeviceId("two"), Heard("two", known: false).Sighting, Snapshots.Now));
        Happen(new DeviceEvents.Sighted(new DeviceId("two"), Heard("two", known: false).Sighting, Snapshots.Now));
        Happen(new DeviceEvents.SubDeviceSeen(new DeviceId("gate"), "c1", true, Snapshots.Now));
        Assert.Equal(3, _picture.Numbers().Strangers);
        Assert.Equal(["c1"], LiveRowJson.Of(Row("gate")).UnknownCids);
        var before = _number;
        Happen(new DeviceEvents.Added(new DeviceId("two"), "Two", Snapshots.Now));
        Assert.Equal(2, _picture.NumbersSince(before)!.Strangers);
        _picture.Define(new DeviceDefinition(new DeviceId("child")) { Gateway = new DeviceId("gate"), Cid = "c1" }, ++_number);
        Assert.Equal(1, _picture.NumbersSince(before)!.Strangers);
        Assert.Null(LiveRowJson.Of(Row("gate")).UnknownCids);
    }

    [Fact]
    public void Should_show_what_the_operator_calls_a_device_now()
    {
        Show(Snapshots.Device("lamp") with { Reported = DpSet.Of((1, true)) });
        var before = _number;
        _picture.Define(new DeviceDefinition(new DeviceId("lamp")) { Name = "Hall lamp", Group = "Hall", Tags = ["night"] }, ++_number);
        var row = LiveRowJson.Of(Row("lamp"), before);
        Assert.Equal(("Hall lamp", "Hall", "night", null), (row.Name, row.Group, Assert.Single(row.Tags!), row.Dps));
        Assert.Equal("lamp", Assert.Single(_picture.Called("hall LAMP")).Device.DeviceId.Value);
        Assert.Empty(_picture.Called("Lamp"));
        Assert.Single(_picture.Called("lamp"));
    }

    [Fact]
    public void Should_pass_over_what_happens_to_devices_that_have_not_shown_themselves()
    {
        Happen(Snapshots.Change("lamp", DeviceState.Connecting, DeviceState.Online));
        Happen(Snapshots.Report("lamp", (1, true)));
        Happen(new DeviceEvents.Removed(new DeviceId("lamp"), Snapshots.Now));
        Assert.Empty(_picture.Rows);
        Assert.Empty(_picture.RemovedSince(0)!);
    }

    private static SightingRecord Heard(string id, bool known) =>
        new(new DeviceSighting(new DeviceId(id), IPAddress.Parse("192.168.1.30"), ProtocolVersion.V33, null, 6667, known), Snapshots.Now, Snapshots.Now, 1);

    private void Show(DeviceSnapshot device) => Happen(new DeviceEvents.SnapshotTaken(device, Snapshots.Now));

    private void Happen(IDeviceEvent e) => _picture.Apply(e, ++_number);

    private PictureRow Row(string id) => _picture.Find(new DeviceId(id))!;
}

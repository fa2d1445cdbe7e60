using TuyaActors.Messages;
using TuyaActors.Node.Metrics;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Metrics;

public sealed class DeviceSeriesSpecs
{
    private const string Mapping = """{"mapping":{"19":{"code":"cur_power","type":"Integer","values":{"unit":"W","scale":1}}}}""";

    [Fact]
    public void Should_tell_numbers_scaled_and_truth_values_as_one_and_zero()
    {
        var lines = Lines(Mapping, Snapshots.Device("lamp", "Hall lamp") with { Reported = DpSet.Of((1, true), (2, false), (19, 1234), (20, DpValue.FromJson("2.50")), (21, "white"), (22, DpValue.FromJson("null"))) });
        Assert.Contains("""tuya_device_dp{id="lamp",name="Hall lamp",dp="1",code="",unit=""} 1""", lines);
        Assert.Contains("""tuya_device_dp{id="lamp",name="Hall lamp",dp="2",code="",unit=""} 0""", lines);
        Assert.Contains("""tuya_device_dp{id="lamp",name="Hall lamp",dp="19",code="cur_power",unit="W"} 123.4""", lines);
        Assert.Contains("""tuya_device_dp{id="lamp",name="Hall lamp",dp="20",code="",unit=""} 2.50""", lines);
        Assert.Equal(4, lines.Count(line => line.StartsWith("tuya_device_dp{", StringComparison.Ordinal)));
    }

    [Fact]
    public void Should_tell_who_is_well_and_when_each_reported()
    {
        var lines = Lines(null, Snapshots.Device("lamp") with { ReportedAt = Snapshots.Now, Group = "Hall", ProductName = "Bulb" }, Snapshots.Device("plug", "Plug", DeviceState.Backoff, DiagnosisKind.Refused) with { Version = null });
        Assert.Contains("""tuya_device_up{id="lamp",name="Lamp"} 1""", lines);
        Assert.Contains("""tuya_device_up{id="plug",name="Plug"} 0""", lines);
        Assert.Contains("""tuya_device_info{id="lamp",name="Lamp",group="Hall",version="3.4",product="Bulb",segment=""} 1""", lines);
        Assert.Contains("""tuya_device_last_report_timestamp_seconds{id="lamp",name="Lamp"} 1772366400""", lines);
        Assert.Single(lines, line => line.StartsWith("tuya_device_last_report_timestamp_seconds{", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_tell_which_segment_of_a_cluster_has_a_device()
    {
        var lines = Lines(null, Snapshots.Device("lamp") with { Segment = "garage" });
        Assert.Contains(lines, line => line.StartsWith("tuya_device_info{id=\"lamp\"", StringComparison.Ordinal) && line.Contains("segment=\"garage\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_not_be_broken_by_names()
    {
        var lines = Lines(null, Snapshots.Device("lamp", "a\"b\\c\nd\re"));
        Assert.Contains("""tuya_device_up{id="lamp",name="a\"b\\c\nd e"} 1""", lines);
    }

    private static string[] Lines(string? details, params DeviceSnapshot[] devices) =>
        DeviceSeries.Write(devices, devices.ToDictionary(device => device.DeviceId, _ => details)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Telemetry;

namespace TuyaActors.Tests.Telemetry;

public sealed class FleetTelemetrySpecs
{
    private static readonly string[] Instruments =
    [
        "tuya.connects", "tuya.handshake.duration", "tuya.command.duration", "tuya.frames", "tuya.io", "tuya.frames.unreadable", "tuya.events.dropped",
        "tuya.devices", "tuya.commands.waiting", "tuya.handshakes.waiting", "tuya.handshakes.active",
    ];

    [Fact]
    public void Should_name_the_segment_of_a_node_with_each_number()
    {
        foreach (var (instrument, tags) in All(new FleetTelemetry(Name(), "garage")))
            Assert.True(tags.Split(',').Contains("tuya.segment=garage"), $"{instrument}: {tags}");
    }

    [Fact]
    public void Should_not_speak_of_segments_where_there_are_none()
    {
        foreach (var (instrument, tags) in All(new FleetTelemetry(Name())))
            Assert.True(!tags.Contains("segment", StringComparison.Ordinal), $"{instrument}: {tags}");
    }

    private static string Name() => $"fleet-{Guid.NewGuid():n}";

    /// <summary>The tags of everything that is told, one of each instrument at least.</summary>
    private static (string Instrument, string Tags)[] All(FleetTelemetry telemetry)
    {
        using var measured = new Measured(telemetry.Fleet);
        telemetry.Begin();
        telemetry.Connected(ProtocolVersion.V35, TimeSpan.FromSeconds(1));
        telemetry.ConnectFailed(DiagnosisKind.Refused);
        telemetry.Ended("set_dps", "confirmed", TimeSpan.FromSeconds(1));
        telemetry.Sent(100);
        telemetry.Received(100);
        telemetry.ReceivedFrame();
        telemetry.CouldNotRead();
        telemetry.Dropped(3);
        (string Instrument, string Tags)[] told = [.. Instruments.SelectMany(name => measured.Of(name).Select(one => (name, one.Tags)))];
        telemetry.Moved(null, DeviceState.Online, behindGateway: false);
        telemetry.WaitingChanged(1);
        telemetry.Admission(1, 1);
        told = [.. told, .. Instruments.SelectMany(name => measured.Look(name).Select(one => (name, one.Tags)))];
        telemetry.End();
        Assert.Equal(Instruments.Order(), told.Select(one => one.Instrument).Distinct().Order());
        return told;
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TuyaActors.Telemetry;

/// <summary>
/// The names under which a fleet tells how it is: one meter, one activity source. All is told from what the fleet knows already, so reading it
/// touches no device; nothing bears a device's id or key, so the number of series does not grow with the fleet.
/// </summary>
/// <remarks>
/// Every instrument has the tag <c>tuya.fleet</c>, the fleet's name, and in a cluster <c>tuya.segment</c>, the segment whose devices the node hosts.
/// <list type="table">
/// <item><term><c>tuya.connects</c></term><description>attempts to connect, by <c>tuya.result</c>: online, or the diagnosis (refused, key_rejected ...)</description></item>
/// <item><term><c>tuya.handshake.duration</c></term><description>s, from the first SYN to the first answer that proves version and key; by <c>tuya.version</c></description></item>
/// <item><term><c>tuya.command.duration</c></term><description>s, from a command's arrival at its device to its outcome; by <c>tuya.command</c> and <c>tuya.outcome</c></description></item>
/// <item><term><c>tuya.frames</c>, <c>tuya.io</c></term><description>frames, and bytes (TCP payload), by <c>tuya.direction</c>: sent, received</description></item>
/// <item><term><c>tuya.frames.unreadable</c></term><description>what arrived, could not be read and was forgiven</description></item>
/// <item><term><c>tuya.events.dropped</c></term><description>events that subscribers missed because they were too slow</description></item>
/// <item><term><c>tuya.commands.waiting</c></term><description>commands that wait for a device, now</description></item>
/// <item><term><c>tuya.handshakes.waiting</c>, <c>tuya.handshakes.active</c></term><description>devices that wait for their turn to connect, and those whose turn it is, now</description></item>
/// <item><term><c>tuya.devices</c></term><description>devices, now, by <c>tuya.state</c> and <c>tuya.behind_gateway</c></description></item>
/// </list>
/// A command's way is one activity <c>tuya.command</c>, from its arrival at the device to its outcome, with the events <c>sent</c> (one for each
/// part) and its outcome as <c>tuya.outcome</c>. Its parent is the command's <see cref="Messages.IDeviceCommand.TraceParent"/>.
/// </remarks>
public static class TuyaTelemetry
{
    /// <summary>The meter's name, for <c>AddMeter</c> or <c>dotnet-counters</c>.</summary>
    public const string MeterName = "TuyaActors";

    /// <summary>The activity source's name, for <c>AddSource</c>.</summary>
    public const string ActivitySourceName = "TuyaActors";

    internal static readonly ActivitySource Source = new(ActivitySourceName);

    // 1 ms to 60 s: a plug answers in 10 to 200 ms, a sleeping radio in 2 s, and a command may wait for its device.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    private static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> Connects = Meter.CreateCounter<long>("tuya.connects", "{attempt}", "Attempts to connect, by result.");

    internal static readonly Histogram<double> Handshakes =
        Meter.CreateHistogram("tuya.handshake.duration", "s", "From the first SYN to the first answer that proves version and key.", advice: Seconds);

    internal static readonly Histogram<double> Commands =
        Meter.CreateHistogram("tuya.command.duration", "s", "From a command's arrival at its device to its outcome.", advice: Seconds);

    internal static readonly Counter<long> Frames = Meter.CreateCounter<long>("tuya.frames", "{frame}", "Frames sent and received.");

    internal static readonly Counter<long> Bytes = Meter.CreateCounter<long>("tuya.io", "By", "Bytes sent and received, TCP payload.");

    internal static readonly Counter<long> Unreadable = Meter.CreateCounter<long>("tuya.frames.unreadable", "{fault}", "What arrived, could not be read and was forgiven.");

    internal static readonly Counter<long> Dropped = Meter.CreateCounter<long>("tuya.events.dropped", "{event}", "Events that subscribers missed because they were too slow.");

    static TuyaTelemetry()
    {
        Meter.CreateObservableGauge("tuya.devices", () => FleetTelemetry.All(fleet => fleet.Devices()), "{device}", "Devices, by state.");
        Meter.CreateObservableGauge("tuya.commands.waiting", () => FleetTelemetry.All(fleet => fleet.WaitingCommands), "{command}", "Commands that wait for a device.");
        Meter.CreateObservableGauge("tuya.handshakes.waiting", () => FleetTelemetry.All(fleet => fleet.WaitingHandshakes), "{device}", "Devices that wait for their turn to connect.");
        Meter.CreateObservableGauge("tuya.handshakes.active", () => FleetTelemetry.All(fleet => fleet.ActiveHandshakes), "{device}", "Devices whose turn it is to connect.");
    }

    /// <summary>Makes the instruments, if nobody has yet: a fleet is to be seen before its first device tells anything.</summary>
    internal static void Publish()
    {
        // The type's constructor, which runs before this, does it.
    }

    /// <summary><c>KeyRejected</c> as <c>key_rejected</c>.</summary>
    internal static string Word<T>(T word)
        where T : struct, Enum => Words<T>.All[word];

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> All =
            Enum.GetValues<T>().ToDictionary(word => word, word => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString()));
    }
}

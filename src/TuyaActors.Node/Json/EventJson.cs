using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Json;

/// <summary>Something that happened, as one line of <c>monitor</c>.</summary>
internal sealed record EventJson(
    DateTimeOffset At,
    string Event,
    string? Id,
    DeviceState? From = null,
    DeviceState? To = null,
    DiagnosisJson? Diagnosis = null,
    DpSet? Dps = null,
    DpSet? Changed = null,
    ReportCause? Cause = null,
    long? Missed = null,
    string? Ticket = null)
{
    /// <summary>The event, or null where it is none that a watcher of one device cares for.</summary>
    public static EventJson? Of(IDeviceEvent happened) => happened switch
    {
        DeviceEvents.StateChanged e => new(e.At, "state", e.DeviceId.Value, e.From, e.To, DiagnosisJson.Of(e.Diagnosis)),
        DeviceEvents.DpsReported e => new(e.At, "dps", e.DeviceId.Value, Dps: e.Dps, Changed: e.Changed, Cause: e.Cause, Ticket: e.Ticket),
        DeviceEvents.SnapshotTaken { Device: var device } e => new(e.At, "snapshot", e.DeviceId.Value, To: device.State, Diagnosis: DiagnosisJson.Of(device.Diagnosis), Dps: device.Reported),
        DeviceEvents.Lagged e => new(e.At, "lagged", null, Missed: e.Missed),
        _ => null,
    };
}

using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Json;

/// <summary>Something that happened: one line of <c>monitor</c>, one message of <c>/api/events</c>.</summary>
internal sealed record EventJson(DateTimeOffset At, string Event, string? Id)
{
    public string? Name { get; init; }

    public DeviceState? From { get; init; }

    public DeviceState? To { get; init; }

    public DiagnosisJson? Diagnosis { get; init; }

    public string? Address { get; init; }

    public int? Port { get; init; }

    public string? Version { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    public DpSet? Dps { get; init; }

    public DpSet? Changed { get; init; }

    public ReportCause? Cause { get; init; }

    public string? Ticket { get; init; }

    public DeviceJson? Device { get; init; }

    public SightingJson? Sighting { get; init; }

    public string? Cid { get; init; }

    public bool? Reachable { get; init; }

    public long? Missed { get; init; }

    /// <summary>The event as JSON has it.</summary>
    public static EventJson Of(IDeviceEvent happened)
    {
        var plain = new EventJson(happened.At, KindOf(happened), happened is DeviceEvents.Lagged ? null : happened.DeviceId.Value);
        return happened switch
        {
            DeviceEvents.StateChanged e => plain with
            {
                From = e.From,
                To = e.To,
                Diagnosis = DiagnosisJson.Of(e.Diagnosis),
                Address = e.EndPoint?.Address.ToString(),
                Port = e.EndPoint?.Port,
                Version = e.Version?.ToText(),
                NextAttemptAt = e.NextAttemptAt,
            },
            DeviceEvents.DpsReported e => plain with { Dps = e.Dps, Changed = e.Changed, Cause = e.Cause, Ticket = e.Ticket },
            DeviceEvents.SnapshotTaken e => plain with { Name = e.Device.Name, Device = DeviceJson.Of(e.Device) },
            DeviceEvents.Added e => plain with { Name = e.Name },
            DeviceEvents.Updated e => plain with { Name = e.Name },
            DeviceEvents.Sighted e => plain with { Sighting = SightingJson.Of(e) },
            DeviceEvents.SubDeviceSeen e => plain with { Cid = e.Cid, Reachable = e.Reachable },
            DeviceEvents.Lagged e => plain with { Missed = e.Missed },
            _ => plain,
        };
    }

    /// <summary>Its name in a stream.</summary>
    public static string KindOf(IDeviceEvent happened) => happened switch
    {
        DeviceEvents.StateChanged => "state",
        DeviceEvents.DpsReported => "dps",
        DeviceEvents.SnapshotTaken => "snapshot",
        DeviceEvents.Added => "added",
        DeviceEvents.Updated => "updated",
        DeviceEvents.Removed => "removed",
        DeviceEvents.Sighted => "sighting",
        DeviceEvents.SubDeviceSeen => "subDeviceSeen",
        DeviceEvents.Lagged => "lagged",
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "There is no such event."),
    };
}

/// <summary>A stream of events is at this point: all that stood before has been told.</summary>
internal sealed record ReadyJson(DateTimeOffset At, int Devices);

/// <summary>A reader has missed events; how the devices stand now follows.</summary>
/// <param name="At">When.</param>
/// <param name="Missed">How many; null: that is not known.</param>
/// <param name="Reason">Why, as a sentence.</param>
internal sealed record LaggedJson(DateTimeOffset At, long? Missed, string Reason);

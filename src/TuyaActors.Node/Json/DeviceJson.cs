using TuyaActors.Messages;
using TuyaActors.Node.Running;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Json;

/// <summary>One device as the HTTP face shows it. There is no room for a key in it.</summary>
internal record DeviceJson
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required DeviceState State { get; init; }

    /// <summary>How much it wants to be looked at.</summary>
    public Urgency Urgency { get; init; }

    /// <summary>Since when it stands there.</summary>
    public required DateTimeOffset Since { get; init; }

    public DiagnosisJson? Diagnosis { get; init; }

    public string? Version { get; init; }

    public string? Address { get; init; }

    public int? Port { get; init; }

    /// <summary>What the device said last, by DP.</summary>
    public required DpSet Reported { get; init; }

    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>Whether what it reported may be out of date.</summary>
    public required bool Stale { get; init; }

    /// <summary>What was asked for and is not yet confirmed.</summary>
    public required IReadOnlyList<DesiredJson> Desired { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    public DateTimeOffset? LastPushAt { get; init; }

    public required long Pushes { get; init; }

    public required long Connects { get; init; }

    public string? ProductName { get; init; }

    public string? Gateway { get; init; }

    public string? Cid { get; init; }

    public string? Group { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The LAN segment it is in; not there in a fleet of one segment.</summary>
    public string? Segment { get; init; }

    /// <summary>For a gateway, the sub-devices that it names and no definition does.</summary>
    public IReadOnlyList<string>? UnknownCids { get; init; }

    /// <summary>What the fleet knows of the device.</summary>
    public static DeviceJson Of(DeviceSnapshot device) => new()
    {
        Id = device.DeviceId.Value,
        Name = device.Name,
        State = device.State,
        Urgency = Urgencies.Of(device),
        Since = device.Since,
        Diagnosis = DiagnosisJson.Of(device.Diagnosis),
        Version = device.Version?.ToText(),
        Address = device.EndPoint?.Address.ToString(),
        Port = device.EndPoint?.Port,
        Reported = device.Reported,
        ReportedAt = device.ReportedAt,
        Stale = device.Stale,
        Desired = [.. device.Desired.Select(d => new DesiredJson(d.DpId, d.Value, d.Deadline))],
        NextAttemptAt = device.NextAttemptAt,
        LastPushAt = device.LastPushAt,
        Pushes = device.Pushes,
        Connects = device.Connects,
        ProductName = device.ProductName,
        Gateway = device.Gateway?.Value,
        Cid = device.Cid,
        Group = device.Group,
        Tags = [.. device.Tags],
        Segment = device.Segment,
        UnknownCids = device.UnknownCids.IsEmpty ? null : [.. device.UnknownCids],
    };
}

/// <summary>Why a device is not online.</summary>
internal sealed record DiagnosisJson(DiagnosisKind Kind, string Sentence, int TinytuyaCode, string? Evidence)
{
    /// <summary>The finding, or none.</summary>
    public static DiagnosisJson? Of(Messages.Diagnosis? diagnosis) =>
        diagnosis is null ? null : new(diagnosis.Kind, diagnosis.Sentence, diagnosis.TinytuyaCode, diagnosis.Evidence);
}

/// <summary>A value that was asked for and is not yet confirmed.</summary>
internal sealed record DesiredJson(int Dp, DpValue Value, DateTimeOffset Deadline);

/// <summary>A page of devices.</summary>
/// <param name="Total">How many pass the filter, on whatever page.</param>
/// <param name="Skip">How many stand before this page.</param>
/// <param name="Take">How many this page may have.</param>
/// <param name="Devices">Those on this page that answered.</param>
/// <param name="Unavailable">The ids of those that did not answer in time.</param>
internal sealed record DevicesJson(int Total, int Skip, int Take, IReadOnlyList<DeviceJson> Devices, IReadOnlyList<string> Unavailable);

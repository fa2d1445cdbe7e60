using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Json;

/// <summary>One device as the HTTP face shows it. There is no room for a key in it.</summary>
internal sealed record DeviceJson(
    string Id,
    string Name,
    DeviceState State,
    DateTimeOffset Since,
    DiagnosisJson? Diagnosis,
    string? Version,
    string? Address,
    int? Port,
    DpSet Reported,
    DateTimeOffset? ReportedAt,
    bool Stale,
    IReadOnlyList<DesiredJson> Desired,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? LastPushAt,
    long Pushes,
    long Connects,
    string? ProductName,
    string? Gateway,
    string? Cid,
    IReadOnlyList<string> Tags)
{
    /// <summary>What the fleet knows of the device.</summary>
    public static DeviceJson Of(DeviceSnapshot device) => new(
        device.DeviceId.Value,
        device.Name,
        device.State,
        device.Since,
        DiagnosisJson.Of(device.Diagnosis),
        device.Version?.ToText(),
        device.EndPoint?.Address.ToString(),
        device.EndPoint?.Port,
        device.Reported,
        device.ReportedAt,
        device.Stale,
        [.. device.Desired.Select(d => new DesiredJson(d.DpId, d.Value, d.Deadline))],
        device.NextAttemptAt,
        device.LastPushAt,
        device.Pushes,
        device.Connects,
        device.ProductName,
        device.Gateway?.Value,
        device.Cid,
        [.. device.Tags]);
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

/// <summary>All devices.</summary>
/// <param name="Total">How many there are, those behind gateways not counted.</param>
/// <param name="Online">How many of them are online.</param>
/// <param name="SubDevices">How many there are behind gateways.</param>
/// <param name="SubDevicesOnline">How many of those are online.</param>
/// <param name="Devices">Those that answered, by name.</param>
/// <param name="Unavailable">The ids of those that did not answer in time.</param>
internal sealed record DevicesJson(int Total, int Online, int SubDevices, int SubDevicesOnline, IReadOnlyList<DeviceJson> Devices, IReadOnlyList<string> Unavailable)
{
    /// <summary>What the fleet answered.</summary>
    public static DevicesJson Of(DeviceReplies.Devices devices) => new(
        devices.Found.Count(d => d.Gateway is null) + devices.Unavailable.Length,
        devices.Found.Count(d => d.Gateway is null && d.State.IsWell()),
        devices.Found.Count(d => d.Gateway is not null),
        devices.Found.Count(d => d.Gateway is not null && d.State.IsWell()),
        [.. devices.Found.Select(DeviceJson.Of)],
        [.. devices.Unavailable.Select(id => id.Value)]);
}

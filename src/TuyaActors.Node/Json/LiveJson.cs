using System.Text.Json.Serialization;
using TuyaActors.Messages;
using TuyaActors.Node.Live;
using TuyaActors.Node.Running;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Json;

/// <summary>The picture, or a part of one that is long.</summary>
/// <param name="At">When.</param>
/// <param name="Fleet">How many stand where.</param>
/// <param name="Devices">So many of the devices as come in one part.</param>
/// <param name="More">Whether more of them follow, in further parts.</param>
internal sealed record PictureJson(DateTimeOffset At, FleetNumbersJson Fleet, IReadOnlyList<LiveRowJson> Devices, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool More);

/// <summary>What has changed since the last message.</summary>
/// <param name="At">When.</param>
/// <param name="Fleet">How many stand where, if that has changed.</param>
/// <param name="Devices">Those of which something has changed; those that are new among them.</param>
/// <param name="Removed">The ids of those that have left the fleet.</param>
internal sealed record ChangesJson(DateTimeOffset At, FleetNumbersJson? Fleet, IReadOnlyList<LiveRowJson>? Devices, IReadOnlyList<string>? Removed);

/// <summary>How many stand where. Those behind gateways are counted apart, but for the states and diagnoses.</summary>
internal sealed record FleetNumbersJson(
    int Devices,
    int Online,
    int Asleep,
    int SubDevices,
    int SubDevicesOnline,
    int NeedAttention,
    int Strangers,
    IReadOnlyDictionary<string, int> ByState,
    IReadOnlyDictionary<string, int> ByDiagnosis)
{
    /// <summary>The numbers as JSON has them.</summary>
    public static FleetNumbersJson Of(PictureNumbers numbers) => new(
        numbers.Devices,
        numbers.Online,
        numbers.Asleep,
        numbers.SubDevices,
        numbers.SubDevicesOnline,
        numbers.NeedAttention,
        numbers.Strangers,
        numbers.ByState.ToDictionary(count => JsonWord.Of(count.Key), count => count.Value),
        numbers.ByDiagnosis.ToDictionary(count => JsonWord.Of(count.Key), count => count.Value));
}

/// <summary>
/// One device in the picture. With a <see cref="State"/> it is whole: what is not there is not known. Without one only values are told: those that
/// have changed, and when it reported.
/// </summary>
internal sealed record LiveRowJson(string Id)
{
    public string? Name { get; init; }

    public DeviceState? State { get; init; }

    public Urgency? Urgency { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DiagnosisJson? Diagnosis { get; init; }

    public string? Version { get; init; }

    public string? Address { get; init; }

    public int? Port { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    public bool? Stale { get; init; }

    public string? ProductName { get; init; }

    public string? Gateway { get; init; }

    public string? Cid { get; init; }

    public string? Group { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public string? Segment { get; init; }

    public IReadOnlyList<string>? UnknownCids { get; init; }

    public DateTimeOffset? ReportedAt { get; init; }

    public DateTimeOffset? LastPushAt { get; init; }

    public DpSet? Dps { get; init; }

    /// <summary>The whole device.</summary>
    public static LiveRowJson Of(PictureRow row) => Head(row.Device) with { Dps = row.Device.Reported };

    /// <summary>What of it has changed after a number.</summary>
    public static LiveRowJson Of(PictureRow row, long since)
    {
        if (row.AddedAt > since)
        {
            return Of(row);
        }

        var device = row.Device;
        var changed = row.ChangedSince(since);
        var json = row.HeadChangedAt > since ? Head(device) : new LiveRowJson(device.DeviceId.Value) { ReportedAt = device.ReportedAt, LastPushAt = device.LastPushAt };
        return changed.Count > 0 ? json with { Dps = changed } : json;
    }

    private static LiveRowJson Head(DeviceSnapshot device) => new(device.DeviceId.Value)
    {
        Name = device.Name,
        State = device.State,
        Urgency = Urgencies.Of(device),
        Since = device.Since,
        Diagnosis = DiagnosisJson.Of(device.Diagnosis),
        Version = device.Version?.ToText(),
        Address = device.EndPoint?.Address.ToString(),
        Port = device.EndPoint?.Port,
        NextAttemptAt = device.NextAttemptAt,
        Stale = device.Stale ? true : null,
        ProductName = device.ProductName,
        Gateway = device.Gateway?.Value,
        Cid = device.Cid,
        Group = device.Group,
        Tags = device.Tags.IsEmpty ? null : [.. device.Tags],
        Segment = device.Segment,
        UnknownCids = device.UnknownCids.IsEmpty ? null : [.. device.UnknownCids],
        ReportedAt = device.ReportedAt,
        LastPushAt = device.LastPushAt,
    };
}

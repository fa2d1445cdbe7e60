using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using TuyaActors.Interop;
using TuyaActors.Messages;
using TuyaActors.Node.Definitions;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Json;

/// <summary>One device with all that is known of it: how it came to stand where it does, and its DPs one by one.</summary>
internal sealed record DeviceDetailsJson : DeviceJson
{
    /// <summary>For readers.</summary>
    public DeviceDetailsJson()
    {
    }

    [SetsRequiredMembers]
    private DeviceDetailsJson(DeviceJson device)
        : base(device)
    {
    }

    /// <summary>Newest first; the newest lasts still.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<StatePeriodJson> History { get; init; } = [];

    /// <summary>Where it has been reached, its own address first.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<KnownAddressJson> Addresses { get; init; } = [];

    /// <summary>Where its last broadcast said that it is, as long as no handshake there has proved it.</summary>
    [JsonPropertyOrder(1)]
    public string? ClaimedAddress { get; init; }

    /// <summary>Its DPs, those that the definition's mapping names among them.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<DpJson> Dps { get; init; } = [];

    /// <summary>Those behind this gateway.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<SubDeviceJson>? SubDevices { get; init; }

    /// <summary>How it is connected: persistent, on-demand, battery.</summary>
    [JsonPropertyOrder(1)]
    public string? Connection { get; init; }

    /// <summary>Whether there is a local key; it is never shown.</summary>
    [JsonPropertyOrder(1)]
    public bool HasKey { get; init; }

    /// <summary>The revision of its definition.</summary>
    [JsonPropertyOrder(1)]
    public long? Revision { get; init; }

    /// <summary>What is known of it.</summary>
    /// <param name="device">How it stands.</param>
    /// <param name="history">How it came to.</param>
    /// <param name="stored">What the operator says of it.</param>
    /// <param name="subDevices">Those behind it.</param>
    public static DeviceDetailsJson Of(DeviceSnapshot device, DeviceHistory? history, StoredDefinition? stored, IEnumerable<DeviceSnapshot> subDevices)
    {
        var mapping = DpMapping.Read(stored?.Definition.Details);
        var shown = (history?.Dps ?? []).ToDictionary(dp => dp.DpId);
        List<SubDeviceJson> behind = [.. subDevices.Select(sub => new SubDeviceJson(sub.DeviceId.Value, sub.Name, sub.State, sub.Cid))];
        return new DeviceDetailsJson(DeviceJson.Of(device))
        {
            History = [.. (history?.Periods ?? []).Select(StatePeriodJson.Of)],
            Addresses = [.. (history?.Addresses ?? []).Select(KnownAddressJson.Of)],
            ClaimedAddress = history?.ClaimedAddress?.ToString(),
            Dps =
            [
                .. shown.Keys.Concat(device.Reported.Keys).Concat(mapping.Keys).Distinct().Order()
                    .Select(dp => DpJson.Of(dp, shown.GetValueOrDefault(dp), device.Reported, mapping.GetValueOrDefault(dp))),
            ],
            SubDevices = behind.Count == 0 ? null : behind,
            Connection = stored is { Definition.IsSubDevice: false } ? stored.Definition.Mode.ToText() : null,
            HasKey = stored?.Definition.HasKey() == true,
            Revision = stored?.Revision,
        };
    }
}

/// <summary>A time in which a device stood well, or was away for the same reason.</summary>
internal sealed record StatePeriodJson(DeviceState State, DateTimeOffset Since, DateTimeOffset? Until, DiagnosisJson? Diagnosis, int Failures)
{
    /// <summary>The period as JSON has it.</summary>
    public static StatePeriodJson Of(StatePeriod period) => new(period.State, period.Since, period.Until, DiagnosisJson.Of(period.Diagnosis), period.Failures);
}

/// <summary>An address at which a handshake succeeded.</summary>
internal sealed record KnownAddressJson(string Address, DateTimeOffset First, DateTimeOffset Last, bool Current)
{
    /// <summary>The address as JSON has it.</summary>
    public static KnownAddressJson Of(KnownAddress address) => new(address.Address.ToString(), address.First, address.Last, address.IsCurrent);
}

/// <summary>A device behind this gateway.</summary>
internal sealed record SubDeviceJson(string Id, string Name, DeviceState State, string? Cid);

/// <summary>One DP: its value, what its values were so far, and what tinytuya's mapping says of it where the definition has one.</summary>
internal sealed record DpJson(int Dp)
{
    /// <summary>What it was reported to be last; null: it was not, or as null.</summary>
    public DpValue? Value { get; init; }

    /// <summary>The types its values had: boolean, integer, text, json.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>The least number seen.</summary>
    public long? Min { get; init; }

    /// <summary>The greatest number seen.</summary>
    public long? Max { get; init; }

    /// <summary>The texts seen, while they are few and short.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>Its name in Tuya's product model.</summary>
    public string? Code { get; init; }

    /// <summary>Its type there: boolean, integer, enum, string, json, bitmap, raw.</summary>
    public string? Type { get; init; }

    /// <summary>The unit, after scaling.</summary>
    public string? Unit { get; init; }

    /// <summary>Decimal places: 1 means that 235 stands for 23.5.</summary>
    public int? Scale { get; init; }

    /// <summary>From one allowed number to the next.</summary>
    public long? Step { get; init; }

    /// <summary>The least number allowed.</summary>
    public long? Lowest { get; init; }

    /// <summary>The greatest number allowed.</summary>
    public long? Highest { get; init; }

    /// <summary>The words allowed.</summary>
    public IReadOnlyList<string>? Options { get; init; }

    /// <summary>Whether it is probably measured, so that setting it does nothing.</summary>
    public bool? Measured { get; init; }

    /// <summary>All that is known of it.</summary>
    public static DpJson Of(int dp, DpShown? shown, DpSet reported, DpMapping? mapping) => new(dp)
    {
        Value = reported.TryGetValue(dp, out var value) ? value : default(DpValue?),
        Types = shown is { Kinds.IsEmpty: false } ? [.. shown.Kinds.Select(Word)] : null,
        Min = shown?.Lowest,
        Max = shown?.Highest,
        Texts = shown is { Texts.IsEmpty: false } ? shown.Texts : null,
        Code = mapping?.Code,
        Type = mapping?.Type,
        Unit = mapping?.Unit,
        Scale = mapping?.Scale,
        Step = mapping?.Step,
        Lowest = mapping?.Lowest,
        Highest = mapping?.Highest,
        Options = mapping is { Options.Count: > 0 } ? mapping.Options : null,
        Measured = mapping is { IsMeasured: true } ? true : null,
    };

    private static string Word(DpKind kind) => kind == DpKind.String ? "text" : JsonWord.Of(kind);
}

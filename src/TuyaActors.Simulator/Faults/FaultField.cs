using System.Globalization;
using System.Text.Json;
using TuyaActors.Protocol;

namespace TuyaActors.Simulator.Faults;

/// <summary>One of the faults of <see cref="DeviceFaults"/> as JSON has it: its name, which values it takes, and how it is got and given.</summary>
internal sealed class FaultField
{
    private readonly Func<JsonAt, object?> _read;
    private readonly Action<Utf8JsonWriter, object> _write;

    private FaultField(
        string name, string allowed, Func<JsonAt, object?> read, Action<Utf8JsonWriter, object> write, Func<DeviceFaults, object?> get, Func<DeviceFaults, object?, DeviceFaults> with)
        => (Name, Allowed, _read, _write, Get, With) = (name, allowed, read, write, get, with);

    /// <summary>All faults, in the order in which they are told.</summary>
    public static IReadOnlyList<FaultField> All { get; } =
    [
        Switch("noPower", f => f.NoPower, (f, on) => f with { NoPower = on }),
        Switch("refuse", f => f.Refuse, (f, on) => f with { Refuse = on }),
        Switch("resetOnConnect", f => f.ResetOnConnect, (f, on) => f with { ResetOnConnect = on }),
        Switch("silent", f => f.Silent, (f, on) => f with { Silent = on }),
        Switch("stallNegotiation", f => f.StallNegotiation, (f, on) => f with { StallNegotiation = on }),
        Switch("wedged", f => f.Wedged, (f, on) => f with { Wedged = on }),
        Switch("unannounced", f => f.Unannounced, (f, on) => f with { Unannounced = on }),
        Span("replyDelay", f => f.ReplyDelay, (f, span) => f with { ReplyDelay = span ?? default }),
        Share("lostReplies", f => f.LostReplies, (f, share) => f with { LostReplies = share }),
        Share("corruptFrames", f => f.CorruptFrames, (f, share) => f with { CorruptFrames = share }),
        Share("garbage", f => f.Garbage, (f, share) => f with { Garbage = share }),
        Share("cutFrames", f => f.CutFrames, (f, share) => f with { CutFrames = share }),
        Switch("duplicatePushes", f => f.DuplicatePushes, (f, on) => f with { DuplicatePushes = on }),
        Number("pushesPerSecond", DeviceFaults.MostPushesPerSecond, f => f.PushesPerSecond, (f, rate) => f with { PushesPerSecond = rate }),
        Count("fragmentBytes", 0, 65536, f => f.FragmentBytes, (f, count) => f with { FragmentBytes = count }),
        Span("fragmentPause", f => f.FragmentPause, (f, span) => f with { FragmentPause = span ?? default }),
        Count("seqnoGap", 0, 1_000_000, f => f.SeqnoGap, (f, count) => f with { SeqnoGap = count }),
        Span("wrongKeyAfter", f => f.WrongKeyAfter, (f, span) => f with { WrongKeyAfter = span }),
        Version(),
        Count("addressShift", -(1 << 24), 1 << 24, f => f.AddressShift, (f, count) => f with { AddressShift = count }),
        Count("mostDpsPerControl", 0, 255, f => f.MostDpsPerControl, (f, count) => f with { MostDpsPerControl = count }),
        Switch("closesAfterReply", f => f.ClosesAfterReply, (f, on) => f with { ClosesAfterReply = on }),
        Span("closesWhenIdleFor", f => f.ClosesWhenIdleFor, (f, span) => f with { ClosesWhenIdleFor = span ?? default }),
        Span("awakeFor", f => f.AwakeFor, (f, span) => f with { AwakeFor = span ?? default }),
        Span("asleepFor", f => f.AsleepFor, (f, span) => f with { AsleepFor = span ?? default }),
    ];

    /// <summary>The property of <see cref="DeviceFaults"/>, with a small first letter.</summary>
    public string Name { get; }

    /// <summary>Which values it takes.</summary>
    public string Allowed { get; }

    /// <summary>The value that a device has.</summary>
    public Func<DeviceFaults, object?> Get { get; }

    /// <summary>The faults with another value.</summary>
    public Func<DeviceFaults, object?, DeviceFaults> With { get; }

    /// <summary>The field with this name, or null.</summary>
    public static FaultField? Find(string name) => All.FirstOrDefault(field => field.Name == name);

    /// <summary>The value that stands in JSON, or null where it is none of those allowed.</summary>
    public bool TryRead(JsonAt json, out object? value)
    {
        value = _read(json);
        return value is not null;
    }

    /// <summary>Writes name and value, unless the device is sound in this.</summary>
    public void WriteTo(Utf8JsonWriter json, DeviceFaults faults)
    {
        if (Get(faults) is { } value && !value.Equals(Get(DeviceFaults.None)))
        {
            json.WritePropertyName(Name);
            _write(json, value);
        }
    }

    private static FaultField Switch(string name, Func<DeviceFaults, bool> get, Func<DeviceFaults, bool, DeviceFaults> with) => new(
        name,
        "true and false",
        json => json.Kind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null },
        (json, value) => json.WriteBooleanValue((bool)value),
        faults => get(faults),
        (faults, value) => with(faults, (bool)value!));

    private static FaultField Share(string name, Func<DeviceFaults, double> get, Func<DeviceFaults, double, DeviceFaults> with) => Number(name, 1, get, with);

    private static FaultField Number(string name, int most, Func<DeviceFaults, double> get, Func<DeviceFaults, double, DeviceFaults> with) => new(
        name,
        $"0 to {most}",
        json => json.TryGetNumber(out var number) && number >= 0 && number <= most ? number : null,
        (json, value) => json.WriteNumberValue((double)value),
        faults => get(faults),
        (faults, value) => with(faults, (double)value!));

    private static FaultField Count(string name, int least, int most, Func<DeviceFaults, int> get, Func<DeviceFaults, int, DeviceFaults> with) => new(
        name,
        string.Create(CultureInfo.InvariantCulture, $"whole numbers from {least} to {most}"),
        json => json.TryGetNumber(out var number) && number == Math.Floor(number) && number >= least && number <= most ? (int)number : null,
        (json, value) => json.WriteNumberValue((int)value),
        faults => get(faults),
        (faults, value) => with(faults, (int)value!));

    private static FaultField Span(string name, Func<DeviceFaults, TimeSpan?> get, Func<DeviceFaults, TimeSpan?, DeviceFaults> with) => new(
        name,
        Duration.Allowed,
        json => Duration.TryRead(json, out var span) ? span : null,
        (json, value) => json.WriteStringValue(Duration.ToText((TimeSpan)value)),
        faults => get(faults),
        (faults, value) => with(faults, (TimeSpan?)value));

    private static FaultField Version() => new(
        "version",
        string.Join(", ", ProtocolVersions.All.Select(version => version.ToText())) + " (as text)",
        json => json.Kind is JsonValueKind.String && ProtocolVersions.TryParse(json.Text, out var version) ? version : null,
        (json, value) => json.WriteStringValue(((ProtocolVersion)value).ToText()),
        faults => faults.Version,
        (faults, value) => faults with { Version = (ProtocolVersion?)value });
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TuyaActors.Protocol;

namespace TuyaActors.Simulator.Faults;

/// <summary>
/// Which faults which devices have when, as a JSON list of entries. <c>ids</c>, <c>names</c> and <c>indexes</c> (such as <c>"0-9"</c>) choose devices, together;
/// <c>versions</c> and <c>share</c> narrow the choice; without any of them it is all devices. <c>faults</c> is an object as <see cref="FaultsJson"/> has it, a list of
/// such objects of which each device draws one, or <c>"random"</c>. <c>from</c>, <c>for</c> and <c>every</c> say when, <c>seed</c> decides what is drawn.
/// </summary>
public sealed class FaultPlan
{
    private static readonly string[] Fields = ["ids", "names", "indexes", "versions", "share", "faults", "seed", "from", "for", "every"];

    private FaultPlan(ImmutableArray<FaultPlanEntry> entries) => Entries = entries;

    internal ImmutableArray<FaultPlanEntry> Entries { get; }

    /// <summary>Reads a plan.</summary>
    /// <exception cref="FaultPlanException">It is not sound; the exception says where and what is allowed.</exception>
    public static FaultPlan Parse(ReadOnlyMemory<byte> utf8)
    {
        var root = JsonAt.Parse(utf8);
        return root.Kind is JsonValueKind.Array
            ? new FaultPlan([.. root.Items.Select((item, index) => ReadEntry(item, $"[{index}]"))])
            : throw new FaultPlanException(root, "the plan", "a list of entries, such as [{\"faults\":{\"refuse\":true},\"from\":\"10s\",\"for\":\"5s\"}]");
    }

    /// <summary>Checks that every device that is named is there.</summary>
    /// <exception cref="FaultPlanException">One is not.</exception>
    public void Check(IReadOnlyList<SimulatedDevice> devices)
    {
        foreach (var entry in Entries)
        {
            entry.Choose(devices);
        }
    }

    private static FaultPlanEntry ReadEntry(JsonAt json, string path)
    {
        if (json.Kind is not JsonValueKind.Object)
        {
            throw new FaultPlanException(json, path, "an object with 'faults', and what says for whom and when");
        }

        var entry = new FaultPlanEntry { Line = json.Line };
        var hasFaults = false;
        foreach (var (name, line, value) in json.Members)
        {
            entry = Read(entry, name, value, $"{path}.{name}") ?? throw new FaultPlanException(line, $"{path}.{name} is not known; allowed: {string.Join(", ", Fields)}.");
            hasFaults |= name == "faults";
        }

        if (!hasFaults)
        {
            throw new FaultPlanException(json.Line, $"{path}.faults is missing; it is an object such as {{\"refuse\":true}}, a list of such objects, or \"random\".");
        }

        if (entry is { Every: { } every, For: var lasts } && (lasts is null || lasts > every))
        {
            throw new FaultPlanException(
                json.Line,
                lasts is null
                    ? $"{path}.every is given without 'for': what never ends cannot come again."
                    : $"{path}.for is {Duration.ToText(lasts.Value)}; allowed: up to 'every' ({Duration.ToText(every)}).");
        }

        return entry;
    }

    private static FaultPlanEntry? Read(FaultPlanEntry entry, string name, JsonAt value, string path) => name switch
    {
        "ids" => entry with { Devices = entry.Devices.AddRange(Many(value).Select((item, i) => (At(path, value, i), item.Line, item.Shown, (DeviceChoice)new DeviceChoice.ById(Text(item, path))))) },
        "names" => entry with { Devices = entry.Devices.AddRange(Many(value).Select((item, i) => (At(path, value, i), item.Line, item.Shown, (DeviceChoice)new DeviceChoice.ByName(Text(item, path))))) },
        "indexes" => entry with { Devices = entry.Devices.AddRange(Many(value).Select((item, i) => (At(path, value, i), item.Line, item.Shown, (DeviceChoice)Range(item, path)))) },
        "versions" => entry with { Versions = [.. Many(value).Select(item => Version(item, path))] },
        "share" => entry with { Share = value.TryGetNumber(out var share) && share is > 0 and <= 1 ? share : throw new FaultPlanException(value, path, "above 0 and up to 1") },
        "faults" => entry with { Faults = ReadFaults(value, path) },
        "seed" => entry with { Seed = value.TryGetNumber(out var seed) && seed == Math.Floor(seed) && seed is >= 0 and <= int.MaxValue ? (int)seed : throw new FaultPlanException(value, path, $"whole numbers from 0 to {int.MaxValue}") },
        "from" => entry with { From = Span(value, path) },
        "for" => entry with { For = Span(value, path) is var lasts && lasts > TimeSpan.Zero ? lasts : throw new FaultPlanException(value, path, $"above 0; {Duration.Allowed}") },
        "every" => entry with { Every = Span(value, path) is var every && every > TimeSpan.Zero ? every : throw new FaultPlanException(value, path, $"above 0; {Duration.Allowed}") },
        _ => null,
    };

    private static ImmutableArray<FaultPatch> ReadFaults(JsonAt value, string path) => value.Kind switch
    {
        JsonValueKind.Object => [FaultsJson.ReadPatch(value, path)],
        JsonValueKind.Array when value.Items.Count > 0 => [.. value.Items.Select((item, i) => FaultsJson.ReadPatch(item, $"{path}[{i}]"))],
        JsonValueKind.String when value.Text == "random" => [],
        _ => throw new FaultPlanException(value, path, "an object such as {\"refuse\":true}, a list of such objects, and \"random\""),
    };

    // One alone needs no list around it.
    private static List<JsonAt> Many(JsonAt value) => value.Kind is JsonValueKind.Array ? value.Items : [value];

    private static string At(string path, JsonAt value, int index) => value.Kind is JsonValueKind.Array ? $"{path}[{index}]" : path;

    private static string Text(JsonAt item, string path) =>
        item is { Kind: JsonValueKind.String, Text.Length: > 0 } ? item.Text : throw new FaultPlanException(item, path, "a text, or a list of texts");

    private static ProtocolVersion Version(JsonAt item, string path) =>
        item.Kind is JsonValueKind.String && ProtocolVersions.TryParse(item.Text, out var version)
            ? version
            : throw new FaultPlanException(item, path, string.Join(", ", ProtocolVersions.All.Select(v => $"\"{v.ToText()}\"")));

    private static TimeSpan Span(JsonAt value, string path) => Duration.TryRead(value, out var span) ? span : throw new FaultPlanException(value, path, Duration.Allowed);

    private static DeviceChoice.ByIndex Range(JsonAt item, string path)
    {
        var ends = item.Kind is JsonValueKind.String or JsonValueKind.Number ? item.Text.Split('-') : [];
        return ends.Length is 1 or 2 && TryIndex(ends[0], out var first) && TryIndex(ends[^1], out var last) && first <= last
            ? new DeviceChoice.ByIndex(first, last)
            : throw new FaultPlanException(item, path, "a number from 0, a range such as \"0-9\", or a list of these");
    }

    private static bool TryIndex(string text, out int index) =>
        int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out index);
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using TuyaActors.Messages;
using TuyaActors.Node.Json;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Http;

/// <summary>What many devices are to do.</summary>
internal sealed record ManyWish(DeviceSelector Devices, DpSet Dps, TimeSpan? Timeout, TimeSpan? Each, int? Parallelism);

/// <summary>Reads the body of a command to many: <c>{"devices":{"tags":["night"]},"dps":{"1":false},"timeout":5}</c>.</summary>
internal static class ManyBody
{
    /// <summary>Ten thousand ids of 22 characters have 250 KB.</summary>
    public const int MaxLength = 1 << 20;

    private const int MostAtOnce = 10_000;
    /// <summary>What it is.</summary>
    public const string Description =
        "Whom (ids, names, tags, groups: each device that one of them names; or all), what, and at most how many seconds all of it (timeout) and each device (each) may take, and how many at once (parallelism).";

    /// <summary>One that would be taken.</summary>
    public const string Example = "{\"devices\":{\"tags\":[\"night\"]},\"dps\":{\"1\":false}}";
    private const string NoWords = "it is no list of texts; allowed is one such as [\"night\"]";
    private const string NoSelector = "it is no object; allowed is one such as {\"tags\":[\"night\"]}, with ids, names, tags, groups (lists of texts) or \"all\": true";

    /// <summary>Reads it; or names the field that is wrong, and says why.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, bool wantsDps, [NotNullWhen(true)] out ManyWish? wish, out string field, out string why)
    {
        (wish, field, why) = (null, "body", $"it is no JSON object; allowed is one such as {Example}");
        try
        {
            using var document = JsonDocument.Parse(utf8);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            var reading = new ManyWish(DeviceSelector.None, DpSet.Empty, null, null, null);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                field = Printable.Of(property.Name);
                if (Take(property, wantsDps, ref reading, ref field) is { } refusal)
                {
                    why = refusal;
                    return false;
                }
            }

            (field, why) = Missing(reading, wantsDps);
            wish = why.Length == 0 ? reading : null;
            return wish is not null;
        }
        catch (JsonException broken)
        {
            why = $"it is no valid JSON: {JsonProblem.Of(broken)}";
            return false;
        }
    }

    private static (string Field, string Why) Missing(ManyWish wish, bool wantsDps) =>
        wish.Devices.IsEmpty ? ("devices", "it names no device; allowed are ids, names, tags, groups (lists of texts) and \"all\": true")
        : wantsDps && wish.Dps.Count == 0 ? ("dps", "it is missing; wanted is an object from DP id to value, such as {\"1\":true}")
        : ("", "");

    private static string? Take(JsonProperty property, bool wantsDps, ref ManyWish wish, ref string field)
    {
        var value = property.Value;
        switch (property.Name)
        {
            case "devices":
                return TakeDevices(value, ref wish, ref field);
            case "dps" when wantsDps:
                if (!DpsBody.TryRead(value, "dps.", out var dps, ref field, out var why))
                {
                    return why;
                }

                wish = wish with { Dps = dps };
                return null;
            case "timeout" or "each":
                if (value.ValueKind != JsonValueKind.Number || value.GetDouble() is not (> 0 and <= CommandEndpoints.MaxTimeoutSeconds and var seconds))
                {
                    return string.Create(CultureInfo.InvariantCulture, $"it is {Printable.Of(value.GetRawText())}; allowed are seconds, above 0 and up to {CommandEndpoints.MaxTimeoutSeconds}");
                }

                wish = property.Name == "each" ? wish with { Each = TimeSpan.FromSeconds(seconds) } : wish with { Timeout = TimeSpan.FromSeconds(seconds) };
                return null;
            case "parallelism":
                if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var parallelism) || parallelism is < 1 or > MostAtOnce)
                {
                    return $"it is {Printable.Of(value.GetRawText())}; allowed are whole numbers from 1 to {MostAtOnce}";
                }

                wish = wish with { Parallelism = parallelism };
                return null;
            default:
                return $"it is not known; allowed are devices, {(wantsDps ? "dps, " : "")}timeout, each, parallelism";
        }
    }

    private static string? TakeDevices(JsonElement devices, ref ManyWish wish, ref string field)
    {
        if (devices.ValueKind != JsonValueKind.Object)
        {
            return NoSelector;
        }

        foreach (var part in devices.EnumerateObject())
        {
            field = $"devices.{Printable.Of(part.Name)}";
            if (Select(part, out var meant) is { } refusal)
            {
                return refusal;
            }

            wish = wish with { Devices = wish.Devices.Or(meant) };
        }

        return null;
    }

    private static string? Select(JsonProperty part, out DeviceSelector meant)
    {
        meant = DeviceSelector.None;
        switch (part.Name)
        {
            case "all" when part.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                meant = part.Value.GetBoolean() ? DeviceSelector.All : DeviceSelector.None;
                return null;
            case "all":
                return "it is no truth value; allowed are true and false";
            case not ("ids" or "names" or "tags" or "groups"):
                return "it is not known; allowed are ids, names, tags, groups, all";
        }

        if (part.Value.ValueKind != JsonValueKind.Array || part.Value.EnumerateArray().Any(word => word.ValueKind != JsonValueKind.String))
        {
            return NoWords;
        }

        List<string> words = [.. part.Value.EnumerateArray().Select(word => word.GetString()!)];
        if (part.Name != "ids")
        {
            meant = part.Name switch { "names" => DeviceSelector.Named(words), "tags" => DeviceSelector.Tagged(words), _ => DeviceSelector.InGroup(words) };
            return null;
        }

        var ids = new List<DeviceId>();
        foreach (var word in words)
        {
            if (!DeviceId.TryParse(word, out var id, out var refusal))
            {
                return refusal;
            }

            ids.Add(id);
        }

        meant = DeviceSelector.Of(ids);
        return null;
    }
}

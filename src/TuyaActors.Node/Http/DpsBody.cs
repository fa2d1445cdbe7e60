using System.Text.Json;
using TuyaActors.Node.Json;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Http;

/// <summary>Reads the body of a request to set DPs: <c>{"1":true}</c>, or <c>{"dps":{"1":true}}</c> as devices have it.</summary>
internal static class DpsBody
{
    /// <summary>The name of the field that wraps the DPs.</summary>
    public const string Wrapper = "dps";

    /// <summary>The DPs; or the field that is wrong, and why.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, out DpSet dps, out string field, out string why)
    {
        dps = DpSet.Empty;
        field = "body";
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                why = NoObject(root.ValueKind);
                return false;
            }

            if (root.TryGetProperty(Wrapper, out var wrapped))
            {
                field = Wrapper;
                if (wrapped.ValueKind != JsonValueKind.Object)
                {
                    why = NoObject(wrapped.ValueKind);
                    return false;
                }

                foreach (var other in root.EnumerateObject())
                {
                    if (other.Name != Wrapper)
                    {
                        field = other.Name;
                        why = $"it is not known beside '{Wrapper}'";
                        return false;
                    }
                }

                root = wrapped;
            }

            return TryReadDps(root, field == Wrapper ? Wrapper + "." : "", out dps, ref field, out why);
        }
        catch (JsonException broken)
        {
            why = $"it is no valid JSON: {JsonProblem.Of(broken)}";
            return false;
        }
    }

    /// <summary>Reads the object itself.</summary>
    public static bool TryRead(JsonElement dpsObject, string prefix, out DpSet dps, ref string field, out string why)
    {
        if (dpsObject.ValueKind == JsonValueKind.Object)
        {
            return TryReadDps(dpsObject, prefix, out dps, ref field, out why);
        }

        (dps, why) = (DpSet.Empty, NoObject(dpsObject.ValueKind));
        return false;
    }

    private static bool TryReadDps(JsonElement root, string prefix, out DpSet dps, ref string field, out string why)
    {
        dps = DpSet.Empty;
        var read = new Dictionary<int, DpValue>();
        foreach (var property in root.EnumerateObject())
        {
            if (!int.TryParse(property.Name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) || id is < DpSet.MinId or > DpSet.MaxId)
            {
                field = prefix + property.Name;
                why = $"it is no DP id; allowed are {DpSet.MinId} to {DpSet.MaxId}";
                return false;
            }

            if (!read.TryAdd(id, DpValue.FromJson(property.Value.GetRawText())))
            {
                field = prefix + property.Name;
                why = "it is given twice";
                return false;
            }
        }

        if (read.Count == 0)
        {
            why = "it has no DP; at least one is wanted, such as {\"1\":true}";
            return false;
        }

        dps = DpSet.Create(read);
        why = "";
        return true;
    }

    private static string NoObject(JsonValueKind kind) => $"it is a JSON {Name(kind)}; allowed is an object from DP id to value, such as {{\"1\":true}}";

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.Null => "null",
        _ => "boolean",
    };
}

using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text.Json;
using TuyaActors.Interop;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Definitions;

/// <summary>
/// Reads a definition, or what shall change in one: a JSON object of which each field is set, and null is what it is without being said.
/// A refusal never quotes a key.
/// </summary>
internal static class DefinitionBody
{
    /// <summary>Takes one field over; answers why not, or null.</summary>
    private delegate string? Take(JsonElement value, ref DeviceDefinition definition);

    private static readonly FrozenDictionary<string, Take> Fields = new Dictionary<string, Take>
    {
        ["name"] = (JsonElement v, ref DeviceDefinition d) => Text(v, out var text) ? Set(ref d, d with { Name = text ?? d.Id.Value }) : NoText,
        ["key"] = TakeKey,
        ["version"] = TakeVersion,
        ["address"] = TakeAddress,
        ["port"] = TakePort,
        ["connection"] = TakeConnection,
        ["gateway"] = TakeGateway,
        ["cid"] = (JsonElement v, ref DeviceDefinition d) => Text(v, out var text) ? Set(ref d, d with { Cid = text }) : NoText,
        ["productName"] = (JsonElement v, ref DeviceDefinition d) => Text(v, out var text) ? Set(ref d, d with { ProductName = text }) : NoText,
        ["group"] = (JsonElement v, ref DeviceDefinition d) => Text(v, out var text) ? Set(ref d, d with { Group = text }) : NoText,
        ["tags"] = (JsonElement v, ref DeviceDefinition d) => TagsBody.TryReadList(v, out var tags) ? Set(ref d, d with { Tags = [.. tags] }) : TagsBody.NoTags,
        ["details"] = TakeDetails,
    }.ToFrozenDictionary();

    private const string NoText = "it is no text; allowed are a text and null";

    private static readonly string Known = string.Join(", ", "id", string.Join(", ", Fields.Keys.Order(StringComparer.Ordinal)));

    /// <summary>Reads a body.</summary>
    /// <param name="utf8">The JSON text.</param>
    /// <param name="former">What it changes; null: it defines a new device, and has its id.</param>
    /// <param name="definition">What results.</param>
    /// <param name="field">The field that is wrong.</param>
    /// <param name="why">What is allowed there.</param>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, DeviceDefinition? former, [NotNullWhen(true)] out DeviceDefinition? definition, out string field, out string why)
    {
        (definition, field, why) = (null, "body", "");
        try
        {
            using var document = JsonDocument.Parse(utf8);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                why = "it is no JSON object; allowed is one such as {\"name\":\"Hall lamp\"}";
                return false;
            }

            return TryRead(document.RootElement, former, out definition, ref field, ref why);
        }
        catch (JsonException broken)
        {
            why = $"it is no valid JSON (line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1})";
            return false;
        }
    }

    private static bool TryRead(JsonElement root, DeviceDefinition? former, out DeviceDefinition? definition, ref string field, ref string why)
    {
        definition = null;
        var id = former?.Id ?? default;
        if (root.TryGetProperty("id", out var idElement) || former is null)
        {
            field = "id";
            if (!DeviceId.TryParse(idElement.ValueKind == JsonValueKind.String ? idElement.GetString() : null, out id, out var refusal))
            {
                why = refusal;
                return false;
            }

            if (former is not null && id != former.Id)
            {
                why = $"it is '{id}', and the device is '{former.Id}'; an id cannot be changed: remove the device and add it anew";
                return false;
            }
        }

        var read = former ?? new DeviceDefinition(id);
        foreach (var property in root.EnumerateObject().Where(p => p.Name != "id"))
        {
            field = property.Name;
            if (!Fields.TryGetValue(property.Name, out var take))
            {
                why = $"it is not known; allowed are {Known}";
                return false;
            }

            if (take(property.Value, ref read) is { } refusal)
            {
                why = refusal;
                return false;
            }
        }

        definition = read with { Details = TinytuyaDevicesFile.CleanDetails(read.Details, read.Key) };
        return true;
    }

    private static string? TakeKey(JsonElement value, ref DeviceDefinition definition)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return Set(ref definition, definition with { Key = null });
        }

        return Text(value, out var text) && LocalKey.TryParse(text, out var key, out _)
            ? Set(ref definition, definition with { Key = key })
            : $"it is no local key; allowed are {LocalKey.Length} printable one-byte characters";
    }

    private static string? TakeVersion(JsonElement value, ref DeviceDefinition definition)
    {
        if (value.ValueKind == JsonValueKind.Null || (Text(value, out var text) && text == "auto"))
        {
            return Set(ref definition, definition with { Version = null });
        }

        return value.ValueKind == JsonValueKind.String && ProtocolVersions.TryParse(value.GetString()!, out var version)
            ? Set(ref definition, definition with { Version = version })
            : $"it is {value.GetRawText()}; allowed are \"auto\" and {string.Join(", ", ProtocolVersions.All.Select(v => $"\"{v.ToText()}\""))}";
    }

    private static string? TakeAddress(JsonElement value, ref DeviceDefinition definition)
    {
        if (value.ValueKind == JsonValueKind.Null || (Text(value, out var text) && text == "auto"))
        {
            return Set(ref definition, definition with { Address = null });
        }

        return value.ValueKind == JsonValueKind.String && value.GetString() is { } ip && ip.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(ip, out var address)
            ? Set(ref definition, definition with { Address = address })
            : $"it is {value.GetRawText()}; allowed are an IP address such as \"192.168.1.20\", and \"auto\"";
    }

    private static string? TakePort(JsonElement value, ref DeviceDefinition definition)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return Set(ref definition, definition with { Port = new DeviceDefinition(definition.Id).Port });
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var port) && port is > IPEndPoint.MinPort and <= IPEndPoint.MaxPort
            ? Set(ref definition, definition with { Port = port })
            : string.Create(CultureInfo.InvariantCulture, $"it is {value.GetRawText()}; allowed are 1 to {IPEndPoint.MaxPort}");
    }

    private static string? TakeConnection(JsonElement value, ref DeviceDefinition definition)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return Set(ref definition, definition with { Mode = ConnectionMode.Persistent });
        }

        return value.ValueKind == JsonValueKind.String && ConnectionModes.TryParse(value.GetString()!, out var mode)
            ? Set(ref definition, definition with { Mode = mode })
            : $"it is {value.GetRawText()}; allowed are {ConnectionModes.Allowed}";
    }

    private static string? TakeGateway(JsonElement value, ref DeviceDefinition definition)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return Set(ref definition, definition with { Gateway = null });
        }

        return DeviceId.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString() : null, out var gateway, out var why)
            ? Set(ref definition, definition with { Gateway = gateway })
            : why;
    }

    private static string? TakeDetails(JsonElement value, ref DeviceDefinition definition) => value.ValueKind switch
    {
        JsonValueKind.Null => Set(ref definition, definition with { Details = null }),
        JsonValueKind.Object => Set(ref definition, definition with { Details = value.GetRawText() }),
        _ => "it is no JSON object; allowed are an object and null",
    };

    private static string? Set(ref DeviceDefinition definition, DeviceDefinition changed)
    {
        definition = changed;
        return null;
    }

    private static bool Text(JsonElement value, out string? text)
    {
        text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return value.ValueKind is JsonValueKind.String or JsonValueKind.Null;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Interop;

/// <summary>One object of a devices file: its plain fields with their lines.</summary>
internal sealed class DeviceEntry
{
    private static readonly string[] Used = ["id", "name", "key", "version", "ver", "ip", "port", "parent", "node_id", "product_name", "connection"];

    // A field of our own: tinytuya passes over it.
    private static readonly Dictionary<string, ConnectionMode> Modes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["persistent"] = ConnectionMode.Persistent,
        ["on-demand"] = ConnectionMode.OnDemand,
        ["battery"] = ConnectionMode.Battery,
    };

    private readonly Dictionary<string, (string? Text, long Line)> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);
    private readonly long _line;

    private DeviceEntry(long line) => _line = line;

    /// <summary>Reads the object that the reader stands at; nested values (the mapping) are passed over.</summary>
    public static DeviceEntry Read(ref Utf8JsonReader reader, LineCounter lines, long line)
    {
        var entry = new DeviceEntry(line);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = TextOf(ref reader) ?? "";
            var fieldLine = lines.Of(reader.TokenStartIndex);
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                reader.Skip();
            else
                entry.Keep(name, ref reader, fieldLine);
        }

        return entry;
    }

    private void Keep(string field, ref Utf8JsonReader reader, long line)
    {
        _fields[field] = (Text(ref reader), line);
        if (reader.TokenType == JsonTokenType.String && _fields[field].Text is null)
            _unreadable.Add(field);
        else
            _unreadable.Remove(field);
    }

    public long LineOf(string field) => _fields.TryGetValue(field, out var found) ? found.Line : _line;

    public bool TryDefine([NotNullWhen(true)] out DeviceDefinition? definition, out long line, out string field, [NotNullWhen(false)] out string? why)
    {
        definition = null;
        (line, field) = (_line, "id");
        if (Array.Find(Used, _unreadable.Contains) is { } unreadable)
        {
            why = "its text is not valid Unicode";
            return Refused(unreadable, ref line, ref field);
        }

        if (!DeviceId.TryParse(Text("id"), out var id, out why))
            return Refused("id", ref line, ref field);

        var gateway = default(DeviceId?);
        var cid = Text("node_id");
        // tinytuya gives every device a node_id or a parent at times; only both together make a sub-device.
        if (Text("parent") is { } parentText && cid is not null)
        {
            if (!DeviceId.TryParse(parentText, out var parent, out why))
                return Refused("parent", ref line, ref field);
            gateway = parent;
        }

        var key = default(LocalKey);
        if (Text("key") is { } keyText ? !LocalKey.TryParse(keyText, out key, out why) : gateway is null)
        {
            why ??= $"'{id}' has no local key; allowed are 16 characters";
            return Refused("key", ref line, ref field);
        }

        var version = default(ProtocolVersion?);
        var versionField = _fields.ContainsKey("version") ? "version" : "ver";
        if (Text(versionField) is { } versionText && !versionText.Equals("auto", StringComparison.OrdinalIgnoreCase))
        {
            if (!ProtocolVersions.TryParse(versionText, out var known))
            {
                why = $"'{versionText}' is not a protocol version; allowed are 3.1, 3.2, 3.3, 3.4, 3.5 and auto";
                return Refused(versionField, ref line, ref field);
            }

            version = known;
        }

        var address = default(IPAddress);
        if (Text("ip") is { } ip && !ip.Equals("auto", StringComparison.OrdinalIgnoreCase) && !IPAddress.TryParse(ip, out address))
        {
            why = $"'{ip}' is not an IP address; leave it out to have the device found by its broadcast";
            return Refused("ip", ref line, ref field);
        }

        var port = 6668;
        if (Text("port") is { } portText && !(int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535))
        {
            why = $"'{portText}' is not a port; allowed are 1 to 65535";
            return Refused("port", ref line, ref field);
        }

        var mode = ConnectionMode.Persistent;
        if (Text("connection") is { } modeText && !Modes.TryGetValue(modeText, out mode))
        {
            why = $"'{modeText}' is not a way to connect; allowed are {string.Join(", ", Modes.Keys)}";
            return Refused("connection", ref line, ref field);
        }

        definition = new DeviceDefinition(id)
        {
            Name = Text("name") ?? id.Value,
            Key = key,
            Version = version,
            Address = address,
            Port = port,
            Mode = mode,
            Gateway = gateway,
            Cid = gateway is null ? null : cid,
            ProductName = Text("product_name"),
        };
        return true;
    }

    private bool Refused(string which, ref long line, ref string field)
    {
        (line, field) = (LineOf(which), which);
        return false;
    }

    /// <summary>A field that says something: empty texts and nulls count as absent.</summary>
    private string? Text(string field) => _fields.TryGetValue(field, out var found) && found.Text is { Length: > 0 } text ? text : null;

    private static string? Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => TextOf(ref reader),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => null,
    };

    /// <summary><c>null</c> for bytes that are no UTF-8, and for half a surrogate pair.</summary>
    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

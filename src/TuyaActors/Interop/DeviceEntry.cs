using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace TuyaActors.Interop;

/// <summary>One object of a devices file: its plain fields with their lines, and all that is not ours to understand.</summary>
internal sealed class DeviceEntry
{
    /// <summary>What has a property in a definition, or is no part of one: a snapshot's values and how it came by them.</summary>
    public static readonly ImmutableHashSet<string> Understood =
    [
        "id", "gwId", "name", "key", "version", "ver", "ip", "port", "product_name", "connection", "tags", "group", "dps", "origin",
    ];

    private readonly Dictionary<string, (string? Text, long Line)> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);
    private readonly long _line;

    private DeviceEntry(long line) => _line = line;

    /// <summary>The fields that are kept to be given back.</summary>
    public DeviceDetails Details { get; } = new();

    /// <summary>What stands in the list of tags; <c>null</c>: there is none.</summary>
    public ImmutableArray<string?>? Tags { get; private set; }

    /// <summary>Reads the object that the reader stands at.</summary>
    public static DeviceEntry Read(ref Utf8JsonReader reader, LineCounter lines, long line, KeyWatch keys)
    {
        var entry = new DeviceEntry(line);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonWords.TextOf(ref reader);
            var fieldLine = lines.Of(reader.TokenStartIndex);
            reader.Read();
            entry.Keep(name ?? "", ref reader, fieldLine);
            if (name == "tags" && reader.TokenType == JsonTokenType.StartArray)
                entry.Tags = ReadTags(ref reader);
            else if (Understood.Contains(name ?? ""))
                reader.Skip();
            else
                entry.Details.Take(name, ref reader, keys);
        }

        return entry;
    }

    /// <summary>Where a field stands; where it does not, where the object begins.</summary>
    public long LineOf(string field) => _fields.TryGetValue(field, out var found) ? found.Line : _line;

    /// <summary>Whether the field is there and says something of its own kind, be it that there is nothing.</summary>
    public bool Has(string field) => _fields.ContainsKey(field);

    /// <summary>Whether the field's text is no valid Unicode.</summary>
    public bool IsUnreadable(string field) => _unreadable.Contains(field);

    /// <summary>A field that says something: empty texts, nulls and nested values count as absent.</summary>
    public string? Text(string field) => _fields.TryGetValue(field, out var found) && found.Text is { Length: > 0 } text ? text : null;

    private void Keep(string field, ref Utf8JsonReader reader, long line)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => JsonWords.TextOf(ref reader),
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => null,
        };
        _fields[field] = (text, line);
        if (reader.TokenType == JsonTokenType.String && text is null)
            _unreadable.Add(field);
        else
            _unreadable.Remove(field);
    }

    private static ImmutableArray<string?> ReadTags(ref Utf8JsonReader reader)
    {
        var tags = ImmutableArray.CreateBuilder<string?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            tags.Add(reader.TokenType == JsonTokenType.String ? JsonWords.TextOf(ref reader) : null);
            reader.Skip();
        }

        return tags.ToImmutable();
    }
}

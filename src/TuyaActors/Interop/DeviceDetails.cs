using System.Buffers;
using System.Text;
using System.Text.Json;

namespace TuyaActors.Interop;

/// <summary>The fields of a device that only others understand: kept as they are, without keys, in the order in which they came.</summary>
internal sealed class DeviceDetails
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JsonWords.Encoder, SkipValidation = true };

    private readonly List<(string Name, string Json)> _fields = [];

    /// <summary>Reads what <see cref="ToText"/> wrote; whatever else the text is, nothing is taken of it that is no field of an object.</summary>
    public static DeviceDetails Parse(string? json, KeyWatch keys)
    {
        var details = new DeviceDetails();
        if (string.IsNullOrEmpty(json))
            return details;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), TinytuyaDevicesFile.Lenient);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return details;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = JsonWords.TextOf(ref reader);
                reader.Read();
                details.Take(name, ref reader, keys);
            }
        }
        catch (JsonException)
        {
            // Somebody else's text: what was whole before the break is there.
        }

        return details;
    }

    /// <summary>Takes the value that the reader stands at, instead of an earlier one of that name; keys, and what is no Unicode, are left out.</summary>
    public void Take(string? name, ref Utf8JsonReader reader, KeyWatch keys)
    {
        if (name is null || KeyWatch.IsKeyName(name) || keys.Holds(name) || JsonWords.IsKey(ref reader, keys))
        {
            reader.Skip();
            return;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Compact);
        if (!JsonWords.TryCopy(ref reader, writer, keys))
            return;
        writer.Flush();
        Take(name, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>Takes these fields too; where both have one, theirs.</summary>
    public DeviceDetails With(DeviceDetails others)
    {
        others._fields.ForEach(field => Take(field.Name, field.Json));
        return this;
    }

    /// <summary>Forgets the fields of these names.</summary>
    public DeviceDetails Without(IReadOnlySet<string> names)
    {
        _fields.RemoveAll(field => names.Contains(field.Name));
        return this;
    }

    /// <summary>Writes the fields into an object that is being written.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        foreach (var (name, json) in _fields)
        {
            // Value by value: raw text would not be indented.
            using var value = JsonDocument.Parse(json);
            writer.WritePropertyName(name);
            value.RootElement.WriteTo(writer);
        }
    }

    /// <summary>One JSON object; <c>null</c>: there is no field.</summary>
    public string? ToText() => _fields.Count == 0
        ? null
        : $"{{{string.Join(',', _fields.Select(field => $"\"{JsonEncodedText.Encode(field.Name, JsonWords.Encoder)}\":{field.Json}"))}}}";

    private void Take(string name, string json)
    {
        var at = _fields.FindIndex(field => field.Name == name);
        if (at < 0)
            _fields.Add((name, json));
        else
            _fields[at] = (name, json);
    }
}

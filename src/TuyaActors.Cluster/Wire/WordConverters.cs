using System.Collections.Frozen;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Wire;

/// <summary>Enumerations by their names; a value that has none (a device may have sent it) as its number.</summary>
internal sealed class NameConverters : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => (Nullable.GetUnderlyingType(typeToConvert) ?? typeToConvert).IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        var (generic, type) = Nullable.GetUnderlyingType(typeToConvert) is { } optional ? (typeof(OptionalNameConverter<>), optional) : (typeof(NameConverter<>), typeToConvert);
        return (JsonConverter)Activator.CreateInstance(generic.MakeGenericType(type))!;
    }

    private sealed class NameConverter<T>() : WordConverter<T>(value => value.ToString(), Enum.GetValues<T>())
        where T : struct, Enum;

    private sealed class OptionalNameConverter<T>() : OptionalWordConverter<T>(value => value.ToString(), Enum.GetValues<T>())
        where T : struct, Enum;
}

/// <summary>A newer program has a word here that this one does not know.</summary>
internal sealed class UnknownWordException(string message) : JsonException(message);

/// <summary>One of some words.</summary>
internal class WordConverter<T>(Func<T, string> text, IEnumerable<T> values) : JsonConverter<T>
    where T : struct, Enum
{
    private readonly Words<T> _words = new(text, values);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        _words.Read(ref reader) ?? throw new UnknownWordException($"'{reader.GetString()}' is no {typeof(T).Name} that is known here");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => _words.Write(writer, value);
}

/// <summary>One of some words, or none: also where only a newer program knows it.</summary>
internal class OptionalWordConverter<T>(Func<T, string> text, IEnumerable<T> values) : JsonConverter<T?>
    where T : struct, Enum
{
    private readonly Words<T> _words = new(text, values);

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => _words.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) => _words.Write(writer, value!.Value);
}

/// <summary>Several kinds of events: the name of each. One that is not known here is passed over.</summary>
internal sealed class EventKindsConverter : JsonConverter<EventKinds>
{
    private static readonly EventKinds[] Single = [.. Enum.GetValues<EventKinds>().Where(kind => BitOperations.PopCount((uint)kind) == 1)];

    public override EventKinds Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("kinds of events are an array of names");
        var kinds = EventKinds.None;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var name = reader.GetString();
            kinds |= Array.Find(Single, kind => kind.ToString() == name);
        }

        return kinds;
    }

    public override void Write(Utf8JsonWriter writer, EventKinds value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var kind in Single.Where(kind => value.HasFlag(kind)))
            writer.WriteStringValue(kind.ToString());
        writer.WriteEndArray();
    }
}

/// <summary>The words for the values of an enumeration.</summary>
internal sealed class Words<T>(Func<T, string> text, IEnumerable<T> values)
    where T : struct, Enum
{
    private readonly FrozenDictionary<T, JsonEncodedText> _written = values.Distinct().ToFrozenDictionary(value => value, value => JsonEncodedText.Encode(text(value)));
    private readonly FrozenDictionary<string, T> _read = values.Distinct().ToFrozenDictionary(text, StringComparer.Ordinal);

    public void Write(Utf8JsonWriter writer, T value)
    {
        if (_written.TryGetValue(value, out var word))
            writer.WriteStringValue(word);
        else
            writer.WriteNumberValue(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Null where no such word is known.</summary>
    public T? Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number ? (T)Enum.ToObject(typeof(T), reader.GetInt64())
        : _read.TryGetValue(reader.GetString()!, out var value) ? value
        : null;
}

using System.Text.Encodings.Web;
using System.Text.Json;

namespace TuyaActors.Interop;

/// <summary>Copies JSON values from files of unknown making.</summary>
internal static class JsonWords
{
    /// <summary>Letters of all scripts stay readable: the text never stands inside HTML.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The text that the reader stands at; <c>null</c> for bytes that are no UTF-8, and for half a surrogate pair.</summary>
    public static string? TextOf(ref Utf8JsonReader reader)
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

    /// <summary>
    /// Copies the value that the reader stands at, without keys; the reader stands at its end then. False: it holds text that is no Unicode,
    /// and what was written so far is of no use.
    /// </summary>
    public static bool TryCopy(ref Utf8JsonReader reader, Utf8JsonWriter writer, KeyWatch keys)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return TryCopyObject(ref reader, writer, keys);
            case JsonTokenType.StartArray:
                return TryCopyArray(ref reader, writer, keys);
            case JsonTokenType.String:
                if (TextOf(ref reader) is not { } text)
                    return false;
                writer.WriteStringValue(text);
                return true;
            default:
                // A number keeps its digits: 1.0 is not 1 to everybody.
                writer.WriteRawValue(reader.ValueSpan);
                return true;
        }
    }

    private static bool TryCopyObject(ref Utf8JsonReader reader, Utf8JsonWriter writer, KeyWatch keys)
    {
        var good = true;
        writer.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = TextOf(ref reader);
            reader.Read();
            good &= name is not null;
            if (!good || KeyWatch.IsKeyName(name!) || keys.Holds(name!) || IsKey(ref reader, keys))
            {
                reader.Skip();
                continue;
            }

            writer.WritePropertyName(name!);
            good = TryCopy(ref reader, writer, keys);
        }

        if (good)
            writer.WriteEndObject();
        return good;
    }

    private static bool TryCopyArray(ref Utf8JsonReader reader, Utf8JsonWriter writer, KeyWatch keys)
    {
        var good = true;
        writer.WriteStartArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!good || IsKey(ref reader, keys))
                reader.Skip();
            else
                good = TryCopy(ref reader, writer, keys);
        }

        if (good)
            writer.WriteEndArray();
        return good;
    }

    /// <summary>Whether the reader stands at a text that has a key in it.</summary>
    public static bool IsKey(ref Utf8JsonReader reader, KeyWatch keys) =>
        reader.TokenType == JsonTokenType.String && TextOf(ref reader) is { } text && keys.Holds(text);
}

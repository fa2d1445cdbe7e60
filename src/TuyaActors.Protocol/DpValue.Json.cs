using System.Buffers;
using System.Text;
using System.Text.Json;

namespace TuyaActors.Protocol;

/// <content>Reading and writing JSON.</content>
public readonly partial struct DpValue
{
    /// <summary>The value that a JSON text stands for.</summary>
    /// <exception cref="FormatException">The text is no single JSON value.</exception>
    public static DpValue FromJson(string rawJson)
    {
        ArgumentNullException.ThrowIfNull(rawJson);
        try
        {
            var cursor = new JsonCursor(Encoding.UTF8.GetBytes(rawJson));
            var value = Read(ref cursor);
            cursor.RequireEnd();
            return value;
        }
        catch (JsonException broken)
        {
            throw new FormatException($"The text is no JSON value: {broken.Message}", broken);
        }
    }

    /// <summary>Reads the value that begins at the cursor.</summary>
    /// <exception cref="JsonException">The JSON is broken, or its text is no valid UTF-8.</exception>
    internal static DpValue Read(ref JsonCursor cursor)
    {
        switch (cursor.Peek())
        {
            case (byte)'n':
                cursor.ReadLiteral("null"u8);
                return Null;
            case (byte)'t':
                cursor.ReadLiteral("true"u8);
                return true;
            case (byte)'f':
                cursor.ReadLiteral("false"u8);
                return false;
            case (byte)'"':
                // The text with its quotes, for strings that are JSON and yet no .NET text.
                var start = cursor.Position;
                return cursor.ReadString() is { } text ? text : FromRawText(cursor.Since(start));
            case (byte)'{' or (byte)'[':
                return FromRawText(cursor.Skip());
            default:
                return cursor.ReadNumber(out var number, out var digits) ? number : FromRawText(digits);
        }
    }

    /// <summary>Reads the value at the reader's token and leaves the reader at the value's last token.</summary>
    /// <exception cref="JsonException">The JSON is broken, or its text is no valid UTF-8.</exception>
    public static DpValue Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return Null;
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Number:
                return ReadNumber(ref reader);
            case JsonTokenType.String:
                return ReadString(ref reader);
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                return ReadComposite(ref reader);
            default:
                throw new JsonException("There is no JSON value here.");
        }
    }

    /// <summary>Writes the value as it came in.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (Kind)
        {
            case DpKind.Null:
                writer.WriteNullValue();
                break;
            case DpKind.Boolean:
                writer.WriteBooleanValue(_number != 0);
                break;
            case DpKind.Integer:
                writer.WriteNumberValue(_number);
                break;
            case DpKind.String:
                writer.WriteStringValue((string)_reference!);
                break;
            default:
                writer.WriteRawValue(((RawJson)_reference!).Text, skipInputValidation: true);
                break;
        }
    }

    /// <summary>Spells the value as it came in.</summary>
    internal void Spell(JsonSpelling spelling)
    {
        switch (_reference)
        {
            case null:
                spelling.Raw("null"u8);
                break;
            case string text:
                spelling.Text(text);
                break;
            case RawJson raw:
                spelling.Raw(raw.Text);
                break;
            case var tag when ReferenceEquals(tag, BooleanTag):
                spelling.Raw(_number != 0 ? "true"u8 : "false"u8);
                break;
            default:
                spelling.Number(_number);
                break;
        }
    }

    private static DpValue ReadNumber(ref Utf8JsonReader reader)
    {
        // "-0" is an integer to the reader, but would come back as "0".
        if (reader.TryGetInt64(out var number) && (number != 0 || FirstByte(ref reader) != (byte)'-'))
        {
            return number;
        }

        return new DpValue(0, new RawJson(TokenText(ref reader)));
    }

    private static DpValue ReadString(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape (\ud800) is JSON but no .NET text: keep it as it stands. Broken UTF-8 is no JSON at all.
            return new DpValue(0, new RawJson($"\"{TokenText(ref reader)}\""));
        }
    }

    private static DpValue ReadComposite(ref Utf8JsonReader reader)
    {
        try
        {
            return new DpValue(0, new RawJson(JsonElement.ParseValue(ref reader).GetRawText()));
        }
        catch (ArgumentException broken)
        {
            throw new JsonException("The JSON text is no valid UTF-8.", broken);
        }
        catch (InvalidOperationException broken)
        {
            throw new JsonException("The JSON text is no valid UTF-8.", broken);
        }
    }

    private static DpValue FromRawText(ReadOnlySpan<byte> json)
    {
        try
        {
            return new DpValue(0, new RawJson(WireJson.StrictUtf8.GetString(json)));
        }
        catch (DecoderFallbackException broken)
        {
            throw new JsonException("its text is no valid UTF-8.", broken);
        }
    }

    private static byte FirstByte(ref Utf8JsonReader reader) =>
        reader.HasValueSequence ? reader.ValueSequence.FirstSpan[0] : reader.ValueSpan[0];

    private static string TokenText(ref Utf8JsonReader reader)
    {
        var bytes = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        try
        {
            return WireJson.StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException broken)
        {
            throw new JsonException("The JSON text is no valid UTF-8.", broken);
        }
    }
}

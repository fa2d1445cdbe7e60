using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Node.Wire;

/// <summary>One decoded frame as JSON.</summary>
internal static class FrameJson
{
    // Control characters but those that text has: tab, line feed, carriage return.
    private static readonly SearchValues<byte> NoText = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127]);

    /// <summary>Writes the frame as one object.</summary>
    public static void Write(Utf8JsonWriter json, in WireMessage message)
    {
        var payload = message.Payload.Span;
        json.WriteStartObject();
        json.WriteNumber("seqno"u8, message.Seqno);
        json.WriteNumber("cmd"u8, (uint)message.Command);
        if (message.Retcode is { } retcode)
        {
            json.WriteNumber("retcode"u8, retcode);
        }
        else
        {
            json.WriteNull("retcode"u8);
        }

        if (IsText(message))
        {
            json.WriteString("payload"u8, payload);
        }
        else
        {
            json.WriteNull("payload"u8);
            json.WriteString("payload_hex"u8, Convert.ToHexStringLower(payload));
        }

        WriteJson(json, payload);
        json.WriteEndObject();
    }

    // Nonces and proofs are bytes, also where they happen to be letters.
    private static bool IsText(in WireMessage message)
    {
        var text = message.Payload.Span.TrimEnd((byte)0);
        var negotiation = message.Command is >= CommandId.SessionStart and <= CommandId.SessionFinish;
        return !negotiation && Utf8.IsValid(text) && !text.ContainsAny(NoText);
    }

    private static void WriteJson(Utf8JsonWriter json, ReadOnlySpan<byte> payload)
    {
        var text = payload.TrimEnd((byte)0).ToArray();
        if (!IsJson(text))
        {
            json.WriteNull("json"u8);
            return;
        }

        // The text itself, so that every number stays as it came; inside valid JSON these three can only stand between tokens.
        text.AsSpan().ReplaceAny(SearchValues.Create("\t\r\n"u8), (byte)' ');
        json.WritePropertyName("json"u8);
        json.WriteRawValue(text, skipInputValidation: true);
    }

    private static bool IsJson(byte[] text)
    {
        if (text.Length == 0 || !Utf8.IsValid(text))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

using System.Text;
using System.Text.Json;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Protocol.Payloads;

/// <summary>Reads what a device said. Never throws for what a payload holds: what is no JSON is handed on raw, with the reason.</summary>
public static class ReplyParser
{
    /// <summary>Reads a decoded frame's payload.</summary>
    public static ReplyContent Parse(in WireMessage message)
    {
        var payload = message.Payload.Span;
        if (payload.IsEmpty)
        {
            return ReplyContent.Empty;
        }

        try
        {
            return new JsonCursor(payload).Peek() == (byte)'{' ? ParseObject(payload) : ParseOther(payload);
        }
        catch (JsonException broken)
        {
            return Raw(payload, $"The payload is no valid JSON: {broken.Message}");
        }
    }

    private static ReplyContent ParseObject(ReadOnlySpan<byte> payload)
    {
        PayloadFields.Read(payload, wantsIdentity: false, out var fields);
        if (fields.Dps is { } dps)
        {
            return new ReplyContent(ReplyKind.Dps, dps, fields.Cid, fields.T)
            {
                Problem = fields.StrangeDp is { } strange ? $"\"{strange}\" is no DP id and was left out." : null,
            };
        }

        if (fields.ListsSubDevices)
        {
            return new ReplyContent(ReplyKind.SubDevices, DpSet.Empty, fields.Cid, fields.T)
            {
                OnlineCids = fields.Online ?? [],
                OfflineCids = fields.Offline ?? [],
                NearbyCids = fields.Nearby ?? [],
            };
        }

        return TextOnly(payload, ReplyKind.Json) with { Cid = fields.Cid, T = fields.T };
    }

    private static ReplyContent ParseOther(ReadOnlySpan<byte> payload)
    {
        if (IsRefusal(payload))
        {
            return TextOnly(payload, ReplyKind.DataUnvalid);
        }

        var cursor = new JsonCursor(payload);
        cursor.Skip();
        cursor.RequireEnd();
        return TextOnly(payload, ReplyKind.Json);
    }

    // Names and values that mean nothing to us are not looked into while reading: here it turns out whether they are text.
    private static ReplyContent TextOnly(ReadOnlySpan<byte> payload, ReplyKind kind) => Text(payload) is { } text
        ? new ReplyContent(IsRefusal(payload) ? ReplyKind.DataUnvalid : kind, DpSet.Empty, Text: text)
        : Raw(payload, "The payload is no valid UTF-8, and so no JSON.");

    // Two spellings of one answer; the first is Tuya's own mistake.
    private static bool IsRefusal(ReadOnlySpan<byte> payload) =>
        payload.IndexOf("data unvalid"u8) >= 0 || payload.IndexOf("data format error"u8) >= 0;

    private static ReplyContent Raw(ReadOnlySpan<byte> payload, string problem) =>
        new(ReplyKind.Raw, DpSet.Empty, Text: Text(payload)) { Problem = problem };

    private static string? Text(ReadOnlySpan<byte> payload)
    {
        try
        {
            return WireJson.StrictUtf8.GetString(payload);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

using System.Buffers;
using System.Text.Json;
using TuyaActors.Protocol.Discovery;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Node.Wire;

/// <summary><c>tuyactors wire decode</c>: all frames of a capture, up to the first that must be refused.</summary>
internal static class WireDecoder
{
    private const int PrefixSize = 4;

    /// <summary>Answers one request.</summary>
    public static void Decode(WireRequestJson request, Utf8JsonWriter answer)
    {
        var direction = request.Direction;
        var bytes = request.RequireBytes("frame_hex");
        if (direction == WireDirection.Discovery)
        {
            DecodeDatagram(bytes, answer);
            return;
        }

        using var codec = request.CreateCodec(direction == WireDirection.ClientToDevice ? WireSide.Device : WireSide.Client);
        DecodeStream(codec, new ReadOnlySequence<byte>(bytes), answer);
    }

    private static void DecodeStream(WireCodec codec, ReadOnlySequence<byte> input, Utf8JsonWriter answer)
    {
        var frames = 0;
        WireInvalid invalid;
        DecodeStatus status;
        answer.WriteStartArray("frames"u8);
        while ((status = codec.TryDecode(ref input, out var message, out invalid)) == DecodeStatus.Done)
        {
            FrameJson.Write(answer, message);
            frames++;
        }

        answer.WriteEndArray();
        var skipped = codec.SkippedBytes;
        WireInvalid? error = status == DecodeStatus.Invalid ? invalid : null;
        if (status == DecodeStatus.NeedMore && input.Length > 0)
        {
            // A few zeros behind a frame are no frame that was cut off.
            if (input.Length < PrefixSize && frames + skipped > 0)
            {
                skipped += input.Length;
            }
            else
            {
                error = codec.DescribeTruncation(input);
            }
        }

        WriteEnd(answer, skipped, error);
    }

    private static void DecodeDatagram(byte[] datagram, Utf8JsonWriter answer)
    {
        var opened = DiscoveryPacket.TryDecode(datagram, out var message, out var invalid);
        answer.WriteStartArray("frames"u8);
        if (opened)
        {
            FrameJson.Write(answer, message);
        }

        answer.WriteEndArray();
        WriteEnd(answer, skipped: 0, opened ? null : invalid);
    }

    private static void WriteEnd(Utf8JsonWriter answer, long skipped, WireInvalid? error)
    {
        answer.WriteNumber("skipped"u8, skipped);
        if (error is { } refused)
        {
            WireFilter.WriteError(answer, JsonNamingPolicy.SnakeCaseLower.ConvertName(refused.Fault.ToString()), refused.Sentence);
        }
        else
        {
            answer.WriteNull("error"u8);
        }
    }
}

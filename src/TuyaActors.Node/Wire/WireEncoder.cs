using System.Buffers;
using System.Text;
using System.Text.Json;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Discovery;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Node.Wire;

/// <summary><c>tuyactors wire encode</c>: one message to one frame.</summary>
internal static class WireEncoder
{
    private const int IvSize = 12;

    /// <summary>Answers one request.</summary>
    public static void Encode(WireRequestJson request, Utf8JsonWriter answer)
    {
        var direction = request.Direction;
        var message = new WireMessage(
            request.RequireNumber("seqno"), (CommandId)request.RequireNumber("cmd"), request.Number("retcode"), Payload(request), null);
        var iv = request.Bytes("iv_hex") ?? [];
        if (iv.Length is not 0 and not IvSize)
        {
            throw new WireRequestException($"\"iv_hex\" has {IvSize} bytes; this one has {iv.Length}.");
        }

        if (message.Retcode is not null && direction == WireDirection.ClientToDevice)
        {
            throw new WireRequestException("\"retcode\" has no place in a client's frame.");
        }

        try
        {
            answer.WriteString("frame_hex"u8, Convert.ToHexStringLower(Encode(request, direction, message, iv)));
        }
        catch (ArgumentException tooLarge)
        {
            throw new WireRequestException(tooLarge.Message);
        }
    }

    private static ReadOnlySpan<byte> Encode(WireRequestJson request, WireDirection direction, in WireMessage message, byte[] iv)
    {
        if (direction == WireDirection.Discovery)
        {
            return DiscoveryPacket.Encode(request.Version, message, iv);
        }

        using var codec = request.CreateCodec(direction == WireDirection.ClientToDevice ? WireSide.Client : WireSide.Device);

        // "retcode": null is a device that sends none; without the field it is 0.
        codec.WritesRetcode = direction == WireDirection.DeviceToClient && !(request.Has("retcode") && message.Retcode is null);
        var output = new ArrayBufferWriter<byte>();
        codec.Encode(output, message, iv);
        return output.WrittenSpan;
    }

    private static byte[] Payload(WireRequestJson request)
    {
        var text = request.Text("payload");
        var bytes = request.Bytes("payload_hex");
        return (text, bytes) switch
        {
            (not null, not null) => throw new WireRequestException("\"payload\" and \"payload_hex\" are two ways to say one thing; give one of them."),
            (not null, null) => Encoding.UTF8.GetBytes(text),
            _ => bytes ?? [],
        };
    }
}

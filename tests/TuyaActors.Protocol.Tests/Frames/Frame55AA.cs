using System.Buffers.Binary;

namespace TuyaActors.Protocol.Tests.Frames;

/// <summary>Builds a 55AA frame around any content, by an own, slow CRC32, so that a mistake of the codec's cannot hide here.</summary>
internal static class Frame55AA
{
    public static byte[] Build(uint seqno, CommandId command, ReadOnlySpan<byte> content)
    {
        var frame = new byte[16 + content.Length + 8];
        BinaryPrimitives.WriteUInt32BigEndian(frame, 0x000055AA);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), seqno);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8), (uint)command);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(12), (uint)content.Length + 8);
        content.CopyTo(frame.AsSpan(16));
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(frame.Length - 8), Crc(frame.AsSpan(0, frame.Length - 8)));
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(frame.Length - 4), 0x0000AA55);
        return frame;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}

using System.Buffers.Binary;

namespace TuyaActors.Protocol.Frames;

/// <summary>The two framings: where the fields are and how long they are. Source: tinytuya's PROTOCOL.md; all numbers big-endian.</summary>
internal static class FrameLayout
{
    public const uint Prefix55AA = 0x000055AA;
    public const uint Suffix55AA = 0x0000AA55;
    public const uint Prefix6699 = 0x00006699;
    public const uint Suffix6699 = 0x00009966;

    public const int PrefixSize = 4;
    public const int SuffixSize = 4;
    public const int RetcodeSize = 4;
    public const int CrcSize = 4;
    public const int HmacSize = 32;

    /// <summary>55AA: prefix, seqno, command, length. The length counts all that follows, the suffix too.</summary>
    public const int HeaderSize55AA = 16;

    /// <summary>6699: prefix, two reserved bytes, seqno, command, length. The length counts IV to tag, not the suffix.</summary>
    public const int HeaderSize6699 = 18;
    public const int IvSize = 12;
    public const int TagSize = 16;

    public static FrameHeader ReadHeader55AA(ReadOnlySpan<byte> frame) => new(
        BinaryPrimitives.ReadUInt32BigEndian(frame[4..]),
        (CommandId)BinaryPrimitives.ReadUInt32BigEndian(frame[8..]),
        BinaryPrimitives.ReadUInt32BigEndian(frame[12..]));

    public static FrameHeader ReadHeader6699(ReadOnlySpan<byte> frame) => new(
        BinaryPrimitives.ReadUInt32BigEndian(frame[6..]),
        (CommandId)BinaryPrimitives.ReadUInt32BigEndian(frame[10..]),
        BinaryPrimitives.ReadUInt32BigEndian(frame[14..]));

    public static void WriteHeader55AA(Span<byte> frame, uint seqno, CommandId command, int length)
    {
        BinaryPrimitives.WriteUInt32BigEndian(frame, Prefix55AA);
        BinaryPrimitives.WriteUInt32BigEndian(frame[4..], seqno);
        BinaryPrimitives.WriteUInt32BigEndian(frame[8..], (uint)command);
        BinaryPrimitives.WriteUInt32BigEndian(frame[12..], (uint)length);
    }

    public static void WriteHeader6699(Span<byte> frame, uint seqno, CommandId command, int length)
    {
        BinaryPrimitives.WriteUInt32BigEndian(frame, Prefix6699);
        BinaryPrimitives.WriteUInt16BigEndian(frame[4..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(frame[6..], seqno);
        BinaryPrimitives.WriteUInt32BigEndian(frame[10..], (uint)command);
        BinaryPrimitives.WriteUInt32BigEndian(frame[14..], (uint)length);
    }

    /// <summary>A retcode is there when its upper 24 bits are zero: some firmware and stubs send none.</summary>
    public static bool TryReadRetcode(ReadOnlySpan<byte> content, out uint retcode)
    {
        retcode = 0;
        if (content.Length < RetcodeSize)
        {
            return false;
        }

        retcode = BinaryPrimitives.ReadUInt32BigEndian(content);
        return (retcode & 0xFFFFFF00) == 0;
    }
}

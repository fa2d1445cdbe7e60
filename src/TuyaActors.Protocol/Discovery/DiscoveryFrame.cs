using System.Buffers.Binary;
using System.Security.Cryptography;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Protocol.Discovery;

/// <summary>The frames that discovery travels in: 55AA with CRC32 on every version up to 3.4, 6699 on 3.5, or no frame at all.</summary>
internal static class DiscoveryFrame
{
    public static bool TryOpen(ReadOnlySpan<byte> datagram, out WireMessage message, out WireInvalid invalid)
    {
        message = default;
        if (datagram.Length >= FrameLayout.PrefixSize)
        {
            switch (BinaryPrimitives.ReadUInt32BigEndian(datagram))
            {
                case FrameLayout.Prefix55AA:
                    return TryOpen55AA(datagram, out message, out invalid);
                case FrameLayout.Prefix6699:
                    return TryOpen6699(datagram, out message, out invalid);
            }
        }

        // Without a frame there is no number and no command; tinytuya takes it for the encrypted broadcast, and so do we.
        if (!DiscoveryCipher.TryDecrypt(datagram, out var text))
        {
            invalid = new WireInvalid(WireFault.BadPayload, $"A datagram of {datagram.Length} bytes that is neither a frame nor the raw ciphertext of an announcement.");
            return false;
        }

        message = new WireMessage(0, CommandId.UdpNew, null, Trim(text, 0), null);
        invalid = default;
        return true;
    }

    public static byte[] Seal55AA(uint seqno, CommandId command, ReadOnlySpan<byte> content)
    {
        var length = FrameLayout.RetcodeSize + content.Length + FrameLayout.CrcSize + FrameLayout.SuffixSize;
        var frame = new byte[FrameLayout.HeaderSize55AA + length];
        FrameLayout.WriteHeader55AA(frame, seqno, command, length);
        content.CopyTo(frame.AsSpan(FrameLayout.HeaderSize55AA + FrameLayout.RetcodeSize));
        var crc = frame.Length - FrameLayout.SuffixSize - FrameLayout.CrcSize;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(crc), Crc32.Compute(frame.AsSpan(0, crc)));
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(crc + FrameLayout.CrcSize), FrameLayout.Suffix55AA);
        return frame;
    }

    public static byte[] Seal6699(uint seqno, CommandId command, uint? retcode, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> iv)
    {
        using var rules = new Version35(WireSide.Device, new KeySchedule(DiscoveryCipher.Key));
        var buffer = new byte[rules.MaxSealedSize(payload.Length)];
        if (iv.IsEmpty)
        {
            iv = RandomNumberGenerator.GetBytes(FrameLayout.IvSize);
        }

        var length = rules.SealBare(buffer, new WireMessage(seqno, command, retcode, default, null), payload, iv);
        return buffer.AsSpan(0, length).ToArray();
    }

    private static bool TryOpen55AA(ReadOnlySpan<byte> datagram, out WireMessage message, out WireInvalid invalid)
    {
        message = default;
        if (!TryMeasure(datagram, FrameLayout.HeaderSize55AA, FrameLayout.HeaderSize55AA, FrameLayout.CrcSize + FrameLayout.SuffixSize, out var header, out var frame, out invalid))
        {
            return false;
        }

        var end = frame.Length - FrameLayout.SuffixSize;
        if (BinaryPrimitives.ReadUInt32BigEndian(frame[end..]) != FrameLayout.Suffix55AA)
        {
            invalid = new WireInvalid(WireFault.BadSuffix, "No suffix 0000AA55 where the length field puts it.");
            return false;
        }

        var crc = end - FrameLayout.CrcSize;
        if (Crc32.Compute(frame[..crc]) != BinaryPrimitives.ReadUInt32BigEndian(frame[crc..]))
        {
            invalid = new WireInvalid(WireFault.BadCrc, "The CRC32 of the announcement does not fit: it was changed on its way.");
            return false;
        }

        var content = frame[FrameLayout.HeaderSize55AA..crc];
        uint? retcode = null;
        if (FrameLayout.TryReadRetcode(content, out var code))
        {
            retcode = code;
            content = content[FrameLayout.RetcodeSize..];
        }

        if (content.IsEmpty || content[0] == (byte)'{')
        {
            message = new WireMessage(header.Seqno, header.Command, retcode, Trim(content.ToArray(), 0), null);
            return true;
        }

        if (!DiscoveryCipher.TryDecrypt(content, out var text))
        {
            invalid = new WireInvalid(WireFault.BadPayload, "The announcement is neither JSON nor encrypted under the key of discovery.");
            return false;
        }

        message = new WireMessage(header.Seqno, header.Command, retcode, Trim(text, 0), null);
        return true;
    }

    private static bool TryOpen6699(ReadOnlySpan<byte> datagram, out WireMessage message, out WireInvalid invalid)
    {
        message = default;
        const int uncounted = FrameLayout.HeaderSize6699 + FrameLayout.SuffixSize;
        if (!TryMeasure(datagram, FrameLayout.HeaderSize6699, uncounted, FrameLayout.IvSize + FrameLayout.TagSize, out var header, out var frame, out invalid))
        {
            return false;
        }

        using var keys = new KeySchedule(DiscoveryCipher.Key);
        if (!Version35.TryDecrypt(keys, frame, header, out var text, out invalid))
        {
            return false;
        }

        var coded = FrameLayout.TryReadRetcode(text, out var code);
        message = new WireMessage(header.Seqno, header.Command, coded ? code : null, Trim(text, coded ? FrameLayout.RetcodeSize : 0), null);
        return true;
    }

    private static bool TryMeasure(
        ReadOnlySpan<byte> datagram, int headerSize, int uncounted, int least, out FrameHeader header, out ReadOnlySpan<byte> frame, out WireInvalid invalid)
    {
        frame = default;
        header = default;
        if (datagram.Length < headerSize)
        {
            invalid = new WireInvalid(WireFault.Truncated, $"The datagram of {datagram.Length} bytes ends within a frame's header.");
            return false;
        }

        header = headerSize == FrameLayout.HeaderSize6699 ? FrameLayout.ReadHeader6699(datagram) : FrameLayout.ReadHeader55AA(datagram);
        if (header.Length < least)
        {
            invalid = new WireInvalid(WireFault.LengthTooSmall, $"The length field says {header.Length} bytes, too few for an announcement.");
            return false;
        }

        if (header.Length > WireCodec.MaxFrameLength - uncounted)
        {
            invalid = new WireInvalid(WireFault.Oversized, $"The length field says {header.Length} bytes; a frame has at most {WireCodec.MaxFrameLength}.");
            return false;
        }

        var total = uncounted + (int)header.Length;
        if (datagram.Length < total)
        {
            invalid = new WireInvalid(WireFault.Truncated, $"The datagram has {datagram.Length} bytes of the frame's {total}.");
            return false;
        }

        frame = datagram[..total];
        invalid = default;
        return true;
    }

    // The phone app, and some firmware, send NULs behind the JSON.
    private static ReadOnlyMemory<byte> Trim(byte[] text, int start)
    {
        var end = text.Length;
        while (end > start && text[end - 1] == 0)
        {
            end--;
        }

        return text.AsMemory(start, end - start);
    }
}

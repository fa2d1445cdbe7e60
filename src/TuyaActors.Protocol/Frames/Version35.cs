using System.Buffers.Binary;

namespace TuyaActors.Protocol.Frames;

/// <summary>
/// 3.5: 6699 frames. Retcode, version header and payload lie together inside AES-GCM, without padding; the 14 bytes behind the prefix
/// are authenticated with them.
/// </summary>
internal sealed class Version35(WireSide side, KeySchedule keys) : VersionRules(ProtocolVersion.V35, side, keys)
{
    /// <summary>A nonce and a proof, the payload of SESSION_RESPONSE.</summary>
    private const int ResponseSize = 48;

    public override uint Prefix => FrameLayout.Prefix6699;

    public override int HeaderSize => FrameLayout.HeaderSize6699;

    public override int MinLength => FrameLayout.IvSize + FrameLayout.TagSize;

    public override int UncountedSize => FrameLayout.HeaderSize6699 + FrameLayout.SuffixSize;

    public override FrameHeader ReadHeader(ReadOnlySpan<byte> frame) => FrameLayout.ReadHeader6699(frame);

    public override bool TryOpen(ReadOnlySpan<byte> frame, in FrameHeader header, out WireMessage message, out WireInvalid invalid)
    {
        message = default;
        if (!TryDecrypt(Keys, frame, header, out var text, out invalid))
        {
            if (invalid.Fault == WireFault.BadSuffix && Side == WireSide.Client && header.Length < MinLength + FrameLayout.RetcodeSize)
            {
                invalid = Refuse(WireFault.LengthTooSmall, $"The length field says {header.Length} bytes, too few for a frame of 3.5.");
            }

            return false;
        }

        var start = 0;
        uint? retcode = null;
        if (Side == WireSide.Client)
        {
            var bare = header.Command == CommandId.SessionResponse && text.Length == ResponseSize;
            if (!bare && FrameLayout.TryReadRetcode(text, out var code))
            {
                retcode = code;
                start = FrameLayout.RetcodeSize;
            }
        }

        if (HeaderRules.IsNegotiation(header.Command))
        {
            message = new WireMessage(header.Seqno, header.Command, retcode, text.AsMemory(start), null);
            return true;
        }

        SourceHeader? source = null;
        if (SourceHeader.TryRead(text.AsSpan(start), out var read))
        {
            source = read;
            start += SourceHeader.Size;
        }

        message = new WireMessage(header.Seqno, header.Command, retcode, WithoutTrailingNuls(text, start, text.Length), source);
        return true;
    }

    public override int MaxSealedSize(int payloadLength) =>
        UncountedSize + MinLength + FrameLayout.RetcodeSize + SourceHeader.Size + payloadLength;

    public override int Seal(byte[] buffer, int offset, in WireMessage message, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> iv) =>
        Seal(buffer, offset, message, payload, iv, headed: !payload.IsEmpty && HeaderRules.BearsHeader(message.Command));

    /// <summary>As <see cref="Seal(byte[], int, in WireMessage, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>, without version header whatever the command: discovery has none.</summary>
    public int SealBare(byte[] buffer, in WireMessage message, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> iv) =>
        Seal(buffer, 0, message, payload, iv, headed: false);

    private int Seal(byte[] buffer, int offset, in WireMessage message, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> iv, bool headed)
    {
        var ivAt = offset + HeaderSize;
        var textAt = ivAt + FrameLayout.IvSize;
        var at = textAt;
        if (message.Retcode is { } retcode)
        {
            BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(at), retcode);
            at += FrameLayout.RetcodeSize;
        }

        if (headed)
        {
            HeaderFor(message).Write(buffer.AsSpan(at));
            at += SourceHeader.Size;
        }

        payload.CopyTo(buffer.AsSpan(at));
        at += payload.Length;

        FrameLayout.WriteHeader6699(buffer.AsSpan(offset), message.Seqno, message.Command, at - ivAt + FrameLayout.TagSize);
        iv.CopyTo(buffer.AsSpan(ivAt));
        Keys.Seal(iv, buffer.AsSpan(textAt, at - textAt), buffer.AsSpan(at, FrameLayout.TagSize), buffer.AsSpan(offset + FrameLayout.PrefixSize, HeaderSize - FrameLayout.PrefixSize));
        at += FrameLayout.TagSize;
        BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(at), FrameLayout.Suffix6699);
        return at + FrameLayout.SuffixSize - offset;
    }

    /// <summary>Checks suffix and tag of a whole 6699 frame and decrypts what lies between IV and tag.</summary>
    public static bool TryDecrypt(KeySchedule keys, ReadOnlySpan<byte> frame, in FrameHeader header, out byte[] text, out WireInvalid invalid)
    {
        text = [];
        var end = frame.Length - FrameLayout.SuffixSize;
        if (BinaryPrimitives.ReadUInt32BigEndian(frame[end..]) != FrameLayout.Suffix6699)
        {
            invalid = Refuse(WireFault.BadSuffix, $"No suffix 00009966 where the length field ({header.Length} bytes) puts it.");
            return false;
        }

        var iv = frame.Slice(FrameLayout.HeaderSize6699, FrameLayout.IvSize);
        var ciphertext = frame[(FrameLayout.HeaderSize6699 + FrameLayout.IvSize)..(end - FrameLayout.TagSize)];
        var plain = ciphertext.IsEmpty ? [] : new byte[ciphertext.Length];
        var authenticated = frame[FrameLayout.PrefixSize..FrameLayout.HeaderSize6699];
        if (!keys.TryOpen(iv, ciphertext, frame.Slice(end - FrameLayout.TagSize, FrameLayout.TagSize), plain, authenticated))
        {
            invalid = Refuse(WireFault.BadTag, $"The GCM tag of frame {header.Seqno} (command 0x{(uint)header.Command:x2}) does not fit: the key is another, or the frame was changed.");
            return false;
        }

        text = plain;
        invalid = default;
        return true;
    }
}

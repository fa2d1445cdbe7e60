using System.Security.Cryptography;

namespace TuyaActors.Protocol.Frames;

/// <summary>3.4: an HMAC-SHA256 over everything before it, and AES-ECB with the version header inside, under the session key.</summary>
internal sealed class Version34(WireSide side, KeySchedule keys) : Framed55AA(ProtocolVersion.V34, side, keys)
{
    protected override int ProofSize => FrameLayout.HmacSize;

    protected override void Prove(ReadOnlySpan<byte> bytes, Span<byte> proof) => Keys.Hmac(bytes, proof);

    protected override bool ProofFits(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> proof)
    {
        Span<byte> hmac = stackalloc byte[FrameLayout.HmacSize];
        Keys.Hmac(bytes, hmac);
        return CryptographicOperations.FixedTimeEquals(hmac, proof);
    }

    protected override WireInvalid RefuseProof(ReadOnlySpan<byte> frame, in FrameHeader header)
    {
        if (CrcFits(frame))
        {
            return Refuse(WireFault.WrongVersion, "A frame of 3.1 to 3.3 on a connection of 3.4: its integrity field is a CRC32.");
        }

        return header.Length < FrameLayout.HmacSize + FrameLayout.SuffixSize
            ? TooSmall(header)
            : Refuse(WireFault.BadHmac, $"The HMAC of frame {header.Seqno} (command 0x{(uint)header.Command:x2}) does not fit: the key is another, or the frame was changed.");
    }

    protected override bool TryOpenPayload(in FrameHeader header, uint? retcode, ReadOnlySpan<byte> content, out WireMessage message, out WireInvalid invalid)
    {
        invalid = default;
        if (content.IsEmpty)
        {
            message = new WireMessage(header.Seqno, header.Command, retcode, default, null);
            return true;
        }

        message = default;

        if (content.Length % KeySchedule.BlockSize != 0)
        {
            invalid = Refuse(WireFault.BadPayload, $"The payload of {content.Length} bytes is no whole number of AES blocks.");
            return false;
        }

        var bytes = GC.AllocateUninitializedArray<byte>(content.Length);
        Keys.DecryptBlocks(content, bytes);
        var length = Pkcs7.UnpaddedLength(bytes);
        if (length < 0)
        {
            invalid = Refuse(WireFault.BadPayload, "The HMAC fits, but the decrypted payload bears no padding.");
            return false;
        }

        if (HeaderRules.IsNegotiation(header.Command))
        {
            message = new WireMessage(header.Seqno, header.Command, retcode, bytes.AsMemory(0, length), null);
            return true;
        }

        var headed = SourceHeader.TryRead(bytes.AsSpan(0, length), out var source);
        var payload = WithoutTrailingNuls(bytes, headed ? SourceHeader.Size : 0, length);
        message = new WireMessage(header.Seqno, header.Command, retcode, payload, headed ? source : null);
        return true;
    }

    protected override int MaxWrappedSize(int payloadLength) => Pkcs7.PaddedLength(SourceHeader.Size + payloadLength);

    protected override int Wrap(byte[] buffer, int offset, in WireMessage message, ReadOnlySpan<byte> payload)
    {
        var length = payload.Length;
        var text = offset;
        if (HeaderRules.BearsHeader(message.Command))
        {
            HeaderFor(message).Write(buffer.AsSpan(offset));
            text += SourceHeader.Size;
            length += SourceHeader.Size;
        }

        var padded = Pkcs7.PaddedLength(length);
        payload.CopyTo(buffer.AsSpan(text));
        Pkcs7.Pad(buffer.AsSpan(offset, padded), length);
        Keys.EncryptBlocks(buffer, offset, padded);
        return padded;
    }
}

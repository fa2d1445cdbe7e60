using System.Text;

namespace TuyaActors.Protocol.Frames;

/// <summary>
/// 3.2 and 3.3: AES-ECB under the local key, the version header clear before it. Where a header stands is told by the length:
/// ciphertext is whole blocks, so a rest of 15 is a header (device22 firmware fills it with anything).
/// </summary>
internal sealed class Version33(ProtocolVersion version, WireSide side, KeySchedule keys) : FramedWithCrc(version, side, keys)
{
    protected override bool TryOpenPayload(in FrameHeader header, uint? retcode, ReadOnlySpan<byte> content, out WireMessage message, out WireInvalid invalid)
    {
        if (content.IsEmpty)
        {
            message = new WireMessage(header.Seqno, header.Command, retcode, default, null);
            invalid = default;
            return true;
        }

        SourceHeader? source = null;
        var ciphertext = content;
        if (content.Length % KeySchedule.BlockSize == SourceHeader.Size)
        {
            source = SourceHeader.TryRead(content, out var read) ? read : null;
            ciphertext = content[SourceHeader.Size..];
        }

        if (ciphertext.Length % KeySchedule.BlockSize == 0 && TryDecrypt(ciphertext, out var payload))
        {
            message = new WireMessage(header.Seqno, header.Command, retcode, payload, source);
            invalid = default;
            return true;
        }

        return TryOpenUnusual(header, retcode, content, out message, out invalid);
    }

    protected override int MaxWrappedSize(int payloadLength) => SourceHeader.Size + Pkcs7.PaddedLength(payloadLength);

    protected override int Wrap(byte[] buffer, int offset, in WireMessage message, ReadOnlySpan<byte> payload)
    {
        var at = offset;
        if (HeaderRules.BearsHeader(message.Command))
        {
            HeaderFor(message).Write(buffer.AsSpan(at));
            at += SourceHeader.Size;
        }

        var padded = Pkcs7.PaddedLength(payload.Length);
        payload.CopyTo(buffer.AsSpan(at));
        Pkcs7.Pad(buffer.AsSpan(at, padded), payload.Length);
        Keys.EncryptBlocks(buffer, at, padded);
        return at + padded - offset;
    }

    private bool TryDecrypt(ReadOnlySpan<byte> ciphertext, out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        var bytes = GC.AllocateUninitializedArray<byte>(ciphertext.Length);
        Keys.DecryptBlocks(ciphertext, bytes);
        var length = Pkcs7.UnpaddedLength(bytes);
        if (length < 0 || Pkcs7.IsNoise(bytes, length))
        {
            return false;
        }

        payload = WithoutTrailingNuls(bytes, 0, length);
        return true;
    }

    /// <summary>What some firmware sends instead: clear text, or the way of 3.1.</summary>
    private bool TryOpenUnusual(in FrameHeader header, uint? retcode, ReadOnlySpan<byte> content, out WireMessage message, out WireInvalid invalid)
    {
        message = default;
        if (Version31.IsSigned(content) && Version31.TryOpenSigned(Keys, content, out var payload, out invalid))
        {
            message = new WireMessage(header.Seqno, header.Command, retcode, payload, null);
            return true;
        }

        if (Ascii.IsValid(content) && !content.ContainsAnyInRange((byte)0, (byte)0x1f))
        {
            message = new WireMessage(header.Seqno, header.Command, retcode, content.ToArray(), null);
            invalid = default;
            return true;
        }

        invalid = content.Length % KeySchedule.BlockSize is 0 or SourceHeader.Size
            ? Refuse(WireFault.WrongKey, "The frame is sound, but its payload does not decrypt with this local key.")
            : Refuse(WireFault.BadPayload, $"The payload of {content.Length} bytes is no ciphertext of {Version.ToText()}: those are whole blocks of 16, with or without a header of 15.");
        return false;
    }
}

using System.Buffers;
using System.Buffers.Text;

namespace TuyaActors.Protocol.Frames;

/// <summary>
/// 3.1: plain JSON, except CONTROL and a device's pushes: <c>3.1</c>, 16 hexadecimal digits of an MD5 over text and key, and the
/// AES-ECB ciphertext in base64. Source: tinytuya and tuyapi. CONTROL_NEW is plain in the one and encrypted in the other; both are read.
/// </summary>
internal sealed class Version31(WireSide side, KeySchedule keys) : FramedWithCrc(ProtocolVersion.V31, side, keys)
{
    private const int VersionSize = 3;
    private const int SignatureSize = 16;

    public static bool IsSigned(ReadOnlySpan<byte> content) =>
        content.Length > VersionSize + SignatureSize && content.StartsWith("3.1"u8);

    /// <summary>Takes the text out of <c>3.1</c> + signature + base64. The signature is no proof of anything but the key, and is not checked: peers do not either.</summary>
    public static bool TryOpenSigned(KeySchedule keys, ReadOnlySpan<byte> content, out ReadOnlyMemory<byte> payload, out WireInvalid invalid)
    {
        payload = default;
        var text = content[(VersionSize + SignatureSize)..].TrimEnd((byte)0);
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, bytes, out _, out var written) != OperationStatus.Done || written % KeySchedule.BlockSize != 0)
        {
            invalid = Refuse(WireFault.BadPayload, "The payload starts like an encrypted one of 3.1, but no base64 of whole AES blocks follows.");
            return false;
        }

        keys.DecryptBlocks(bytes.AsSpan(0, written), bytes);
        var length = Pkcs7.UnpaddedLength(bytes.AsSpan(0, written));
        if (length < 0 || Pkcs7.IsNoise(bytes.AsSpan(0, written), length))
        {
            invalid = Refuse(WireFault.WrongKey, "The payload does not decrypt with this local key.");
            return false;
        }

        payload = WithoutTrailingNuls(bytes, 0, length);
        invalid = default;
        return true;
    }

    protected override bool TryOpenPayload(in FrameHeader header, uint? retcode, ReadOnlySpan<byte> content, out WireMessage message, out WireInvalid invalid)
    {
        invalid = default;
        ReadOnlyMemory<byte> payload = default;
        if (IsSigned(content))
        {
            if (!TryOpenSigned(Keys, content, out payload, out invalid))
            {
                message = default;
                return false;
            }
        }
        else if (!content.IsEmpty)
        {
            var bytes = content.ToArray();
            payload = WithoutTrailingNuls(bytes, 0, bytes.Length);
        }

        message = new WireMessage(header.Seqno, header.Command, retcode, payload, null);
        return true;
    }

    protected override int MaxWrappedSize(int payloadLength) =>
        VersionSize + SignatureSize + Base64.GetMaxEncodedToUtf8Length(Pkcs7.PaddedLength(payloadLength));

    protected override int Wrap(byte[] buffer, int offset, in WireMessage message, ReadOnlySpan<byte> payload)
    {
        var encrypted = message.Command == CommandId.Control || (Side == WireSide.Device && message.Command == CommandId.Status);
        if (!encrypted)
        {
            payload.CopyTo(buffer.AsSpan(offset));
            return payload.Length;
        }

        var textAt = offset + VersionSize + SignatureSize;
        var padded = Pkcs7.PaddedLength(payload.Length);
        payload.CopyTo(buffer.AsSpan(textAt));
        Pkcs7.Pad(buffer.AsSpan(textAt, padded), payload.Length);
        Keys.EncryptBlocks(buffer, textAt, padded);
        var text = buffer.AsSpan(textAt, Base64.GetMaxEncodedToUtf8Length(padded));
        Base64.EncodeToUtf8InPlace(text, padded, out var written);

        "3.1"u8.CopyTo(buffer.AsSpan(offset));
        Sign(text[..written], buffer.AsSpan(offset + VersionSize, SignatureSize));
        return VersionSize + SignatureSize + written;
    }

    private void Sign(ReadOnlySpan<byte> text, Span<byte> signature)
    {
        Span<byte> md5 = stackalloc byte[16];
        Keys.Md5WithKey("data="u8, text, "||lpv=3.1||"u8, md5);

        // Digits 8 to 24 of the digest's 32, in lower case.
        Convert.TryToHexStringLower(md5[4..12], signature, out _);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Protocol.Discovery;

/// <summary>
/// The well-known key of discovery, md5("yGAdlopoPVldABfn"): no secret, the same in every device. One-shot calls, because several
/// sockets read at the same time and a device speaks every few seconds.
/// </summary>
internal static class DiscoveryCipher
{
    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what the protocol prescribes.")]
    public static byte[] Key { get; } = MD5.HashData("yGAdlopoPVldABfn"u8);

    public static bool TryDecrypt(ReadOnlySpan<byte> ciphertext, out byte[] text)
    {
        text = [];
        if (ciphertext.IsEmpty || ciphertext.Length % KeySchedule.BlockSize != 0)
        {
            return false;
        }

        using var keys = new KeySchedule(Key);
        var bytes = new byte[ciphertext.Length];
        keys.DecryptBlocks(ciphertext, bytes);
        var length = Pkcs7.UnpaddedLength(bytes);
        if (length < 0)
        {
            return false;
        }

        text = bytes[..length];
        return true;
    }

    public static byte[] Encrypt(ReadOnlySpan<byte> text)
    {
        using var keys = new KeySchedule(Key);
        var bytes = new byte[Pkcs7.PaddedLength(text.Length)];
        text.CopyTo(bytes);
        Pkcs7.Pad(bytes, text.Length);
        keys.EncryptBlocks(bytes, 0, bytes.Length);
        return bytes;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace TuyaActors.Protocol.Frames;

/// <summary>
/// One key and what is derived from it once: building these for each frame costs more than the frame. Each part is built at its
/// first use, for a 3.1 device that is only watched needs none.
/// </summary>
internal sealed class KeySchedule : IDisposable
{
    public const int BlockSize = 16;

    private const int MostGathered = 256;

    private readonly byte[] _key;
    private EcbCipher? _ecb;
    private IncrementalHash? _hmac;
    private IncrementalHash? _md5;
    private AesGcm? _gcm;

    public KeySchedule(ReadOnlySpan<byte> key) => _key = key.ToArray();

    public ReadOnlySpan<byte> Key => _key;

    private AesGcm Gcm => _gcm ??= new AesGcm(_key, FrameLayout.TagSize);

    private EcbCipher Ecb => _ecb ??= new EcbCipher(_key);

    /// <summary>AES-ECB over whole blocks, in place.</summary>
    public void EncryptBlocks(byte[] buffer, int offset, int count) => Ecb.Encrypt(buffer, offset, count);

    /// <summary>AES-ECB over whole blocks, into the front of another buffer.</summary>
    public void DecryptBlocks(ReadOnlySpan<byte> ciphertext, byte[] text) => Ecb.Decrypt(ciphertext, text);

    /// <summary>HMAC-SHA256 of the bytes, 32 bytes.</summary>
    public void Hmac(ReadOnlySpan<byte> bytes, Span<byte> hmac)
    {
        _hmac ??= IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        _hmac.AppendData(bytes);
        _hmac.GetHashAndReset(hmac);
    }

    /// <summary>MD5 of the pieces one after the other, with the key behind them: the signature of 3.1.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what the protocol prescribes.")]
    public void Md5WithKey(ReadOnlySpan<byte> before, ReadOnlySpan<byte> text, ReadOnlySpan<byte> between, Span<byte> md5)
    {
        _md5 ??= IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var length = before.Length + text.Length + between.Length;
        if (length > MostGathered)
        {
            _md5.AppendData(before);
            _md5.AppendData(text);
            _md5.AppendData(between);
        }
        else
        {
            // To go over to the library costs more than to copy.
            Span<byte> gathered = stackalloc byte[MostGathered];
            before.CopyTo(gathered);
            text.CopyTo(gathered[before.Length..]);
            between.CopyTo(gathered[(before.Length + text.Length)..]);
            _md5.AppendData(gathered[..length]);
        }

        _md5.AppendData(_key);
        _md5.GetHashAndReset(md5);
    }

    public void Seal(ReadOnlySpan<byte> iv, Span<byte> text, Span<byte> tag, ReadOnlySpan<byte> header) =>
        Gcm.Encrypt(iv, text, text, tag, header);

    public bool TryOpen(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> text, ReadOnlySpan<byte> header)
    {
        try
        {
            Gcm.Decrypt(iv, ciphertext, tag, text, header);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        _ecb?.Dispose();
        _hmac?.Dispose();
        _md5?.Dispose();
        _gcm?.Dispose();
    }
}

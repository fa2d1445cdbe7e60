using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace TuyaActors.Protocol.Frames;

/// <summary>
/// AES-128-ECB over whole blocks, without padding, under one key. The transforms are kept: a reused one costs 130 ns a call, a new one ten
/// times that.
/// </summary>
internal sealed class EcbCipher : IDisposable
{
    private readonly Aes _aes;
    private ICryptoTransform? _encryptor;
    private ICryptoTransform? _decryptor;

    [SuppressMessage("Security", "CA5358", Justification = "ECB is what the protocol prescribes.")]
    public EcbCipher(ReadOnlySpan<byte> key)
    {
        _aes = Aes.Create();
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        _aes.SetKey(key);
    }

    /// <summary>Encrypts in place.</summary>
    public void Encrypt(byte[] buffer, int offset, int count)
    {
        if (count > 0)
        {
            _encryptor ??= _aes.CreateEncryptor();
            _encryptor.TransformBlock(buffer, offset, count, buffer, offset);
        }
    }

    /// <summary>Decrypts into the front of a buffer that is at least as long.</summary>
    public void Decrypt(ReadOnlySpan<byte> ciphertext, byte[] text)
    {
        ciphertext.CopyTo(text);
        if (!ciphertext.IsEmpty)
        {
            _decryptor ??= _aes.CreateDecryptor();
            _decryptor.TransformBlock(text, 0, ciphertext.Length, text, 0);
        }
    }

    public void Dispose()
    {
        _encryptor?.Dispose();
        _decryptor?.Dispose();
        _aes.Dispose();
    }
}

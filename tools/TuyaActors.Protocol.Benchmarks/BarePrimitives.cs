using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Protocol.Benchmarks;

/// <summary>
/// The cryptography of one frame and nothing else, as the framework offers it, with every key schedule kept: what a frame costs at
/// least by these means. Over the same bytes as the frame, without one of its own copied or allocated.
/// </summary>
internal sealed class BarePrimitives : IDisposable
{
    private readonly ProtocolVersion _version;
    private readonly Aes _aes;
    private readonly ICryptoTransform _encryptor;
    private readonly ICryptoTransform _decryptor;
    private readonly IncrementalHash _hmac;
    private readonly IncrementalHash _md5;
    private readonly AesGcm _gcm;
    private readonly byte[] _blocks;
    private readonly byte[] _blocksOut;
    private readonly byte[] _covered;
    private readonly byte[] _sealed;
    private readonly byte[] _tag = new byte[16];
    private readonly byte[] _iv = new byte[12];
    private readonly byte[] _aad = new byte[14];
    private readonly byte[] _proof = new byte[32];
    private readonly byte[] _expected = new byte[32];
    private readonly byte[] _signed;

    [SuppressMessage("Security", "CA5358", Justification = "ECB is what the protocol prescribes.")]
    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what the protocol prescribes.")]
    public BarePrimitives(ProtocolVersion version, ReadOnlySpan<byte> key, int textLength, int frameLength)
    {
        _version = version;
        _aes = Aes.Create();
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        _aes.Key = key.ToArray();
        _encryptor = _aes.CreateEncryptor();
        _decryptor = _aes.CreateDecryptor();
        _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        _gcm = new AesGcm(key, 16);
        _blocks = new byte[(textLength | 15) + 1];
        _blocksOut = new byte[_blocks.Length];
        _covered = new byte[frameLength - (version == ProtocolVersion.V34 ? 36 : 8)];
        _sealed = new byte[textLength];
        _gcm.Encrypt(_iv, new byte[textLength], _sealed, _tag, _aad);
        // What 3.1 signs: "data=" + the ciphertext in base64 + "||lpv=3.1||" + the key.
        _signed = new byte[5 + ((_blocks.Length + 2) / 3 * 4) + 11 + 16];
        Text = new byte[textLength];
    }

    private byte[] Text { get; }

    public int Encode()
    {
        if (_version.Uses6699())
        {
            _gcm.Encrypt(_iv, Text, _sealed, _tag, _aad);
            return _tag[0];
        }

        return _encryptor.TransformBlock(_blocks, 0, _blocks.Length, _blocksOut, 0) + Prove() + (_version == ProtocolVersion.V31 ? Sign() : 0);
    }

    public int Decode()
    {
        if (_version.Uses6699())
        {
            _gcm.Decrypt(_iv, _sealed, _tag, Text, _aad);
            return Text[0];
        }

        return Verify() + _decryptor.TransformBlock(_blocks, 0, _blocks.Length, _blocksOut, 0);
    }

    public void Dispose()
    {
        _encryptor.Dispose();
        _decryptor.Dispose();
        _aes.Dispose();
        _hmac.Dispose();
        _md5.Dispose();
        _gcm.Dispose();
    }

    private int Prove()
    {
        if (_version != ProtocolVersion.V34)
        {
            return (int)Crc32.Compute(_covered);
        }

        _hmac.AppendData(_covered);
        return _hmac.GetHashAndReset(_proof);
    }

    // As AES-GCM's call does in one, an HMAC is verified by making and comparing it.
    private int Verify()
    {
        var proven = Prove();
        return _version == ProtocolVersion.V34 && CryptographicOperations.FixedTimeEquals(_proof, _expected) ? 0 : proven;
    }

    private int Sign()
    {
        _md5.AppendData(_signed);
        return _md5.GetHashAndReset(_proof);
    }
}

using System.Security.Cryptography;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Protocol.Sessions;

/// <summary>The arithmetic that both sides of a negotiation share. Source: tinytuya's PROTOCOL.md.</summary>
internal static class SessionProof
{
    public const int NonceSize = 16;
    public const int ProofSize = 32;

    public static void Require(ProtocolVersion version, LocalKey key, ReadOnlySpan<byte> nonce)
    {
        ArgumentNullException.ThrowIfNull(key);
        ProtocolVersions.Require(version, nameof(version));
        if (!version.NeedsSession())
        {
            throw new ArgumentException($"Protocol {version.ToText()} negotiates no session.", nameof(version));
        }

        if (nonce.Length != NonceSize)
        {
            throw new ArgumentException($"A nonce has {NonceSize} bytes; this one has {nonce.Length}.", nameof(nonce));
        }
    }

    public static byte[] Prove(LocalKey key, ReadOnlySpan<byte> nonce) => HMACSHA256.HashData(key.Bytes, nonce);

    /// <summary>In constant time, so that no proof can be guessed byte by byte.</summary>
    public static bool Fits(LocalKey key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> proof) =>
        CryptographicOperations.FixedTimeEquals(Prove(key, nonce), proof);

    /// <summary>
    /// The nonces' XOR, encrypted under the local key: one ECB block on 3.4; on 3.5 GCM with the first 12 bytes of the client's nonce
    /// as IV, the tag left off.
    /// </summary>
    public static byte[] DeriveKey(ProtocolVersion version, LocalKey key, ReadOnlySpan<byte> clientNonce, ReadOnlySpan<byte> deviceNonce)
    {
        var derived = new byte[NonceSize];
        for (var i = 0; i < NonceSize; i++)
        {
            derived[i] = (byte)(clientNonce[i] ^ deviceNonce[i]);
        }

        using var keys = new KeySchedule(key.Bytes);
        if (version.Uses6699())
        {
            Span<byte> tag = stackalloc byte[FrameLayout.TagSize];
            keys.Seal(clientNonce[..FrameLayout.IvSize], derived, tag, []);
        }
        else
        {
            keys.EncryptBlocks(derived, 0, derived.Length);
        }

        return derived;
    }
}

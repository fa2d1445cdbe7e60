using System.Security.Cryptography;
using System.Text;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Cluster.Exchange;

/// <summary>
/// Seals local keys for the way between two nodes: ECDH on P-256 with a key pair of the sender's made for one key, HKDF-SHA256, AES-256-GCM bound to the device's
/// id. It keeps keys from whoever reads along, and out of every log of messages; it does not tell who the other node is: that is TLS's to do.
/// </summary>
internal sealed class TransitKeys
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private static readonly byte[] Purpose = "tuya local key in transit"u8.ToArray();

    private readonly byte[] _own;

    /// <summary>The public half, as others need it.</summary>
    public HeadMessages.TransitKey Public { get; }

    /// <summary>With a key pair of its own.</summary>
    public TransitKeys()
    {
        using var own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        _own = own.ExportPkcs8PrivateKey();
        var key = own.PublicKey.ExportSubjectPublicKeyInfo();
        Public = new HeadMessages.TransitKey(Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 8)), [.. key]);
    }

    /// <summary>Seals a key so that only the owner of the public key can open it.</summary>
    public static KeyInTransit Seal(LocalKey key, DeviceId device, HeadMessages.TransitKey recipient)
    {
        using var sender = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDiffieHellman.Create();
        other.ImportSubjectPublicKeyInfo(recipient.PublicKey.AsSpan(), out _);
        var content = new byte[NonceLength + LocalKey.Length + TagLength];
        RandomNumberGenerator.Fill(content.AsSpan(0, NonceLength));
        var secret = Secret(sender, other.PublicKey);
        using (var cipher = new AesGcm(secret, TagLength))
        {
            cipher.Encrypt(
                content.AsSpan(0, NonceLength), key.Bytes, content.AsSpan(NonceLength, LocalKey.Length), content.AsSpan(NonceLength + LocalKey.Length), Bound(device));
        }

        CryptographicOperations.ZeroMemory(secret);
        return new KeyInTransit(device, recipient.KeyId, [.. sender.PublicKey.ExportSubjectPublicKeyInfo()], [.. content]);
    }

    /// <summary>Opens what was sealed for this key pair; null: it was sealed for another, or is broken.</summary>
    public LocalKey? Open(KeyInTransit sealedKey)
    {
        var content = sealedKey.Content.AsSpan();
        if (sealedKey.KeyId != Public.KeyId || content.Length != NonceLength + LocalKey.Length + TagLength)
            return null;
        var key = new byte[LocalKey.Length];
        try
        {
            using var own = ECDiffieHellman.Create();
            own.ImportPkcs8PrivateKey(_own, out _);
            using var other = ECDiffieHellman.Create();
            other.ImportSubjectPublicKeyInfo(sealedKey.PublicKey.AsSpan(), out _);
            using var cipher = new AesGcm(Secret(own, other.PublicKey), TagLength);
            cipher.Decrypt(content[..NonceLength], content.Slice(NonceLength, LocalKey.Length), content[(NonceLength + LocalKey.Length)..], key, Bound(sealedKey.DeviceId));
            return LocalKey.TryParse(Encoding.Latin1.GetString(key), out var opened, out _) ? opened : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static byte[] Secret(ECDiffieHellman own, ECDiffieHellmanPublicKey other)
    {
        var agreed = own.DeriveRawSecretAgreement(other);
        try
        {
            return HKDF.DeriveKey(HashAlgorithmName.SHA256, agreed, 32, info: Purpose);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(agreed);
        }
    }

    private static byte[] Bound(DeviceId device) => Encoding.UTF8.GetBytes(device.Value);
}

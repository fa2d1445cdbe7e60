using System.Collections.Immutable;
using System.Security.Cryptography;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Storage;

/// <summary>
/// Seals local keys for the disk, and opens them again: AES-256-GCM with a random nonce, bound to the device's id, so that a key cannot be
/// given to another device unnoticed. Thread-safe.
/// </summary>
public sealed class KeyVault
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int ContentLength = NonceLength + LocalKey.Length + TagLength;

    private readonly ImmutableArray<MasterKey> _keys;

    internal KeyVault(ImmutableArray<MasterKey> keys, string place)
    {
        _keys = keys;
        Place = place;
    }

    /// <summary>Where the master keys come from, for sentences: a file's path, or the environment variable's name.</summary>
    public string Place { get; }

    /// <summary>The master key that seals.</summary>
    public string CurrentKeyId => _keys[0].Id;

    /// <summary>All that open; the current one first.</summary>
    public ImmutableArray<string> KeyIds => [.. _keys.Select(key => key.Id)];

    /// <summary>With a master key that is gone with the process.</summary>
    public static KeyVault InMemory() => new([MasterKey.New()], "the memory of this process");

    /// <summary>Seals a device's key with the current master key; each time another result.</summary>
    public SealedKey Seal(LocalKey key, DeviceId device)
    {
        ArgumentNullException.ThrowIfNull(key);
        var content = new byte[ContentLength];
        var nonce = content.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_keys[0].Bytes, TagLength);
        cipher.Encrypt(nonce, key.Bytes, content.AsSpan(NonceLength, LocalKey.Length), content.AsSpan(NonceLength + LocalKey.Length), Bound(device));
        return new SealedKey(_keys[0].Id, Convert.ToBase64String(content));
    }

    /// <summary>The key that was sealed for this device.</summary>
    /// <exception cref="StorageException">The master key is not here, or what was sealed is broken or another device's. Never quotes a key.</exception>
    public LocalKey Open(SealedKey sealedKey, DeviceId device)
    {
        ArgumentNullException.ThrowIfNull(sealedKey);
        var master = _keys.FirstOrDefault(key => key.Id == sealedKey.KeyId) ?? throw new StorageException(
            $"The local key of device '{device}' is sealed with master key {sealedKey.KeyId}, but {Place} has {string.Join(", ", KeyIds)}. Put the right one back; nothing was changed.");
        var content = new byte[ContentLength];
        var key = new byte[LocalKey.Length];
        try
        {
            if (!Convert.TryFromBase64String(sealedKey.Content, content, out var length) || length != ContentLength)
                throw Broken(device);
            using var cipher = new AesGcm(master.Bytes, TagLength);
            cipher.Decrypt(content.AsSpan(0, NonceLength), content.AsSpan(NonceLength, LocalKey.Length), content.AsSpan(NonceLength + LocalKey.Length), key, Bound(device));
            return LocalKey.TryParse(System.Text.Encoding.Latin1.GetString(key), out var opened, out _) ? opened : throw Broken(device);
        }
        catch (AuthenticationTagMismatchException cause)
        {
            throw Broken(device, cause);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static byte[] Bound(DeviceId device) => System.Text.Encoding.UTF8.GetBytes(device.Value);

    private static StorageException Broken(DeviceId device, Exception? cause = null) =>
        new($"The sealed local key of device '{device}' is damaged, or was sealed for another device. Give the device its key anew.", cause);
}

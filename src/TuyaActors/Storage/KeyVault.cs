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

    private readonly string? _file;
    private readonly int _given;
    private readonly Lock _changing = new();

    // Replaced as a whole, for those who seal and open meanwhile.
    private MasterKey[] _keys;

    /// <param name="keys">The current one first.</param>
    /// <param name="place">Where they come from.</param>
    /// <param name="file">What they are kept in; null: nothing.</param>
    /// <param name="isGiven">Whether somebody outside keeps them.</param>
    internal KeyVault(ImmutableArray<MasterKey> keys, string place, string? file, bool isGiven = false)
    {
        (_keys, _file, _given) = ([.. keys], file, isGiven ? keys.Length : 0);
        Place = place;
    }

    /// <summary>Where the master keys come from, for sentences: a file's path, or the environment variable's name.</summary>
    public string Place { get; }

    /// <summary>The master key that seals.</summary>
    public string CurrentKeyId => Keys[0].Id;

    /// <summary>All that open; the current one first.</summary>
    public ImmutableArray<string> KeyIds => [.. Keys.Select(key => key.Id)];

    /// <summary>With a master key that is gone with the process.</summary>
    public static KeyVault InMemory() => new([MasterKey.New()], "the memory of this process", null);

    private MasterKey[] Keys => Volatile.Read(ref _keys);

    /// <summary>What is to be said of the place, e.g. that others may read the file; <c>null</c>: nothing.</summary>
    public string? Warning => _file is null ? null : KeyFile.Exposure(_file);

    /// <summary>
    /// Seals with another master key from now on; the former ones still open, until <see cref="ForgetFormer"/>. In between everything is to be
    /// sealed anew; whatever happens meanwhile, what is sealed can be opened. One that was given is not made anew: it is then the first of several.
    /// </summary>
    /// <returns>The id of the new one.</returns>
    /// <exception cref="StorageException">It cannot be kept; or it was given, and no other with it.</exception>
    public string Rotate()
    {
        lock (_changing)
        {
            if (_given > 1)
                return CurrentKeyId;
            if (_given == 1)
                throw new StorageException($"the master key comes from {Place}: put a new one before it there, with ',' between, and start again. When that has sealed everything anew, take the former one out.");
            MasterKey[] rotated = [MasterKey.New(), .. Keys];
            Keep(rotated);
            return rotated[0].Id;
        }
    }

    /// <summary>Everything is sealed with the current master key now: the former ones are taken out of the file.</summary>
    /// <param name="current">Which that is. Where it has become another meanwhile, nothing is done.</param>
    /// <exception cref="StorageException">The file cannot be written.</exception>
    public void ForgetFormer(string current)
    {
        lock (_changing)
        {
            if (Keys is [var only, _, ..] && only.Id == current)
                Keep([only]);
        }
    }

    /// <summary>Seals a device's key with the current master key; each time another result.</summary>
    public SealedKey Seal(LocalKey key, DeviceId device)
    {
        ArgumentNullException.ThrowIfNull(key);
        var content = new byte[ContentLength];
        var nonce = content.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        var master = Keys[0];
        using var cipher = new AesGcm(master.Bytes, TagLength);
        cipher.Encrypt(nonce, key.Bytes, content.AsSpan(NonceLength, LocalKey.Length), content.AsSpan(NonceLength + LocalKey.Length), Bound(device));
        return new SealedKey(master.Id, Convert.ToBase64String(content));
    }

    /// <summary>The key that was sealed for this device.</summary>
    /// <exception cref="StorageException">The master key is not here, or what was sealed is broken or another device's. Never quotes a key.</exception>
    public LocalKey Open(SealedKey sealedKey, DeviceId device)
    {
        ArgumentNullException.ThrowIfNull(sealedKey);
        var master = Keys.FirstOrDefault(key => key.Id == sealedKey.KeyId) ?? throw new StorageException(
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

    private void Keep(MasterKey[] keys)
    {
        if (_file is not null)
            KeyFile.Write(_file, keys);
        Volatile.Write(ref _keys, keys);
    }

    private static byte[] Bound(DeviceId device) => System.Text.Encoding.UTF8.GetBytes(device.Value);

    private static StorageException Broken(DeviceId device, Exception? cause = null) =>
        new($"The sealed local key of device '{device}' is damaged, or was sealed for another device. Give the device its key anew.", cause);
}

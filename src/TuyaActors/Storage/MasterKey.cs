using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace TuyaActors.Storage;

/// <summary>32 random bytes that local keys are sealed with. Never shows itself.</summary>
internal sealed class MasterKey
{
    public const int Length = 32;

    private readonly byte[] _bytes;

    private MasterKey(byte[] bytes)
    {
        _bytes = bytes;
        Id = Convert.ToHexStringLower(HMACSHA256.HashData(bytes, "TuyaActors master key id"u8).AsSpan(0, 4));
    }

    /// <summary>8 hexadecimal digits that name the key and tell nothing about it.</summary>
    public string Id { get; }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public static MasterKey New() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>Reads base64 (44 characters) or hexadecimal digits (64).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out MasterKey? key)
    {
        key = null;
        var bytes = new byte[Length];
        var good = text.Length switch
        {
            64 => Convert.FromHexString(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done && written == Length,
            44 => Convert.TryFromBase64Chars(text, bytes, out var written) && written == Length,
            _ => false,
        };
        if (good)
            key = new MasterKey(bytes);
        return good;
    }

    /// <summary>For the key file.</summary>
    public string Reveal() => Convert.ToBase64String(_bytes);

    public override string ToString() => $"master key {Id}";
}

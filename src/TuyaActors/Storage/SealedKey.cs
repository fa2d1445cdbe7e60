using System.Diagnostics.CodeAnalysis;

namespace TuyaActors.Storage;

/// <summary>A local key as it is stored: sealed under a master key, for one device. Made and opened by a <see cref="KeyVault"/>.</summary>
/// <param name="KeyId">Names the master key: 8 hexadecimal digits that tell nothing about it.</param>
/// <param name="Content">Nonce, ciphertext and tag, in base64.</param>
public sealed record SealedKey(string KeyId, string Content)
{
    /// <summary>To be stored; read by <see cref="TryParse"/>.</summary>
    public string Text => $"{KeyId}:{Content}";

    /// <summary>Reads what <see cref="Text"/> gave.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static SealedKey Parse(string text) => TryParse(text, out var key) ? key : throw new FormatException("A sealed key is '<key id>:<base64>'; this one is not.");

    /// <summary>As <see cref="Parse"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SealedKey? key)
    {
        key = null;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon <= 0)
            return false;
        key = new SealedKey(text![..colon], text[(colon + 1)..]);
        return true;
    }

    /// <summary>Names the master key only.</summary>
    public override string ToString() => $"sealed with {KeyId}";
}

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace TuyaActors.Protocol;

/// <summary>
/// A device's local key: 16 characters, each one byte (Latin-1), any printable ones. It never shows itself by accident:
/// <see cref="ToString"/> is <c>***</c> and no exception quotes it.
/// </summary>
public sealed class LocalKey : IEquatable<LocalKey>
{
    /// <summary>How many characters, and bytes, a local key has.</summary>
    public const int Length = 16;

    private readonly byte[] _bytes;

    private LocalKey(byte[] bytes) => _bytes = bytes;

    /// <summary>The key's 16 bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Reads a key of exactly 16 one-byte characters; nothing is trimmed, for spaces may belong to the key.</summary>
    /// <exception cref="FormatException">The text is no key; the message names the rule and the length, never the text.</exception>
    public static LocalKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var key, out var why) ? key : throw new FormatException(why);
    }

    /// <summary>As <see cref="Parse"/>, telling in <paramref name="why"/> what is wrong.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out LocalKey? key, [NotNullWhen(false)] out string? why)
    {
        key = null;
        if (string.IsNullOrEmpty(text))
        {
            why = "A local key has 16 characters; this one is empty.";
            return false;
        }

        if (text.Length != Length)
        {
            why = $"A local key has 16 characters; this one has {text.Length}.";
            return false;
        }

        foreach (var c in text)
        {
            if (c > 0xff || char.IsControl(c))
            {
                why = "A local key has 16 printable one-byte characters; this one has a character that is none.";
                return false;
            }
        }

        key = new LocalKey(Encoding.Latin1.GetBytes(text));
        why = null;
        return true;
    }

    /// <summary>The key's text, for whoever must store or show it on purpose.</summary>
    public string Reveal() => Encoding.Latin1.GetString(_bytes);

    /// <summary>Compares in a time that does not depend on where the keys differ.</summary>
    public bool FixedTimeEquals(LocalKey? other) => other is not null && CryptographicOperations.FixedTimeEquals(_bytes, other._bytes);

    /// <inheritdoc cref="FixedTimeEquals"/>
    public bool Equals(LocalKey? other) => FixedTimeEquals(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => FixedTimeEquals(obj as LocalKey);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TuyaActors.Node.Http.Access;

/// <summary>The secret that a node asks for. Prints as ***, and no refusal quotes it.</summary>
internal sealed class AccessToken
{
    /// <summary>The fewest characters: 16 random ones of base64 are 96 bits, beyond any guessing over a network.</summary>
    public const int MinLength = 16;

    /// <summary>The most: what still fits beside other headers. Longer ones are mostly some other file.</summary>
    public const int MaxLength = 512;

    private static readonly SearchValues<char> Visible = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c)]);

    private AccessToken(string value) => Value = value;

    /// <summary>The secret itself.</summary>
    public string Value { get; }

    /// <summary>Reads a token; white space around it, such as a file's last line end, is none of it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AccessToken? token, [NotNullWhen(false)] out string? why)
    {
        var value = text.Trim();
        why = value switch
        {
            "" => $"it is empty; wanted is a token of {MinLength} to {MaxLength} characters",
            { Length: < MinLength or > MaxLength } => string.Create(CultureInfo.InvariantCulture, $"it has {value.Length} characters; a token has {MinLength} to {MaxLength}"),
            _ when value.AsSpan().IndexOfAnyExcept(Visible) is >= 0 and var at =>
                string.Create(CultureInfo.InvariantCulture, $"character {at + 1} of it is not allowed; a token is one word of visible ASCII characters"),
            _ => null,
        };
        token = why is null ? new AccessToken(value) : null;
        return why is null;
    }

    /// <inheritdoc/>
    public override string ToString() => "***";
}

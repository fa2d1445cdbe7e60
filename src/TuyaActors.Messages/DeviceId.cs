using System.Diagnostics.CodeAnalysis;

namespace TuyaActors.Messages;

/// <summary>The identity of one device: Tuya's device id (for a sub-device its own id, not the gateway's). Case-sensitive.</summary>
public readonly record struct DeviceId
{
    /// <summary>The longest id accepted; Tuya's are 20 to 22 characters, sub-devices' up to 40.</summary>
    public const int MaxLength = 64;

    private readonly string? _value;

    /// <summary>Wraps an id that is known to be good.</summary>
    /// <exception cref="FormatException">The text is no id; the message says why.</exception>
    public DeviceId(string value)
    {
        if (Refusal(value) is { } why)
            throw new FormatException(why);
        _value = value;
    }

    private DeviceId(string value, bool _) => _value = value;

    /// <summary>The id as text; empty only for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>Reads an id from outside: letters, digits, '-', '_', '.' and ':', 1 to 64 characters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DeviceId id, [NotNullWhen(false)] out string? why)
    {
        why = Refusal(text);
        id = why is null ? new DeviceId(text!, true) : default;
        return why is null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string? Refusal(string? text) => text switch
    {
        null or "" => "a device id is empty; allowed are 1 to 64 letters, digits, '-', '_', '.' and ':'",
        { Length: > MaxLength } => $"a device id has {text.Length} characters; allowed are 1 to {MaxLength}",
        _ when text.AsSpan().IndexOfAnyExcept(Allowed) is >= 0 and var at =>
            $"device id '{Printable(text)}' has a character at position {at + 1} that is not allowed; allowed are letters, digits, '-', '_', '.' and ':'",
        _ => null,
    };

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:");
}

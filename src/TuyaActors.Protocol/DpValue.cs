using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TuyaActors.Protocol;

/// <summary>
/// The value of one DP. It round-trips exactly: integers stay integers, strings keep every space, and what is neither keeps its
/// JSON text to the letter. Equality is by kind and value; <c>1</c> and <c>1.0</c> differ.
/// </summary>
public readonly partial struct DpValue : IEquatable<DpValue>
{
    private static readonly object BooleanTag = new();
    private static readonly object IntegerTag = new();

    private readonly long _number;
    private readonly object? _reference;

    private DpValue(long number, object? reference)
    {
        _number = number;
        _reference = reference;
    }

    /// <summary>JSON null; also the default value.</summary>
    public static DpValue Null => default;

    /// <summary>What the value is.</summary>
    public DpKind Kind => _reference switch
    {
        null => DpKind.Null,
        string => DpKind.String,
        RawJson => DpKind.Json,
        _ => ReferenceEquals(_reference, BooleanTag) ? DpKind.Boolean : DpKind.Integer,
    };

    /// <summary>A boolean DP.</summary>
    public static implicit operator DpValue(bool value) => FromBoolean(value);

    /// <summary>An integer DP.</summary>
    public static implicit operator DpValue(long value) => FromInt64(value);

    /// <summary>An integer DP.</summary>
    public static implicit operator DpValue(int value) => FromInt64(value);

    /// <summary>A string DP; null text is <see cref="Null"/>.</summary>
    public static implicit operator DpValue(string? value) => FromString(value);

    /// <summary>A boolean DP.</summary>
    public static DpValue FromBoolean(bool value) => new(value ? 1 : 0, BooleanTag);

    /// <summary>An integer DP.</summary>
    public static DpValue FromInt64(long value) => new(value, IntegerTag);

    /// <summary>A string DP; null text is <see cref="Null"/>.</summary>
    public static DpValue FromString(string? value) => new(0, value);

    /// <summary>A raw DP: its bytes travel as base64 text.</summary>
    public static DpValue FromRaw(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes);

    /// <summary>The truth value.</summary>
    /// <exception cref="InvalidOperationException">The value is no boolean.</exception>
    public bool AsBoolean() => ReferenceEquals(_reference, BooleanTag) ? _number != 0 : throw Unexpected(DpKind.Boolean);

    /// <summary>The integer.</summary>
    /// <exception cref="InvalidOperationException">The value is no integer within 64 bits.</exception>
    public long AsInteger() => ReferenceEquals(_reference, IntegerTag) ? _number : throw Unexpected(DpKind.Integer);

    /// <summary>The text of a string DP.</summary>
    /// <exception cref="InvalidOperationException">The value is no string.</exception>
    public string AsString() => _reference as string ?? throw Unexpected(DpKind.String);

    /// <summary>The JSON text of a value of any kind.</summary>
    public string AsJson() => Kind switch
    {
        DpKind.Null => "null",
        DpKind.Boolean => _number != 0 ? "true" : "false",
        DpKind.Integer => _number.ToString(CultureInfo.InvariantCulture),
        DpKind.Json => ((RawJson)_reference!).Text,
        _ => Quote((string)_reference!),
    };

    /// <summary>The bytes of a raw DP, where the value is base64 text.</summary>
    public bool TryGetRaw([NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (_reference is not string text || text.Length == 0 || text.Length % 4 != 0)
        {
            return false;
        }

        var buffer = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64String(text, buffer, out var written))
        {
            return false;
        }

        bytes = written == buffer.Length ? buffer : buffer[..written];
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(DpValue other) =>
        _number == other._number
        && (ReferenceEquals(_reference, other._reference) || (_reference is not null && other._reference is not null && _reference.Equals(other._reference)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DpValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_number, _reference is string or RawJson ? _reference.GetHashCode() : (int)Kind);

    /// <summary>The JSON text.</summary>
    public override string ToString() => AsJson();

    /// <summary>Equality by kind and value.</summary>
    public static bool operator ==(DpValue left, DpValue right) => left.Equals(right);

    /// <summary>The opposite of equality.</summary>
    public static bool operator !=(DpValue left, DpValue right) => !left.Equals(right);

    private static string Quote(string text)
    {
        var spelling = JsonSpelling.Begin();
        spelling.Text(text);
        return spelling.EndText();
    }

    private InvalidOperationException Unexpected(DpKind wanted) => new($"The DP's value is of kind {Kind}, not {wanted}.");

    private sealed record RawJson(string Text);
}

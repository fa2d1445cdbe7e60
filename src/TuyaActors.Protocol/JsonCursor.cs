using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Json;

namespace TuyaActors.Protocol;

/// <summary>
/// Reads one JSON text (RFC 8259, nothing beyond) front to back. It exists because payloads are short: the framework's reader carries the
/// state of a resumable parse through every token, and took longer than decrypting the frame. Its loops count in a local, because a field of
/// what is handed on by reference is stored at each step.
/// </summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> json)
{
    // What System.Text.Json allows; real payloads have four levels.
    private const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _json = json;
    private int _at;
    private int _depth;

    /// <summary>How far the reading has come.</summary>
    public readonly int Position => _at;

    /// <summary>The text from an earlier position to here.</summary>
    public readonly ReadOnlySpan<byte> Since(int position) => _json[position.._at];

    /// <summary>The first byte of the next token, or 0 behind the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Peek()
    {
        var at = _at;
        return (uint)at < (uint)_json.Length && _json[at] > (byte)' ' ? _json[at] : PeekPastWhiteSpace();
    }

    /// <summary>Requires that nothing but white space is left.</summary>
    public void RequireEnd()
    {
        if (Peek() != 0 || _at < _json.Length)
        {
            throw Unexpected();
        }
    }

    /// <summary>Enters the object that begins here.</summary>
    public void EnterObject() => Enter((byte)'{');

    /// <summary>Goes to the next member's value and gives its name as it is written; false behind the last, when the object is left.</summary>
    public bool NextMember(ref bool first, out ReadOnlySpan<byte> name)
    {
        if (NextPlainMember(first, out name))
        {
            first = false;
            return true;
        }

        if (!NextItem(ref first, (byte)'}'))
        {
            return false;
        }

        name = ReadMemberName();
        return true;
    }

    /// <summary>Enters the array that begins here.</summary>
    public void EnterArray() => Enter((byte)'[');

    /// <summary>Goes to the next item; false behind the last, when the array is left.</summary>
    public bool NextItem(ref bool first) => NextItem(ref first, (byte)']');

    /// <summary>The number that begins here where it is an integer within 64 bits, and its text in any case.</summary>
    public bool ReadNumber(out long number, out ReadOnlySpan<byte> text)
    {
        var start = _at;
        var negative = TrySkip((byte)'-');
        var json = _json;
        var digits = _at;
        var at = digits;
        long value = 0;
        while ((uint)at < (uint)json.Length && json[at] is >= (byte)'0' and <= (byte)'9')
        {
            // Overflows from the 19th digit on; those are read once more, carefully.
            value = unchecked((value * 10) + (json[at++] - (byte)'0'));
        }

        var count = at - digits;
        if (count == 0 || (count > 1 && json[digits] == (byte)'0'))
        {
            _at = digits + Math.Min(count, 1);
            throw Unexpected();
        }

        _at = at;

        var whole = (uint)at >= (uint)json.Length || json[at] is not ((byte)'.' or (byte)'e' or (byte)'E') || SkipFraction();
        text = _json[start.._at];
        number = negative ? -value : value;
        return whole && (count > 18 ? TryParseLong(text, out number) : value != 0 || !negative);
    }

    /// <summary>The string that begins here, between its quotes, as it is written; says whether it holds escapes.</summary>
    public ReadOnlySpan<byte> ReadRawString(out bool escaped)
    {
        escaped = false;
        var start = ++_at;
        while (true)
        {
            var at = EndOfPlainText(_json, _at);
            _at = at;
            if ((uint)at >= (uint)_json.Length || _json[at] < 0x20)
            {
                throw Unexpected();
            }

            if (_json[at] == (byte)'"')
            {
                _at = at + 1;
                return _json[start..at];
            }

            escaped = true;
            SkipEscape();
        }
    }

    /// <summary>The string that begins here; null where it is no text (broken UTF-8, a lone surrogate).</summary>
    public string? ReadString()
    {
        var raw = ReadRawString(out var escaped);
        try
        {
            return escaped ? Unescape(_at - raw.Length - 2, _at) : WireJson.Text(raw);
        }
        catch (Exception broken) when (broken is DecoderFallbackException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Passes over the value that begins here, whatever it is, and gives its text.</summary>
    public ReadOnlySpan<byte> Skip()
    {
        var first = Peek();
        var start = _at;
        switch (first)
        {
            case (byte)'{':
                SkipObject();
                break;
            case (byte)'[':
                SkipArray();
                break;
            case (byte)'"':
                ReadRawString(out _);
                break;
            case (byte)'t':
                ReadLiteral("true"u8);
                break;
            case (byte)'f':
                ReadLiteral("false"u8);
                break;
            case (byte)'n':
                ReadLiteral("null"u8);
                break;
            default:
                ReadNumber(out _, out _);
                break;
        }

        return _json[start.._at];
    }

    /// <summary>Requires the word that begins here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ReadLiteral(ReadOnlySpan<byte> word)
    {
        if (!_json[_at..].StartsWith(word))
        {
            throw Unexpected();
        }

        _at += word.Length;
    }

    // The first quote, backslash or control character from here on, sixteen bytes at a time; or the end.
    private static int EndOfPlainText(ReadOnlySpan<byte> json, int at)
    {
        for (; at + Vector128<byte>.Count <= json.Length; at += Vector128<byte>.Count)
        {
            var bytes = Vector128.Create(json.Slice(at, Vector128<byte>.Count));
            var ends = Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create((byte)0x20));
            if (ends != Vector128<byte>.Zero)
            {
                return at + BitOperations.TrailingZeroCount(ends.ExtractMostSignificantBits());
            }
        }

        while ((uint)at < (uint)json.Length && json[at] is >= 0x20 and not ((byte)'"' or (byte)'\\'))
        {
            at++;
        }

        return at;
    }

    // The next member where it stands as devices write it, without white space and escapes; otherwise nothing is read.
    private bool NextPlainMember(bool first, out ReadOnlySpan<byte> name)
    {
        name = default;
        var json = _json;
        var start = first ? _at : _at + 1;
        if ((uint)start >= (uint)json.Length || json[start] != (byte)'"' || (!first && json[start - 1] != (byte)','))
        {
            return false;
        }

        start++;
        var end = EndOfPlainText(json, start);
        if ((uint)(end + 2) >= (uint)json.Length || json[end] != (byte)'"' || json[end + 1] != (byte)':' || json[end + 2] <= (byte)' ')
        {
            return false;
        }

        name = json[start..end];
        _at = end + 2;
        return true;
    }

    private static bool TryParseLong(ReadOnlySpan<byte> text, out long number) =>
        Utf8Parser.TryParse(text, out number, out var consumed) && consumed == text.Length;

    // Escapes are rare in payloads: the framework's reader takes them apart.
    private readonly string? Unescape(int start, int end)
    {
        var reader = new Utf8JsonReader(_json[start..end], WireJson.ReaderOptions);
        reader.Read();
        return reader.GetString();
    }

    private void Enter(byte opening)
    {
        if (Peek() != opening)
        {
            throw Unexpected();
        }

        if (++_depth > MaxDepth)
        {
            throw new JsonException($"it is nested deeper than {MaxDepth} levels.");
        }

        _at++;
    }

    private bool NextItem(ref bool first, byte closing)
    {
        var next = Peek();
        if (next == closing)
        {
            _at++;
            _depth--;
            return false;
        }

        if (!first)
        {
            if (next != (byte)',')
            {
                throw Unexpected();
            }

            _at++;
            Peek();
        }

        first = false;
        return true;
    }

    private ReadOnlySpan<byte> ReadMemberName()
    {
        if (Peek() != (byte)'"')
        {
            throw Unexpected();
        }

        var name = ReadRawString(out _);
        if (Peek() != (byte)':')
        {
            throw Unexpected();
        }

        _at++;
        Peek();
        return name;
    }

    private void SkipObject()
    {
        EnterObject();
        var first = true;
        while (NextMember(ref first, out _))
        {
            Skip();
        }
    }

    private void SkipArray()
    {
        EnterArray();
        var first = true;
        while (NextItem(ref first))
        {
            Skip();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte PeekPastWhiteSpace()
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _at++;
        }

        return _at < _json.Length ? _json[_at] : (byte)0;
    }

    private bool TrySkip(byte wanted)
    {
        if (_at < _json.Length && _json[_at] == wanted)
        {
            _at++;
            return true;
        }

        return false;
    }

    private void SkipDigits()
    {
        var start = _at;
        while (_at < _json.Length && _json[_at] is >= (byte)'0' and <= (byte)'9')
        {
            _at++;
        }

        if (_at == start)
        {
            throw Unexpected();
        }
    }

    private bool SkipFraction()
    {
        var whole = true;
        if (TrySkip((byte)'.'))
        {
            whole = false;
            SkipDigits();
        }

        if (TrySkip((byte)'e') || TrySkip((byte)'E'))
        {
            whole = false;
            if (!TrySkip((byte)'+'))
            {
                TrySkip((byte)'-');
            }

            SkipDigits();
        }

        return whole;
    }

    private void SkipEscape()
    {
        _at++;
        var kind = _at < _json.Length ? _json[_at] : (byte)0;
        switch (kind)
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                _at++;
                return;
            case (byte)'u':
                _at++;
                for (var end = _at + 4; _at < end; _at++)
                {
                    if (_at >= _json.Length || !char.IsAsciiHexDigit((char)_json[_at]))
                    {
                        throw Unexpected();
                    }
                }

                return;
            default:
                throw Unexpected();
        }
    }

    private readonly JsonException Unexpected() => new(_at < _json.Length
        ? $"byte 0x{_json[_at]:x2} at position {_at} is not expected there."
        : $"it ends at position {_at}, before it is complete.");
}

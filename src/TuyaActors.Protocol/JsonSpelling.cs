using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace TuyaActors.Protocol;

/// <summary>
/// Spells JSON as it goes on the wire: no spaces, text as it is and escaped only where RFC 8259 wants it (a device's own parser must not meet
/// <c>\u002B</c> for a plus). One is kept for each thread, with its buffer.
/// </summary>
internal sealed class JsonSpelling
{
    // The longest payloads seen have 4 KB; a larger buffer is let go again.
    private const int KeptSize = 8192;

    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, (byte)'"', (byte)'\\']);

    [ThreadStatic]
    private static JsonSpelling? _kept;

    private byte[] _buffer = new byte[512];
    private int _length;
    private bool _comma;

    private JsonSpelling()
    {
    }

    /// <summary>Begins an empty text.</summary>
    public static JsonSpelling Begin()
    {
        var spelling = _kept ?? new JsonSpelling();
        _kept = null;
        spelling._length = 0;
        spelling._comma = false;
        return spelling;
    }

    /// <summary>Begins an object.</summary>
    public static JsonSpelling BeginObject()
    {
        var spelling = Begin();
        spelling.Open((byte)'{');
        return spelling;
    }

    /// <summary>Ends the object that <see cref="BeginObject()"/> began, and gives the UTF-8.</summary>
    public byte[] EndPayload()
    {
        Close((byte)'}');
        var payload = _buffer.AsSpan(0, _length).ToArray();
        Keep();
        return payload;
    }

    /// <summary>Gives the text as it is so far, and ends.</summary>
    public string EndText()
    {
        var text = Encoding.UTF8.GetString(_buffer, 0, _length);
        Keep();
        return text;
    }

    public JsonSpelling Text(ReadOnlySpan<byte> name, string value)
    {
        Name(name);
        Text(value);
        return this;
    }

    public JsonSpelling Number(ReadOnlySpan<byte> name, long value)
    {
        Name(name);
        Number(value);
        return this;
    }

    public JsonSpelling Flag(ReadOnlySpan<byte> name, bool value)
    {
        Name(name);
        Raw(value ? "true"u8 : "false"u8);
        return this;
    }

    public JsonSpelling Object(ReadOnlySpan<byte> name)
    {
        Name(name);
        Open((byte)'{');
        return this;
    }

    public JsonSpelling EndObject()
    {
        Close((byte)'}');
        return this;
    }

    public JsonSpelling Numbers(ReadOnlySpan<byte> name, IEnumerable<int> values)
    {
        Name(name);
        Open((byte)'[');
        foreach (var value in values)
        {
            Number(value);
        }

        Close((byte)']');
        return this;
    }

    public JsonSpelling Texts(ReadOnlySpan<byte> name, IEnumerable<string> values)
    {
        Name(name);
        Open((byte)'[');
        foreach (var value in values)
        {
            Text(value);
        }

        Close((byte)']');
        return this;
    }

    public JsonSpelling Dps(ReadOnlySpan<byte> name, DpSet dps)
    {
        Name(name);
        Dps(dps);
        return this;
    }

    public void Dps(DpSet dps)
    {
        Open((byte)'{');
        dps.Spell(this);
        Close((byte)'}');
    }

    /// <summary>The name of a DP, as text.</summary>
    public void Id(int id)
    {
        var rest = Separate(16);
        rest[0] = (byte)'"';
        Utf8Formatter.TryFormat(id, rest[1..], out var length);
        rest[length + 1] = (byte)'"';
        rest[length + 2] = (byte)':';
        _length += length + 3;
        _comma = false;
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Separate(20), out var length);
        _length += length;
    }

    /// <summary>JSON as it stands.</summary>
    public void Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Separate(json.Length));
        _length += json.Length;
    }

    /// <inheritdoc cref="Raw(ReadOnlySpan{byte})"/>
    public void Raw(string json) => _length += Encoding.UTF8.GetBytes(json, Separate(Encoding.UTF8.GetMaxByteCount(json.Length)));

    public void Text(string value)
    {
        var rest = Separate(Encoding.UTF8.GetMaxByteCount(value.Length) + 2);
        rest[0] = (byte)'"';
        var length = Encoding.UTF8.GetBytes(value, rest[1..]);
        var special = rest.Slice(1, length).IndexOfAny(Escaped);
        if (special >= 0)
        {
            Escape(rest.Slice(1, length).ToArray(), special);
            return;
        }

        rest[length + 1] = (byte)'"';
        _length += length + 2;
    }

    // The text lies in the buffer up to the first character that must be escaped.
    private void Escape(byte[] text, int special)
    {
        _length += 1 + special;
        foreach (var b in text.AsSpan(special))
        {
            var rest = Ensure(6);
            var letter = b switch
            {
                (byte)'"' => '"',
                (byte)'\\' => '\\',
                (byte)'\n' => 'n',
                (byte)'\r' => 'r',
                (byte)'\t' => 't',
                (byte)'\b' => 'b',
                (byte)'\f' => 'f',
                _ => '\0',
            };
            if (letter != '\0')
            {
                rest[0] = (byte)'\\';
                rest[1] = (byte)letter;
                _length += 2;
            }
            else if (b < 0x20)
            {
                "\\u00"u8.CopyTo(rest);
                Utf8Formatter.TryFormat(b, rest[4..], out _, new StandardFormat('x', 2));
                _length += 6;
            }
            else
            {
                rest[0] = b;
                _length++;
            }
        }

        Ensure(1)[0] = (byte)'"';
        _length++;
    }

    private void Name(ReadOnlySpan<byte> name)
    {
        var rest = Separate(name.Length + 3);
        rest[0] = (byte)'"';
        name.CopyTo(rest[1..]);
        rest[name.Length + 1] = (byte)'"';
        rest[name.Length + 2] = (byte)':';
        _length += name.Length + 3;
        _comma = false;
    }

    private void Open(byte bracket)
    {
        Separate(1)[0] = bracket;
        _length++;
        _comma = false;
    }

    private void Close(byte bracket)
    {
        Ensure(1)[0] = bracket;
        _length++;
        _comma = true;
    }

    // The room for the next value, behind a comma where one is due.
    private Span<byte> Separate(int size)
    {
        var rest = Ensure(size + 1);
        if (_comma)
        {
            rest[0] = (byte)',';
            _length++;
            return rest[1..];
        }

        _comma = true;
        return rest;
    }

    private Span<byte> Ensure(int size)
    {
        if (_buffer.Length - _length < size)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + size));
        }

        return _buffer.AsSpan(_length);
    }

    private void Keep()
    {
        if (_buffer.Length <= KeptSize)
        {
            _kept = this;
        }
    }
}

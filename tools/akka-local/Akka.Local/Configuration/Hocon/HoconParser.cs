using System.Globalization;
using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>
/// Reads HOCON text into a tree. Every complaint is a <see cref="ConfigurationException"/> that names the line.
/// What Akka.NET's own parser silently reads as something else (<c>${?a}</c>, <c>+=</c>, an unclosed brace) is refused here, so
/// that a text which works on this engine means the same on the real one.
/// </summary>
internal sealed class HoconParser
{
    // Not '+', which real Akka.NET takes inside keys and values too.
    private const string Reserved = "$\"{}[]:=,#`^?!@*&\\";

    private readonly string _text;
    private readonly Func<string, HoconRoot>? _include;
    private int _at;

    private HoconParser(string text, Func<string, HoconRoot>? include)
    {
        _text = text;
        _include = include;
    }

    /// <summary>The map that the text describes, its references resolved.</summary>
    public static HoconMap Parse(string text, Func<string, HoconRoot>? include = null)
    {
        var parser = new HoconParser(text, include);
        return HoconResolver.Resolve(parser.ReadDocument());
    }

    private bool AtEnd => _at >= _text.Length;

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private HoconMap ReadDocument()
    {
        SkipBlank();
        var root = new HoconMap();
        if (Current == '[')
            throw Error("the text must be an object (key = value), not a list");
        if (!AtEnd && Current == '{')
        {
            root = ReadMap();
            SkipBlank();
            return AtEnd ? root : throw Error("nothing may follow the '}' that closes the whole text");
        }

        ReadEntries(root);
        return AtEnd ? root : throw Error($"'{Current}' closes nothing");
    }

    private HoconMap ReadMap()
    {
        var opened = Line();
        _at++;
        var map = new HoconMap();
        ReadEntries(map);
        if (AtEnd)
            throw Error($"the '{{' of line {opened} is not closed");
        if (Current != '}')
            throw Error($"'{Current}' stands where '}}' was expected (the '{{' is in line {opened})");
        _at++;
        return map;
    }

    private void ReadEntries(HoconMap map)
    {
        SkipBlank();
        while (!AtEnd && Current is not ('}' or ']'))
        {
            if (!TryReadInclude(map))
                ReadEntry(map);
            SkipSeparator();
        }
    }

    private bool TryReadInclude(HoconMap map)
    {
        const string word = "include";
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
            return false;
        var name = _at + word.Length;
        while (name < _text.Length && _text[name] is (' ' or '\t'))
            name++;
        if (name >= _text.Length || _text[name] != '"' || name == _at + word.Length)
            return false;

        _at = name;
        var resource = ReadQuoted();
        if (_include is null)
            throw Error($"include \"{resource}\" needs an include callback (ParseString(hocon, callback))");
        if (_include(resource)?.Value?.Node is HoconMap included)
        {
            foreach (var (key, value) in included.Items)
                map.Set(key, value);
        }

        return true;
    }

    private void ReadEntry(HoconMap map)
    {
        var path = ReadKeyPath();
        SkipBlank();
        if (AtAppend())
            throw Error("'+=' is not known to Akka.NET");
        var isAssigned = Current is '=' or ':';
        if (isAssigned)
            _at++;
        else if (Current != '{' || AtEnd)
            throw Error($"after the key '{string.Join('.', path)}' comes '=', ':' or '{{'");

        var value = isAssigned ? ReadValue() : ReadMap();
        if (!isAssigned)
            CheckEndOfObject();
        for (var i = path.Count - 1; i > 0; i--)
        {
            var outer = new HoconMap();
            outer.Set(path[i], value);
            value = outer;
        }

        map.Set(path[0], value);
    }

    // Akka.NET takes neither behind an object without '='.
    private void CheckEndOfObject()
    {
        SkipSpaces();
        if (Current == '{')
            throw Error("two objects can be joined only behind '='");
        SkipBlank();
        if (Current == ',')
            throw Error("no ',' may follow the '}' of an object without '='");
    }

    private List<string> ReadKeyPath()
    {
        List<string> path = [];
        while (true)
        {
            SkipSpaces();
            if (Current == '"')
            {
                path.Add(ReadQuoted());
            }
            else
            {
                var start = _at;
                while (!AtEnd && !AtAppend() && Current is not ('.' or '\n' or '\r' or ' ' or '\t') && !Reserved.Contains(Current) && !AtComment())
                    _at++;
                if (_at == start)
                    throw Error(AtEnd ? "the text ends where a key was expected" : $"'{Current}' stands where a key was expected");
                path.Add(_text[start.._at]);
            }

            SkipSpaces();
            if (Current != '.')
                return path;
            _at++;
        }
    }

    private HoconNode ReadValue()
    {
        SkipBlank();
        var line = Line();
        List<HoconNode> parts = [];
        while (true)
        {
            var space = _at;
            SkipSpaces();
            if (AtEnd || Current is '\n' or '\r' or ',' or '}' or ']' || AtComment())
                break;
            // Behind an object or a list the next entry may stand on the same line: a { b { c = 1 } d = 2 }.
            if ((parts is [.., HoconMap] && Current != '{') || (parts is [.., HoconList] && Current is not ('[' or '$')))
                break;
            if (_at > space && parts is [.., not (HoconMap or HoconList)])
                parts.Add(new HoconText(_text[space.._at]));
            parts.Add(ReadPart());
        }

        return parts.Count switch
        {
            0 => throw Error("a value is missing"),
            1 => parts[0],
            _ when parts.All(part => part is HoconText) => new HoconText(string.Concat(parts.Select(part => ((HoconText)part).Value))),
            _ => new HoconSequence(parts, line),
        };
    }

    private HoconNode ReadPart()
    {
        switch (Current)
        {
            case '{':
                return ReadMap();
            case '[':
                return ReadList();
            case '"':
                return new HoconText(ReadQuoted());
            case '$':
                return ReadReference();
        }

        var start = _at;
        while (!AtEnd && Current is not ('\n' or '\r' or ' ' or '\t') && !Reserved.Contains(Current) && !AtComment())
            _at++;
        if (_at == start)
            throw Error($"'{Current}' must stand in quotes when it is part of a value");
        var word = _text[start.._at];
        return new HoconText(word == "null" ? null : word);
    }

    private HoconList ReadList()
    {
        var opened = Line();
        _at++;
        List<HoconNode> items = [];
        SkipBlank();
        while (Current != ']')
        {
            if (AtEnd)
                throw Error($"the '[' of line {opened} is not closed");
            if (Current == '}')
                throw Error($"'}}' stands where ']' was expected (the '[' is in line {opened})");
            items.Add(ReadValue());
            SkipSeparator();
        }

        _at++;
        return new HoconList(items);
    }

    private HoconReference ReadReference()
    {
        var line = Line();
        var close = _text.IndexOf('}', _at);
        if (_at + 1 >= _text.Length || _text[_at + 1] != '{' || close < 0)
            throw Error("'$' must stand in quotes when it is part of a value, or be a substitution ${path}");
        var path = _text[(_at + 2)..close];
        if (path.StartsWith('?'))
            throw Error($"the optional substitution ${{{path}}} is not known to Akka.NET");
        if (path.Length == 0 || path.Any(c => c == '"' || char.IsWhiteSpace(c)))
            throw Error($"the path of the substitution ${{{path}}} must be plain keys with dots between them");
        _at = close + 1;
        return new HoconReference(path, line);
    }

    private string ReadQuoted()
    {
        if (string.CompareOrdinal(_text, _at, "\"\"\"", 0, 3) == 0)
            return ReadTripleQuoted();

        var opened = Line();
        var value = new StringBuilder();
        for (_at++; !AtEnd && Current is not ('"' or '\n'); _at++)
            value.Append(Current == '\\' ? ReadEscape() : Current);
        if (Current != '"' || AtEnd)
            throw new ConfigurationException($"HOCON line {opened}: a quoted text is not closed.");
        _at++;
        return value.ToString();
    }

    private string ReadTripleQuoted()
    {
        var opened = Line();
        var start = _at + 3;
        var close = _text.IndexOf("\"\"\"", start, StringComparison.Ordinal);
        if (close < 0)
            throw new ConfigurationException($"HOCON line {opened}: a triple-quoted text is not closed.");
        _at = close + 3;
        return _text[start..close];
    }

    private char ReadEscape()
    {
        _at++;
        if (Current == 'u' && _at + 4 < _text.Length
            && ushort.TryParse(_text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            _at += 4;
            return (char)code;
        }

        return Current switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\b',
            'f' => '\f',
            '"' or '\\' or '/' => Current,
            _ => throw Error($"'\\{Current}' is no escape; known are \\n \\r \\t \\b \\f \\\" \\\\ \\/ \\uXXXX"),
        };
    }

    private bool AtAppend() => Current == '+' && _at + 1 < _text.Length && _text[_at + 1] == '=';

    private bool AtComment() => Current == '#' || (Current == '/' && _at + 1 < _text.Length && _text[_at + 1] == '/');

    private void SkipSpaces()
    {
        while (Current is ' ' or '\t')
            _at++;
    }

    private void SkipSeparator()
    {
        SkipBlank();
        if (Current != ',')
            return;
        _at++;
        SkipBlank();
        if (Current == ',')
            throw Error("nothing stands between two commas");
    }

    private void SkipBlank()
    {
        while (!AtEnd)
        {
            if (AtComment())
            {
                while (!AtEnd && Current != '\n')
                    _at++;
            }
            else if (char.IsWhiteSpace(Current))
            {
                _at++;
            }
            else
            {
                return;
            }
        }
    }

    private int Line() => 1 + _text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n');

    private ConfigurationException Error(string what) => new($"HOCON line {Line()}: {what}.");
}

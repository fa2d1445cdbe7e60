namespace TuyaActors.Node.Configuration;

/// <summary>
/// Finds the line of each key in a HOCON text, which the parsers of both engines forget. For texts that could be parsed: it looks only at
/// what separates keys from values. Of a key that is given twice the last counts, as its value does.
/// </summary>
internal sealed class HoconLines
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly string _text;
    private int _at;
    private int _line = 1;

    private HoconLines(string text) => _text = text;

    /// <summary>Reads a text.</summary>
    public static HoconLines Of(string text)
    {
        var lines = new HoconLines(text);
        lines.ReadEntries([]);
        return lines;
    }

    /// <summary>The line of a key, or of the nearest section around it that has one; null: none has.</summary>
    /// <param name="path">The words of its path.</param>
    public int? Find(IEnumerable<string> path)
    {
        for (var words = path.ToList(); words.Count > 0; words.RemoveAt(words.Count - 1))
        {
            if (_lines.TryGetValue(Key(words), out var line))
            {
                return line;
            }
        }

        return null;
    }

    // No key has a line break in it.
    private static string Key(IEnumerable<string> words) => string.Join('\n', words);

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private void ReadEntries(List<string> section)
    {
        for (SkipBlank(); _at < _text.Length; SkipBlank())
        {
            switch (Current)
            {
                case '}':
                    _at++;
                    return;
                case '{':
                    // The braces around a whole text.
                    _at++;
                    ReadEntries(section);
                    break;
                case ',' or '=' or ':' or '[' or ']':
                    _at++;
                    break;
                default:
                    ReadEntry(section);
                    break;
            }
        }
    }

    private void ReadEntry(List<string> section)
    {
        var line = _line;
        List<string> path = [.. section, .. ReadPath()];
        _lines[Key(path)] = line;
        SkipBlank();
        if (Current is '=' or ':')
        {
            _at++;
            SkipBlank();
        }

        if (Current == '{')
        {
            _at++;
            ReadEntries(path);
        }
        else
        {
            SkipValue();
        }
    }

    private List<string> ReadPath()
    {
        var words = new List<string> { "" };
        while (_at < _text.Length && Current is not ('=' or ':' or '{' or '}' or '\n' or ',' or '#'))
        {
            if (Current == '"')
            {
                var start = _at + 1;
                SkipQuoted();
                words[^1] += _text[start..Math.Max(start, _at - 1)];
                continue;
            }

            if (Current == '.')
            {
                words.Add("");
            }
            else if (!char.IsWhiteSpace(Current))
            {
                words[^1] += Current;
            }

            _at++;
        }

        return words;
    }

    // To the end of the line, or to what ends the value before it.
    private void SkipValue()
    {
        for (var depth = 0; _at < _text.Length; _at++)
        {
            switch (Current)
            {
                case '"':
                    SkipQuoted();
                    _at--;
                    break;
                case '[' or '{':
                    depth++;
                    break;
                case ']' or '}' when depth > 0:
                    depth--;
                    break;
                case '}' or ',' or '\n' when depth == 0:
                    return;
                case '#' or '/' when AtComment():
                    SkipLine();
                    _at--;
                    break;
                case '\n':
                    _line++;
                    break;
            }
        }
    }

    private void SkipQuoted()
    {
        const string Triple = "\"\"\"";
        if (_text.AsSpan(_at).StartsWith(Triple))
        {
            var close = _text.IndexOf(Triple, _at + Triple.Length, StringComparison.Ordinal);
            var end = close < 0 ? _text.Length : close + Triple.Length;
            _line += _text.AsSpan(_at, end - _at).Count('\n');
            _at = end;
            return;
        }

        for (_at++; _at < _text.Length && Current is not ('"' or '\n'); _at++)
        {
            if (Current == '\\')
            {
                _at++;
            }
        }

        _at = Math.Min(_at + 1, _text.Length);
    }

    private bool AtComment() => Current == '#' || _text.AsSpan(_at).StartsWith("//");

    private void SkipLine()
    {
        while (_at < _text.Length && Current != '\n')
        {
            _at++;
        }
    }

    private void SkipBlank()
    {
        while (_at < _text.Length)
        {
            if (AtComment())
            {
                SkipLine();
            }
            else if (char.IsWhiteSpace(Current))
            {
                _line += Current == '\n' ? 1 : 0;
                _at++;
            }
            else
            {
                return;
            }
        }
    }
}

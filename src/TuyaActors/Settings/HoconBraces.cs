namespace TuyaActors.Settings;

/// <summary>
/// Finds what a half-written HOCON file lacks. Akka.NET 1.5's parser does not end when a brace is never closed, so this comes before it.
/// </summary>
internal static class HoconBraces
{
    /// <summary>What is not closed, or closed but never opened, with its line; null when all is in pairs.</summary>
    public static string? Find(string hocon)
    {
        var open = new Stack<(char Brace, int Line)>();
        var line = 1;
        for (var i = 0; i < hocon.Length; i++)
        {
            switch (hocon[i])
            {
                case '\n':
                    line++;
                    break;
                case '{' or '[':
                    open.Push((hocon[i], line));
                    break;
                case '}' or ']':
                    if (!open.TryPop(out var last) || last.Brace != (hocon[i] == '}' ? '{' : '['))
                    {
                        return $"line {line}: '{hocon[i]}' closes nothing";
                    }

                    break;
                case '#':
                case '/' when hocon.AsSpan(i).StartsWith("//"):
                    i = LineEnd(hocon, i) - 1;
                    break;
                case '"':
                    var end = StringEnd(hocon, i);
                    if (end < 0)
                    {
                        return $"line {line}: a '\"' is never closed";
                    }

                    line += hocon.AsSpan(i, end - i).Count('\n');
                    i = end - 1;
                    break;
            }
        }

        return open.TryPeek(out var left) ? $"line {left.Line}: '{left.Brace}' is never closed" : null;
    }

    private static int LineEnd(string hocon, int from) => hocon.IndexOf('\n', from) is >= 0 and var end ? end : hocon.Length;

    // Behind the closing quotes; -1: there are none.
    private static int StringEnd(string hocon, int from)
    {
        const string Triple = "\"\"\"";
        if (hocon.AsSpan(from).StartsWith(Triple))
        {
            var close = hocon.IndexOf(Triple, from + Triple.Length, StringComparison.Ordinal);
            return close < 0 ? -1 : close + Triple.Length;
        }

        for (var i = from + 1; i < hocon.Length && hocon[i] != '\n'; i++)
        {
            switch (hocon[i])
            {
                case '"':
                    return i + 1;
                case '\\':
                    i++;
                    break;
            }
        }

        return -1;
    }
}

namespace TuyaActors.Node.Commands.Devices;

/// <summary>One column of a table of plain text.</summary>
internal sealed record TextColumn<T>(string Head, Func<T, string> Text);

/// <summary>Tables that a person reads, and that <c>grep</c> and <c>cut</c> can work with: nothing is cut off, nothing drawn.</summary>
internal static class TextTable
{
    /// <summary>The head and a line for each row; no line where there is no row.</summary>
    public static IEnumerable<string> Lines<T>(IReadOnlyList<TextColumn<T>> columns, IReadOnlyList<T> rows)
    {
        if (rows.Count == 0)
        {
            yield break;
        }

        var cells = rows.Select(row => columns.Select(column => Printable(column.Text(row))).ToList()).Prepend([.. columns.Select(column => column.Head)]).ToList();
        var widths = columns.Select((_, i) => cells.Max(line => line[i].Length)).ToList();
        foreach (var line in cells)
        {
            yield return string.Join("  ", line.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd();
        }
    }

    /// <summary>Names come from files and devices: a control character must not command the terminal.</summary>
    public static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}

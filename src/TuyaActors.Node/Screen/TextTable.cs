namespace TuyaActors.Node.Screen;

/// <summary>Tables that <c>grep</c> and <c>cut</c> can work with: nothing is cut off, nothing drawn.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>The head and a line for each row; no line where there is no row.</summary>
    public static IEnumerable<string> Lines<T>(IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows)
    {
        if (rows.Count == 0)
        {
            yield break;
        }

        var cells = rows.Select(row => columns.Select(column => OneLine.Of(column.Text(row))).ToList()).Prepend([.. columns.Select(column => column.Head)]).ToList();
        var widths = columns.Select((_, i) => cells.Max(line => OneLine.WidthOf(line[i]))).ToList();
        foreach (var line in cells)
        {
            yield return string.Join(Gap, line.Select((cell, i) => OneLine.Pad(cell, widths[i]))).TrimEnd();
        }
    }
}

using Spectre.Console;
using Spectre.Console.Rendering;

namespace TuyaActors.Node.Screen;

/// <summary>Tables for a person at a terminal: as wide as it is and no wider. Columns become narrower first, then those that matter least go.</summary>
internal static class FittedTable
{
    private const int Gap = 2;

    /// <summary>Draws the rows within so many columns of the terminal.</summary>
    public static IRenderable Draw<T>(IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows, int width)
    {
        var cells = columns.Select(column => rows.Select(row => OneLine.Of(column.Text(row))).ToList()).ToList();
        var natural = columns.Select((column, i) => Math.Min(column.Widest, cells[i].Select(OneLine.WidthOf).Append(OneLine.WidthOf(column.Head)).Max())).ToList();
        var widths = Fit(columns, natural, width);
        var shown = Enumerable.Range(0, columns.Count).Where(i => widths[i] > 0).ToList();

        var table = new Table { Border = TableBorder.None, Expand = false };
        foreach (var i in shown)
        {
            table.AddColumn(new TableColumn(new Text(OneLine.Cut(columns[i].Head, widths[i]), new Style(decoration: Decoration.Bold)))
            {
                NoWrap = true,
                Padding = new Padding(0, 0, i == shown[^1] ? 0 : Gap, 0),
                Width = widths[i],
                Alignment = columns[i].IsNumber ? Justify.Right : Justify.Left,
            });
        }

        for (var r = 0; r < rows.Count; r++)
        {
            // Texts, not markup: a name may have brackets in it.
            table.AddRow(shown.Select(i => new Text(OneLine.Cut(cells[i][r], widths[i]), columns[i].Color(rows[r]) is { } color ? new Style(color) : null)));
        }

        return table;
    }

    // 0: the column goes.
    private static int[] Fit<T>(IReadOnlyList<Column<T>> columns, List<int> natural, int width)
    {
        var shown = Enumerable.Range(0, columns.Count).ToList();
        int Least(int i) => Math.Min(natural[i], Math.Max(columns[i].Narrowest, OneLine.WidthOf(columns[i].Head)));
        int Sum(Func<int, int> widthOf) => shown.Sum(widthOf) + (Gap * (shown.Count - 1));
        while (shown.Count > 1 && Sum(Least) > width)
        {
            shown.Remove(shown.MinBy(i => columns[i].Weight));
        }

        var widths = new int[columns.Count];
        var left = width - Sum(Least);
        foreach (var i in shown.OrderByDescending(i => columns[i].Weight))
        {
            var more = Math.Clamp(left, 0, natural[i] - Least(i));
            widths[i] = Math.Min(Least(i) + more, width);
            left -= more;
        }

        return widths;
    }
}

using Spectre.Console;
using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Screen;

/// <summary>A fact with the word for it.</summary>
/// <param name="Word">The word.</param>
/// <param name="Text">The fact.</param>
/// <param name="Color">Its colour on a terminal; null: none.</param>
internal sealed record Fact(string Word, string Text, Color? Color = null);

/// <summary>Writes an answer of several parts: laid out for a person at a terminal, plain lines for another program.</summary>
internal sealed class Report(CommandEnvironment environment)
{
    // As wide as the longest word, and a gap.
    private const int WordWidth = 13;

    private readonly IAnsiConsole? _screen = environment.IsTerminal ? environment.Screen(environment.Out) : null;

    /// <summary>Whether whoever reads it is there still.</summary>
    public bool IsRead { get; private set; } = true;

    /// <summary>Writes facts, one below the other.</summary>
    public Report Facts(IEnumerable<Fact> facts)
    {
        if (_screen is null)
        {
            return Lines(facts.Select(fact => OneLine.Pad(fact.Word, WordWidth) + OneLine.Of(fact.Text)));
        }

        var grid = new Grid()
            .AddColumn(new GridColumn { NoWrap = true, Width = WordWidth - 1, Padding = new Padding(0, 0, 1, 0) })
            .AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach (var fact in facts)
        {
            grid.AddRow(new Text(fact.Word, new Style(Color.Grey)), new Text(OneLine.Of(fact.Text), fact.Color is { } color ? new Style(color) : null));
        }

        _screen.Write(grid);
        return this;
    }

    /// <summary>Writes a table below its title, if it has a row.</summary>
    public Report Table<T>(string title, IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows)
    {
        if (rows.Count == 0)
        {
            return this;
        }

        if (_screen is null)
        {
            return Lines(["", title, .. TextTable.Lines(columns, rows)]);
        }

        _screen.WriteLine();
        _screen.Write(new Text(title, new Style(decoration: Decoration.Bold | Decoration.Underline)));
        _screen.WriteLine();
        _screen.Write(FittedTable.Draw(columns, rows, _screen.Profile.Width));
        return this;
    }

    private Report Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            IsRead = IsRead && environment.TryWriteLine(line);
        }

        return this;
    }
}

using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Screen;

/// <summary>Writes results so that whoever reads them can: drawn for a person at a terminal, plain lines for another program.</summary>
internal static class Tables
{
    /// <summary>Writes a table.</summary>
    public static void WriteTable<T>(this CommandEnvironment environment, IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows)
    {
        if (!environment.IsTerminal)
        {
            foreach (var line in TextTable.Lines(columns, rows))
            {
                if (!environment.TryWriteLine(line))
                {
                    return;
                }
            }
        }
        else if (rows.Count > 0)
        {
            var screen = environment.Screen(environment.Out);
            screen.Write(FittedTable.Draw(columns, rows, screen.Profile.Width));
        }
    }
}

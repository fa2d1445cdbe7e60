using Spectre.Console;

namespace TuyaActors.Node.Screen;

/// <summary>One column of a table.</summary>
/// <param name="Head">What stands over it.</param>
/// <param name="Text">What stands in it.</param>
internal sealed record Column<T>(string Head, Func<T, string> Text)
{
    /// <summary>How long it stays when the terminal is narrow: the column with the lowest number goes first.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>How narrow it may become before another column goes; what does not fit is cut off.</summary>
    public int Narrowest { get; init; } = int.MaxValue;

    /// <summary>How wide it may become.</summary>
    public int Widest { get; init; } = int.MaxValue;

    /// <summary>Whether its texts stand at the right.</summary>
    public bool IsNumber { get; init; }

    /// <summary>The colour of a row's text; null: none.</summary>
    public Func<T, Color?> Color { get; init; } = _ => null;
}

using Spectre.Console;
using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Screen;

/// <summary>A piece of a line.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Color">Its colour on a terminal; null: none.</param>
internal readonly record struct Piece(string Text, Color? Color = null)
{
    public static implicit operator Piece(string text) => new(text);
}

/// <summary>Writes lines as they come, coloured where a person looks.</summary>
internal sealed class LineWriter(CommandEnvironment environment)
{
    private readonly IAnsiConsole? _screen = environment.IsTerminal ? environment.Screen(environment.Out) : null;

    /// <summary>Writes one; false when whoever read them has gone.</summary>
    public bool TryWrite(params IReadOnlyList<Piece> pieces)
    {
        if (_screen is null)
        {
            return environment.TryWriteLine(string.Concat(pieces.Select(piece => OneLine.Of(piece.Text))).TrimEnd());
        }

        var line = new Paragraph();
        foreach (var piece in pieces)
        {
            line.Append(OneLine.Of(piece.Text), piece.Color is { } color ? new Style(color) : null);
        }

        try
        {
            _screen.Write(line);
            _screen.WriteLine();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}

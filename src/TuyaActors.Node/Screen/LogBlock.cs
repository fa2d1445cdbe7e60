using Serilog.Events;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace TuyaActors.Node.Screen;

/// <summary>Log lines that take the place of the live table, which is drawn again below them.</summary>
internal sealed class LogBlock(IReadOnlyList<(LogEventLevel Level, string Text)> lines) : Renderable
{
    // Erases to the end of the screen: what stood there was the table, and would show behind shorter lines.
    private const string Erase = "\u001b[0J";

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        if (options.Ansi)
        {
            yield return Segment.Control(Erase);
        }

        foreach (var (level, text) in lines)
        {
            foreach (var segment in ((IRenderable)new Text(text, StyleOf(level))).Render(options, maxWidth))
            {
                yield return segment;
            }

            yield return Segment.LineBreak;
        }
    }

    private static Style? StyleOf(LogEventLevel level) => level switch
    {
        >= LogEventLevel.Error => new Style(Color.Red),
        LogEventLevel.Warning => new Style(Color.Yellow),
        LogEventLevel.Debug or LogEventLevel.Verbose => new Style(Color.Grey),
        _ => null,
    };
}

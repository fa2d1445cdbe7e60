using System.Threading.Channels;
using Serilog.Events;

namespace TuyaActors.Node.Screen;

/// <summary>Log lines on their way to the screen. Whoever logs never waits; of too many lines the oldest are dropped.</summary>
internal sealed class ScreenLog
{
    private const int Capacity = 1000;

    private readonly Channel<(LogEventLevel Level, string Text)> _lines = Channel.CreateBounded<(LogEventLevel, string)>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Adds a line.</summary>
    public void Write(LogEventLevel level, string text) => _lines.Writer.TryWrite((level, text));

    /// <summary>Takes the oldest line that has not been shown.</summary>
    public bool TryTake(out (LogEventLevel Level, string Text) line) => _lines.Reader.TryRead(out line);
}

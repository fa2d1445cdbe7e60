using Serilog.Events;
using Spectre.Console;
using TuyaActors.Node.Screen;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Screen;

public sealed class LiveScreenSpecs
{
    [Fact]
    public async Task Should_show_log_lines_above_the_table_and_leave_when_it_is_to_end()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 120;
        console.Profile.Height = 30;
        var log = new ScreenLog();
        log.Write(LogEventLevel.Information, "the page is at http://127.0.0.1:1/");
        log.Write(LogEventLevel.Warning, "a [bracket] is no markup");
        var fleet = new ScriptedFleet().With(Snapshots.Device("bf01", "Hall lamp"));

        await new LiveScreen(console, log, fleet, new FleetViewer("Akka engine: test", "http://127.0.0.1:1"), new ManualTime()).RunAsync(new CancellationToken(canceled: true));

        var shown = text.ToString();
        var places = new[] { "the page is at", "a [bracket] is no markup", "Akka engine: test", "1 of 1 online", "Hall lamp" }.Select(t => shown.IndexOf(t, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.False(log.TryTake(out _));
    }

    [Fact]
    public void Should_drop_the_oldest_lines_when_nobody_takes_them()
    {
        var log = new ScreenLog();
        for (var i = 0; i < 5000; i++)
        {
            log.Write(LogEventLevel.Information, $"line {i}");
        }

        Assert.True(log.TryTake(out var oldest));
        Assert.Equal("line 4000", oldest.Text);
    }
}

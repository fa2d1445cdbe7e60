using Serilog.Events;
using Spectre.Console;
using Spectre.Console.Rendering;
using TuyaActors.Hosting;

namespace TuyaActors.Node.Screen;

/// <summary>The live table at the bottom of the terminal; log lines scroll by above it.</summary>
internal sealed class LiveScreen(IAnsiConsole console, ScreenLog log, ITuyaFleet fleet, FleetViewer viewer, TimeProvider time)
{
    // As often as a person reads; each look is one round of messages through the fleet.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // Log lines that stay in sight above the table.
    private const int LogLines = 5;

    private IRenderable _shown = new Text("asking the fleet ...");

    /// <summary>Shows the fleet until the end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await ShowAsync(timer, Size(), end))
        {
            // The terminal has wrapped or moved the lines of the old table, nobody knows where to: all goes up out of sight, and with it
            // the log lines that still stood above.
            console.Write(new Text(new string('\n', console.Profile.Height)));
            console.Clear(home: true);
        }
    }

    // False at the end; true when the terminal has another size now, for which the table must be laid out anew.
    private async Task<bool> ShowAsync(PeriodicTimer timer, (int Width, int Height) size, CancellationToken end)
    {
        var resized = false;
        // Both before the live part begins: it takes its first lines for its own.
        WriteLog();
        var first = Draw(await LookAsync(end), size);
        await console.Live(first).AutoClear(false).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            do
            {
                WriteLog();
                live.UpdateTarget(Draw(await LookAsync(end), size));
                resized = size != Size();
            }
            while (!resized && await NextAsync(timer, end));
        });
        return resized && !end.IsCancellationRequested;
    }

    private IRenderable Draw(FleetView? view, (int Width, int Height) size)
    {
        _shown = view is null ? _shown : FleetTable.Draw(view, size.Width, Math.Max(8, size.Height - 1 - LogLines));
        return _shown;
    }

    private async Task<FleetView?> LookAsync(CancellationToken end)
    {
        try
        {
            return viewer.Look(await fleet.GetDevicesAsync(end), time.GetUtcNow());
        }
        catch (TimeoutException late)
        {
            log.Write(LogEventLevel.Warning, $"the fleet has not answered: {late.Message}");
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The screen keeps what it showed last.
        }

        return null;
    }

    private (int Width, int Height) Size() => (console.Profile.Width, console.Profile.Height);

    private void WriteLog()
    {
        var lines = new List<(LogEventLevel, string)>();
        while (log.TryTake(out var line))
        {
            lines.Add(line);
        }

        if (lines.Count > 0)
        {
            console.Write(new LogBlock(lines));
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken end)
    {
        try
        {
            return await timer.WaitForNextTickAsync(end);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

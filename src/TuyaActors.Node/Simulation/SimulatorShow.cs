using TuyaActors.Node.Cli;
using TuyaActors.Simulator;

namespace TuyaActors.Node.Simulation;

/// <summary>A running simulator as its user sees it: a status line whenever something is new, and words that make trouble.</summary>
internal sealed class SimulatorShow(TuyaSimulator simulator, CommandEnvironment environment, SimulationReport? report)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // Counters alone change all the time: they are told so often.
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromMinutes(1);

    /// <summary>Runs until the end is asked for.</summary>
    /// <param name="takesWords">Whether words are read from standard input.</param>
    /// <param name="end">Ends it.</param>
    public async Task RunAsync(bool takesWords, CancellationToken end)
    {
        var devices = simulator.Devices;
        environment.TryWriteLine($"{devices.Count} devices on {devices[0].EndPoint.Address} to {devices[^1].EndPoint.Address}, port {devices[0].EndPoint.Port}; Ctrl-C ends");
        var words = takesWords ? Task.Run(() => ObeyAsync(end), end) : Task.CompletedTask;
        await ShowAsync(end);
        // A read of standard input cannot be called off everywhere; the process does not wait for it.
        if (words.IsCompleted)
        {
            await words.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        report?.Write();
        environment.TryWriteLine($"ended; {Line(simulator.Count())}");
    }

    private static string Line(SimulatorCounters now) =>
        $"{now.ConnectedClients} of {now.Devices} have a client, {now.Devices - now.Listening} do not listen; so far {now.Connections} connections, {now.DoubleConnections} double ones, {now.RejectedConnections} second clients turned away, "
        + $"{now.CommandsReceived} commands, {now.PushesSent} pushes, {now.FramesRefused} frames refused";

    private async Task ShowAsync(CancellationToken end)
    {
        var told = (ConnectedClients: -1, Listening: -1, Doubles: 0L, Refused: 0L);
        var toldAt = environment.Time.GetTimestamp();
        using var timer = new PeriodicTimer(Period, environment.Time);
        try
        {
            do
            {
                var now = simulator.Count();
                var state = (now.ConnectedClients, now.Listening, now.DoubleConnections, now.FramesRefused);
                if (state != told || environment.Time.GetElapsedTime(toldAt) >= AtLeastEvery)
                {
                    (told, toldAt) = (state, environment.Time.GetTimestamp());
                    environment.TryWriteLine(Line(now));
                }

                report?.TryWrite();
            }
            while (await timer.WaitForNextTickAsync(end));
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C.
        }
    }

    private async Task ObeyAsync(CancellationToken end)
    {
        var troubles = new Troublemaker(simulator);
        while (!end.IsCancellationRequested && await environment.In.ReadLineAsync(end) is { } line)
        {
            var parts = line.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 0)
            {
                continue;
            }

            troubles.TryDo(parts[0], parts.Length == 2 ? parts[1] : "", out var said);
            environment.TryWriteLine(said);
        }
    }
}

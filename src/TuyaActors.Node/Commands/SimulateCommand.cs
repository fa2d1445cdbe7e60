using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Simulation;
using TuyaActors.Simulator;

namespace TuyaActors.Node.Commands;

/// <summary><c>tuyactors simulate</c>: fake devices for programs to talk to.</summary>
internal static class SimulateCommand
{
    private const int DefaultCount = 24;
    private const int MaxCount = 100_000;

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new NodeCommand(
            "simulate",
            "Run fake devices of every version and kind, each on a loopback address of its own, until Ctrl-C.",
            "simulate --count 100 --devices-file devices.json",
            "simulate --count 5 --quiet --control",
            "simulate --count 100 --faults faults.json");
        var count = Options.Integer("--count", $"How many devices; sub-devices behind gateways come on top (default {DefaultCount})", 1, MaxCount);
        var file = Options.Text("--devices-file", "Write tinytuya's devices.json for them, readable by its owner only: it holds the keys", "FILE");
        var first = Options.Address("--base", $"The first device's address; the others follow (default {SimulatedFleet.DefaultFirstAddress})");
        var port = Options.Integer("--port", $"The TCP port of all (default {SimulatedDeviceOptions.DefaultPort})", 1, 65535);
        var seed = Options.Integer("--seed", "The same seed gives the same devices (default 1)", 0, int.MaxValue);
        var interval = Options.Seconds("--interval", "Mean time between two changes that a device makes by itself (default 10)");
        var quiet = Options.Switch("--quiet", "No device changes by itself");
        var silent = Options.Switch("--no-broadcast", "No device announces itself or answers probes");
        var control = Options.Switch("--control", $"Take words on standard input, such as 'kill Kitchen plug 1': {string.Join(", ", Troublemaker.Words.Keys)}");
        var faults = Options.Text(FaultsFile.Option, FaultsFile.Description, "FILE");
        foreach (var option in (ReadOnlySpan<Option>)[count, file, first, port, seed, interval, quiet, silent, control, faults])
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, end) =>
        {
            var options = new SimulatorOptions { Seed = parsed.GetValue(seed) ?? 1, Quiet = parsed.GetValue(quiet), Announce = !parsed.GetValue(silent), Time = environment.Time };
            if (parsed.GetValue(interval) is { } mean)
            {
                options = options with { PushInterval = mean };
            }

            var plan = FaultsFile.Read(parsed.GetValue(faults));
            await using var simulator = new TuyaSimulator(options);
            AddDevices(simulator, parsed.GetValue(count) ?? DefaultCount, parsed.GetValue(first), parsed.GetValue(port) ?? SimulatedDeviceOptions.DefaultPort);
            using var player = plan?.PlayerFor(simulator, sentence => environment.TryWriteLine($"{FaultsFile.Option}: {sentence}"));
            await StartAsync(simulator, end);
            Write(simulator, parsed.GetValue(file), environment);
            player?.Start();
            var show = new SimulatorShow(simulator, environment);
            await show.RunAsync(parsed.GetValue(control), end);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void AddDevices(TuyaSimulator simulator, int count, System.Net.IPAddress? first, int port)
    {
        try
        {
            simulator.AddRange(SimulatedFleet.Create(count, simulator.Options.Seed, first, port));
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException($"--base: {wrong.Message}");
        }
    }

    private static async Task StartAsync(TuyaSimulator simulator, CancellationToken end)
    {
        try
        {
            await simulator.StartAsync(end);
        }
        catch (SimulatorException taken)
        {
            throw new UsageException($"--base: {taken.Message} Give another address with --base, or another port with --port.");
        }
    }

    private static void Write(TuyaSimulator simulator, string? file, CommandEnvironment environment)
    {
        if (file is null)
        {
            return;
        }

        try
        {
            simulator.WriteDevicesFile(file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--devices-file: '{file}' cannot be written: {refused.Message}");
        }

        environment.TryWriteLine($"wrote {file}");
    }
}

using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Running;
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
            "Run fake devices of every version and kind, each on an address of its own, until Ctrl-C.",
            "simulate --count 100 --devices-file devices.json",
            "simulate --count 5 --quiet --control",
            "simulate --count 100 --faults faults.json",
            "simulate --count 50 --seed 2 --prefix 'Garage ' --base 10.77.2.100 --broadcast 10.77.2.255 --report report.json",
            "simulate --count 50 --seed 2 --prefix 'Garage ' --only 'Garage Attic plug 1' --base 10.77.3.200 --broadcast 10.77.3.255");
        var count = Options.Integer("--count", $"How many devices; sub-devices behind gateways come on top (default {DefaultCount})", 1, MaxCount);
        var file = Options.Text("--devices-file", "Write tinytuya's devices.json for them, readable by its owner only: it holds the keys", "FILE");
        var first = Options.Address("--base", $"The first device's address; the others follow. Beyond 127.0.0.0/8 the machine must have them all (default {SimulatedFleet.DefaultFirstAddress})");
        var port = Options.Integer("--port", $"The TCP port of all (default {SimulatedDeviceOptions.DefaultPort})", 1, 65535);
        var seed = Options.Integer("--seed", "The same seed gives the same devices: ids, keys, names. Another one gives others (default 1)", 0, int.MaxValue);
        var prefix = Options.Text("--prefix", "What each name begins with; without it, fleets of different seeds have the same names", "TEXT");
        var only = Options.Words("--only", "Of the devices that --count, --seed and --prefix make, run only this one, by its id or name, as if it had moved here; again for another", "DEVICE");
        var interval = Options.Seconds("--interval", "Mean time between two changes that a device makes by itself (default 10)");
        var quiet = Options.Switch("--quiet", "No device changes by itself");
        var silent = Options.Switch("--no-broadcast", "No device announces itself or answers probes");
        var broadcast = Options.Address("--broadcast", $"Where devices announce themselves and hear probes (default {new SimulatorOptions().BroadcastAddress}; needed where --base is beyond loopback)");
        var control = Options.Switch("--control", $"Take words on standard input, such as 'kill Kitchen plug 1': {string.Join(", ", Troublemaker.Words.Keys)}");
        var faults = Options.Text(FaultsFile.Option, FaultsFile.Description, "FILE");
        var report = Options.Text(SimulationReport.Option, SimulationReport.Description, "FILE");
        foreach (var option in (ReadOnlySpan<Option>)[count, seed, prefix, only, first, port, broadcast, silent, file, interval, quiet, control, faults, report])
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, end) =>
        {
            var fleet = SimulatedFleet.Create(parsed.GetValue(count) ?? DefaultCount, parsed.GetValue(seed) ?? 1, null, parsed.GetValue(port) ?? SimulatedDeviceOptions.DefaultPort, parsed.GetValue(prefix) ?? "");
            var devices = SimulatedPlace.Choose(fleet, parsed.GetValue(only) ?? [], parsed.GetValue(first));
            ProgramFiles.RequireForSimulator(environment.FileLimit, devices.Count);
            var air = SimulatedPlace.BroadcastOf(parsed.GetValue(first), parsed.GetValue(broadcast), parsed.GetValue(silent));
            var options = new SimulatorOptions { Seed = parsed.GetValue(seed) ?? 1, Quiet = parsed.GetValue(quiet), Announce = air is not null, Time = environment.Time };
            if (air is not null)
            {
                options = options with { BroadcastAddress = air };
            }

            if (parsed.GetValue(interval) is { } mean)
            {
                options = options with { PushInterval = mean };
            }

            var plan = FaultsFile.Read(parsed.GetValue(faults));
            await using var simulator = new TuyaSimulator(options);
            simulator.AddRange(devices);
            using var player = plan?.PlayerFor(simulator, sentence => environment.TryWriteLine($"{FaultsFile.Option}: {sentence}"));
            await StartAsync(simulator, end);
            Write(simulator, parsed.GetValue(file), environment);
            player?.Start();
            var written = parsed.GetValue(report) is { } path ? new SimulationReport(simulator, path, sentence => environment.TryWriteLine(sentence)) : null;
            written?.Write();
            var show = new SimulatorShow(simulator, environment, written);
            await show.RunAsync(parsed.GetValue(control), end);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task StartAsync(TuyaSimulator simulator, CancellationToken end)
    {
        try
        {
            await simulator.StartAsync(end);
        }
        catch (SimulatorException taken)
        {
            throw new UsageException($"{taken.Message} Others are given by --base, --port and --broadcast.");
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

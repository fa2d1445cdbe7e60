using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Http;
using TuyaActors.Node.Running;
using TuyaActors.Node.Serving;
using TuyaActors.Node.Simulation;
using TuyaActors.Settings;
using TuyaActors.Simulator;

namespace TuyaActors.Node.Commands;

/// <summary><c>tuyactors serve</c>: the node.</summary>
internal static class ServeCommand
{
    // Loopback has room for more, a process for hardly more: each device has a socket, and its client another.
    private const int MaxSimulated = 30_000;

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new NodeCommand(
            "serve",
            "Run a node: connect to all devices, follow them, and offer them over HTTP.",
            "serve --devices devices.json",
            "serve --db /var/lib/tuyactors/tuya.db --plain",
            "serve --simulate 24 --plain --urls http://127.0.0.1:9000",
            "serve --simulate 24 --faults faults.json");
        var config = ConfigOption.Create();
        var devices = Options.Text("--devices", "Devices to import at the start: tinytuya's devices.json", "FILE");
        var strict = Options.Switch("--strict", "Refuse a devices file with any problem, instead of starting with what is good");
        var database = Options.Text("--db", "The file to keep the fleet in (default tuya.db; only simulated devices are kept in memory)", "FILE");
        var memory = Options.Switch("--memory", "Keep the fleet in memory: all is forgotten at the end");
        var simulate = Options.Integer("--simulate", "Simulate so many devices of all versions in this process", 0, MaxSimulated);
        var simulateBase = Options.Address("--simulate-base", $"The first simulated device's address (default {SimulatedFleet.DefaultFirstAddress})");
        var faults = Options.Text(FaultsFile.Option, FaultsFile.Description, "FILE");
        var urls = Options.Text("--urls", $"Where to serve HTTP, loopback only; several with ';' between (default {ListenAddress.Default.Url})", "URL");
        var plain = Options.Switch("--plain", "Log lines instead of the live table, as when the output is no terminal");
        var verbose = Options.Switch("--verbose", "Debug log lines too");
        foreach (var option in (ReadOnlySpan<Option>)[config, devices, strict, database, memory, simulate, simulateBase, faults, urls, plain, verbose])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, end) =>
        {
            var hocon = ConfigOption.Read(parsed.GetValue(config));
            var file = ReadDevices(parsed.GetValue(devices), parsed.GetValue(strict));
            var settings = new ServeSettings
            {
                Listen = ReadUrls(parsed.GetValue(urls)),
                Hocon = hocon,
                Storage = ReadStorage(parsed.GetValue(database), parsed.GetValue(memory), hocon, file is null && parsed.GetValue(simulate) > 0),
                Devices = file,
                Strict = parsed.GetValue(strict),
                Simulate = parsed.GetValue(simulate) ?? 0,
                SimulateBase = parsed.GetValue(simulateBase) ?? SimulatedFleet.DefaultFirstAddress,
                Faults = ReadFaults(parsed.GetValue(faults), parsed.GetValue(simulate) ?? 0),
                Plain = parsed.GetValue(plain),
                Verbose = parsed.GetValue(verbose),
            };
            return new NodeServer(environment, settings).RunAsync(end);
        });
        return command;
    }

    private static List<ListenAddress> ReadUrls(string? urls)
    {
        if (urls is null)
        {
            return [ListenAddress.Default];
        }

        return
        [
            .. urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .DefaultIfEmpty("")
                .Select(url => ListenAddress.TryParse(url, out var address, out var why) ? address : throw new UsageException($"--urls: {why}.")),
        ];
    }

    private static StorageChoice ReadStorage(string? database, bool memory, string? hocon, bool isSimulationOnly) => (database, memory) switch
    {
        (not null, true) => throw new UsageException("--db and --memory are both given; allowed is one of them."),
        (null, true) => StorageChoice.Memory,
        // A game is forgotten, unless somebody has said where to keep it.
        (null, false) when isSimulationOnly && !(hocon is not null && HoconText.Parse(hocon).HasPath("tuya.persistence")) => StorageChoice.Memory,
        _ => StorageChoice.Of(database),
    };

    private static FaultsFile? ReadFaults(string? file, int simulated) => file is not null && simulated == 0
        ? throw new UsageException($"{FaultsFile.Option} breaks simulated devices, and there are none; give --simulate too.")
        : FaultsFile.Read(file);

    private static DevicesFile? ReadDevices(string? file, bool strict) => file is null && strict
        ? throw new UsageException("--strict says how to read --devices, which is missing.")
        : file is null ? null : DevicesFile.Read(file);
}

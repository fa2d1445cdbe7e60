using System.Collections.Immutable;
using System.CommandLine;
using TuyaActors.Messages;
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
            "serve --simulate 24 --plain --urls http://127.0.0.1:9000",
            "serve --simulate 24 --faults faults.json");
        var config = Options.Text("--config", "Settings of the fleet in HOCON, laid over the defaults (hocon/reference.conf)", "FILE");
        var devices = Options.Text("--devices", "The devices: tinytuya's devices.json", "FILE");
        var strict = Options.Switch("--strict", "Refuse a devices file with any problem, instead of starting with what is good");
        var simulate = Options.Integer("--simulate", "Simulate so many devices of all versions in this process", 0, MaxSimulated);
        var simulateBase = Options.Address("--simulate-base", $"The first simulated device's address (default {SimulatedFleet.DefaultFirstAddress})");
        var faults = Options.Text(FaultsFile.Option, FaultsFile.Description, "FILE");
        var urls = Options.Text("--urls", $"Where to serve HTTP, loopback only; several with ';' between (default {ListenAddress.Default.Url})", "URL");
        var plain = Options.Switch("--plain", "Log lines instead of the live table, as when the output is no terminal");
        var verbose = Options.Switch("--verbose", "Debug log lines too");
        foreach (var option in (ReadOnlySpan<Option>)[config, devices, strict, simulate, simulateBase, faults, urls, plain, verbose])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, end) =>
        {
            var warnings = new List<string>();
            var settings = new ServeSettings
            {
                Listen = ReadUrls(parsed.GetValue(urls)),
                Hocon = ReadConfig(parsed.GetValue(config)),
                Devices = ReadDevices(parsed.GetValue(devices), parsed.GetValue(strict), environment, warnings),
                Warnings = warnings,
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

    private static string? ReadConfig(string? file)
    {
        if (file is null)
        {
            return null;
        }

        var hocon = TextFile.Read("--config", file);
        try
        {
            FleetSettings.From(HoconText.Parse(hocon));
            return hocon;
        }
        catch (FleetSettingsException wrong)
        {
            throw new UsageException($"--config: '{file}': {wrong.Message}.");
        }
    }

    private static FaultsFile? ReadFaults(string? file, int simulated) => file is not null && simulated == 0
        ? throw new UsageException($"{FaultsFile.Option} breaks simulated devices, and there are none; give --simulate too.")
        : FaultsFile.Read(file);

    private static ImmutableArray<DeviceDefinition> ReadDevices(string? file, bool strict, CommandEnvironment environment, List<string> warnings)
    {
        if (file is null)
        {
            return strict ? throw new UsageException("--strict says how to read --devices, which is missing.") : [];
        }

        // Refused, the command ends before there is a log.
        return DevicesFile.Read(file).Accept(strict, strict ? environment.Error.WriteLine : warnings.Add);
    }
}

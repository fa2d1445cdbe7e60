using System.CommandLine;
using System.Net;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Running;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Commands;

/// <summary><c>tuyactors scan</c>: what announces itself on the LAN, each device once, as it comes.</summary>
internal static class ScanCommand
{
    // Devices announce themselves every 5 s or so; 18 s, as tinytuya has it, gives a weak radio three chances.
    private static readonly TimeSpan DefaultLength = TimeSpan.FromSeconds(18);

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new NodeCommand(
            "scan",
            "Listen for devices that announce themselves (UDP 6666, 6667, 7000), and ask the silent ones.",
            "scan",
            "scan --json --seconds 30",
            "scan --broadcast 127.255.255.255");
        var seconds = Options.Seconds("--seconds", $"How long to listen (default {DefaultLength.TotalSeconds:0})", highest: 3600);
        var json = Options.Switch("--json", "One line of JSON for each device");
        var verbose = Options.Switch("--verbose", "Show log lines on standard error");
        var broadcast = Options.Address("--broadcast", "Send the probe to this broadcast address instead of every interface's");
        command.Options.Add(seconds);
        command.Options.Add(json);
        command.Options.Add(broadcast);
        command.Options.Add(verbose);
        command.SetAction(async (parsed, end) =>
        {
            var setup = new FleetSetup
            {
                BroadcastAddresses = parsed.GetValue(broadcast) is { } address ? [address] : [],
                Verbose = parsed.GetValue(verbose),
            };
            using var timeIsUp = new CancellationTokenSource(parsed.GetValue(seconds) ?? DefaultLength, environment.Time);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(end, timeIsUp.Token);
            await using var running = await environment.StartFleet(setup, end);
            var found = await ListenAsync(environment, running.Fleet, parsed.GetValue(json), over.Token);
            return await ConcludeAsync(environment, running.Fleet, found, end);
        });
        return command;
    }

    private static async Task<int> ListenAsync(CommandEnvironment environment, ITuyaFleet fleet, bool json, CancellationToken over)
    {
        var seen = new HashSet<(DeviceId, IPAddress)>();
        try
        {
            await foreach (var happened in fleet.Events(EventFilter.Sightings, over))
            {
                if (happened is DeviceEvents.Sighted sighted
                    && seen.Add((sighted.DeviceId, sighted.Sighting.Address))
                    && !environment.TryWriteLine(json ? JsonText.Of(SightingJson.Of(sighted)) : Line(sighted.Sighting)))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The time is up, or Ctrl-C.
        }

        return seen.Count;
    }

    private static string Line(DeviceSighting sighting) =>
        $"{sighting.DeviceId,-22}  {sighting.Address,-15}  {sighting.Version?.ToText() ?? "?",-3}  {sighting.ProductKey ?? "-"}";

    private static async Task<int> ConcludeAsync(CommandEnvironment environment, ITuyaFleet fleet, int found, CancellationToken end)
    {
        // Ctrl-C ends the listening; this question is answered from memory at once.
        var health = await fleet.GetHealthAsync(end.IsCancellationRequested ? CancellationToken.None : end);
        foreach (var port in health.UdpPorts.Where(p => !p.Bound))
        {
            environment.Error.WriteLine($"UDP port {port.Port}: {port.Problem}");
        }

        environment.Error.WriteLine(found == 1 ? "1 device found" : $"{found} devices found");
        if (!health.UdpPorts.Any(p => p.Bound))
        {
            return ExitCode.Failed;
        }

        if (found == 0)
        {
            environment.Error.WriteLine("hint: a broadcast stays within its LAN segment; firewalls, VLANs and Docker's networks stop it. Are UDP 6666, 6667 and 7000 let in?");
        }

        return ExitCode.Ok;
    }
}

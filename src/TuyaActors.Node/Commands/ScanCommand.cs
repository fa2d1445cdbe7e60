using System.CommandLine;
using System.Net;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Remote;
using TuyaActors.Node.Running;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Commands;

/// <summary><c>tuyactors scan</c>: what announces itself on the LAN, each device once, as it comes.</summary>
internal static class ScanCommand
{
    // Devices announce themselves every 5 s or so; 18 s, as tinytuya has it, gives a weak radio three chances.
    private static readonly TimeSpan DefaultLength = TimeSpan.FromSeconds(18);

    /// <summary>What to look at when nobody is heard.</summary>
    public const string Hint = "hint: a broadcast stays within its LAN segment; firewalls, VLANs and Docker's networks stop it. Are UDP 6666, 6667 and 7000 let in?";

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new NodeCommand(
            "scan",
            "Listen for devices that announce themselves (UDP 6666, 6667, 7000), and ask the silent ones: by the running node where there is one, which knows whose they are; else without one.",
            "scan",
            "scan --json --seconds 30",
            "scan --direct --broadcast 127.255.255.255");
        var seconds = Options.Seconds("--seconds", $"How long to listen (default 6 by a node, which has listened before, else {DefaultLength.TotalSeconds:0})", highest: 3600);
        var json = Options.Switch("--json", "One line of JSON for each device");
        var direct = Options.Switch("--direct", "Listen without a node, also where one runs");
        var verbose = Options.Switch("--verbose", "Without a node: show log lines on standard error");
        var broadcast = Options.Address("--broadcast", "Without a node: send the probe to this broadcast address instead of every interface's");
        command.Options.Add(seconds);
        command.Options.Add(json);
        command.Options.Add(direct);
        command.Options.Add(broadcast);
        command.Options.Add(verbose);
        var node = new NodeOptions().AddTo(command);
        command.SetAction(async (parsed, end) =>
        {
            var own = ((Option[])[direct, broadcast, verbose]).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;
            if (own is not null && node.Given(parsed) is { } named)
            {
                throw new UsageException($"{own} is about listening without a node, and {named} names one; give one or the other.");
            }

            using var running = own is null ? await FindAsync(node, parsed, environment, end) : null;
            if (running is not null)
            {
                return await ScanAtNode.RunAsync(environment, new RemoteFleet(running), parsed.GetValue(seconds), parsed.GetValue(json), end);
            }

            var setup = new FleetSetup
            {
                BroadcastAddresses = parsed.GetValue(broadcast) is { } address ? [address] : [],
                Verbose = parsed.GetValue(verbose),
            };
            using var timeIsUp = new CancellationTokenSource(parsed.GetValue(seconds) ?? DefaultLength, environment.Time);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(end, timeIsUp.Token);
            await using var fleet = await environment.StartFleet(setup, end);
            var found = await ListenAsync(environment, fleet.Fleet, parsed.GetValue(json), over.Token);
            return await ConcludeAsync(environment, fleet.Fleet, found, end);
        });
        return command;
    }

    // A database that says no address is no reason not to listen.
    private static async Task<NodeClient?> FindAsync(NodeOptions node, ParseResult parsed, CommandEnvironment environment, CancellationToken end)
    {
        if (node.Given(parsed) is not null)
        {
            return await node.RequireAsync(parsed, environment, end);
        }

        try
        {
            return await node.FindAsync(parsed, environment, end);
        }
        catch (NodeUnreachableException)
        {
            return null;
        }
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
            environment.Error.WriteLine(Hint);
        }

        return ExitCode.Ok;
    }
}

using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;
using TuyaActors.Node.Remote;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Commands;

/// <summary><c>tuyactors health</c>: how a running node and its fleet are.</summary>
internal static class HealthCommand
{
    private const string Healthy = "healthy";
    private const string Degraded = "degraded";

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new FleetCommand(
            environment,
            "health",
            "Say how a running node is: its fleet, the discovery ports, the storage. Ends with 0 only where it is healthy: at least 90 % of the devices online, the ports heard, all stored.",
            ["health", "health --json --node http://127.0.0.1:8377"]);
        var json = command.With(Options.Switch("--json", "The answer of the HTTP face (/api/fleet) as JSON"));
        command.SetNodeAction(parsed => async (fleet, end) =>
        {
            if (!(await fleet.FleetAsync(end)).IsOk(out var health, out var problem))
            {
                command.Tell(problem);
                return ExitCode.Failed;
            }

            if (parsed.GetValue(json))
            {
                environment.TryWriteLine(JsonText.Of(health, environment.IsTerminal));
            }
            else
            {
                new Report(environment).Facts(Facts(environment, fleet, health));
            }

            return health.Status == Healthy ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    /// <summary>Which node it is.</summary>
    public static IEnumerable<Fact> NodeFacts(CommandEnvironment environment, RemoteFleet fleet, FleetJson health)
    {
        yield return new("node", $"{fleet.Node.Url}, version {health.Version}, {(health.Simulated ? "with simulated devices, " : "")}up for {Spans.Of(health.Now - health.Started)} (since {Spans.Clock(health.Started, environment.Time)})");
        yield return new("engine", health.Engine);
        yield return new("devices", Devices(health));
    }

    private static IEnumerable<Fact> Facts(CommandEnvironment environment, RemoteFleet fleet, FleetJson health)
    {
        yield return new("health", $"{health.Status}: {health.Sentence}", health.Status switch { Healthy => Color.Green, Degraded => Color.Yellow, _ => Color.Red });
        foreach (var fact in NodeFacts(environment, fleet, health))
        {
            yield return fact;
        }

        if (health.ByDiagnosis.Count > 0)
        {
            yield return new("not well", string.Join(", ", health.ByDiagnosis.OrderByDescending(found => found.Value).Select(found => $"{found.Value} {found.Key}")));
        }

        if (health.Wedged.Count > 0)
        {
            yield return new("wedged", $"{string.Join(", ", health.Wedged)}: without power for a moment, they are well again");
        }

        if (health.Strangers > 0)
        {
            yield return new("strangers", $"{Words.Count(health.Strangers, "device")} heard that the fleet does not have; 'tuyactors scan' shows them");
        }

        foreach (var segment in health.Segments ?? [])
        {
            yield return new("segment", SegmentWords.Of(segment), segment.Available ? null : Color.Red);
        }

        foreach (var port in health.UdpPorts)
        {
            yield return new($"UDP {port.Port}", (port.Segment is null ? "" : $"{port.Segment}: ") + Port(environment, port), port.Bound ? null : Color.Red);
        }

        yield return new(
            "storage",
            health.Storage.Problem is { } problem ? problem : health.Storage.Persistent ? "kept in a database" : "kept in memory, and forgotten at the end",
            health.Storage.Problem is null ? null : Color.Red);
    }

    private static string Devices(FleetJson health)
    {
        var states = health.ByState.Where(state => state.Key != "online").Select(state => string.Create(CultureInfo.InvariantCulture, $", {state.Value} {state.Key}"));
        var behind = health.SubDevices == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; behind gateways {health.SubDevicesOnline} of {health.SubDevices}");
        return string.Create(CultureInfo.InvariantCulture, $"{health.Online} of {health.Devices} online{string.Concat(states)}{behind}");
    }

    private static string Port(CommandEnvironment environment, UdpPortJson port) => !port.Bound
        ? port.Problem ?? "not bound"
        : $"{Words.Count(port.Datagrams, "datagram")}{(port.LastHeardAt is { } last ? $", the last {Spans.Of(environment.Time.GetUtcNow() - last)} ago" : "")}";
}

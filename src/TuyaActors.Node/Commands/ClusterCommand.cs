using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Commands;

/// <summary><c>tuyactors cluster</c>: what nodes there are. This version's do not form clusters, and the answer says so.</summary>
internal static class ClusterCommand
{
    /// <summary>Makes the command and the one below it.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var status = new FleetCommand(
            environment, "status", "Say which nodes there are. In this version each node stands alone: it is one, and no cluster.", ["cluster status", "cluster status --json"]);
        var json = status.With(Options.Switch("--json", "The answer as JSON"));
        status.SetNodeAction(parsed => async (fleet, end) =>
        {
            if (!(await fleet.FleetAsync(end)).IsOk(out var answer, out var problem))
            {
                return status.Tell(problem);
            }

            if (parsed.GetValue(json))
            {
                var node = new ClusterNodeJson(fleet.Node.Url, answer.Version, answer.Engine, answer.Started, answer.Status, answer.Devices, answer.SubDevices);
                environment.TryWriteLine(JsonText.Of(new ClusterJson(Clustered: false, node), environment.IsTerminal));
                return ExitCode.Ok;
            }

            new Report(environment).Facts(
            [
                new("cluster", "none: one node, which stands alone"),
                .. HealthCommand.NodeFacts(environment, fleet, answer),
            ]);
            return ExitCode.Ok;
        });
        return new NodeCommand("cluster", "Say which nodes there are.", "cluster status") { status };
    }
}

using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Commands;

/// <summary><c>tuyactors cluster</c>: what nodes there are.</summary>
internal static class ClusterCommand
{
    private static readonly Column<SegmentJson>[] SegmentColumns =
    [
        new("segment", segment => segment.Name) { Weight = 9, Narrowest = 8 },
        new("reachable", segment => segment.Available ? "yes" : "no") { Weight = 8, Color = segment => segment.Available ? null : Color.Red },
        new("devices", segment => segment.Devices.ToString(CultureInfo.InvariantCulture)) { Weight = 7, IsNumber = true },
        new("online", segment => segment.Online.ToString(CultureInfo.InvariantCulture)) { Weight = 7, IsNumber = true },
        new("nodes", segment => segment.Nodes.Count.ToString(CultureInfo.InvariantCulture)) { Weight = 6, IsNumber = true },
    ];

    /// <summary>Makes the command and the one below it.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var status = new FleetCommand(
            environment,
            "status",
            "Say which nodes there are, as the one that is asked sees them, and what each segment has. Ends with 0 only where all of them can be reached.",
            ["cluster status", "cluster status --json", "cluster status --node http://10.0.0.5:8377"]);
        var json = status.With(Options.Switch("--json", "The answer of the HTTP face (/api/cluster) as JSON"));
        status.SetNodeAction(parsed => async (fleet, end) =>
        {
            if (!(await fleet.ClusterAsync(end)).IsOk(out var cluster, out var problem) || !(await fleet.FleetAsync(end)).IsOk(out var health, out problem))
            {
                return status.Tell(problem);
            }

            if (parsed.GetValue(json))
            {
                environment.TryWriteLine(JsonText.Of(cluster with { Node = cluster.Node with { Url = fleet.Node.Url } }, environment.IsTerminal));
            }
            else
            {
                new Report(environment)
                    .Facts([.. Facts(cluster), .. HealthCommand.NodeFacts(environment, fleet, health)])
                    .Table("nodes", MemberColumns(cluster), cluster.Members ?? [])
                    .Table("segments", SegmentColumns, cluster.Segments ?? []);
            }

            return Unreachable(cluster).Count == 0 ? ExitCode.Ok : ExitCode.Failed;
        });
        return new NodeCommand("cluster", "Say which nodes there are.", "cluster status") { status };
    }

    private static List<string> Unreachable(ClusterJson cluster) =>
    [
        .. (cluster.Members ?? []).Where(member => !member.Reachable).Select(member => $"node {member.Address}"),
        .. (cluster.Segments ?? []).Where(segment => !segment.Available).Select(segment => $"segment '{segment.Name}'"),
    ];

    private static IEnumerable<Fact> Facts(ClusterJson cluster)
    {
        if (!cluster.Clustered)
        {
            yield return new("cluster", "none: one node, which stands alone");
            yield break;
        }

        var unreachable = Unreachable(cluster);
        yield return new(
            "cluster",
            $"{Words.Count(cluster.Members?.Count ?? 0, "node")}, {Words.Count(cluster.Segments?.Count ?? 0, "segment")}; {(unreachable.Count == 0 ? "all can be reached" : $"out of reach: {string.Join(", ", unreachable)}")}",
            unreachable.Count == 0 ? Color.Green : Color.Red);
        yield return new("address", $"{cluster.Node.Address}, {(cluster.Node.Segment is { } segment ? $"segment '{segment}'" : "no segment")}");
    }

    private static Column<ClusterMemberJson>[] MemberColumns(ClusterJson cluster) =>
    [
        new("address", member => member.Address) { Weight = 9, Narrowest = 24 },
        new("segment", member => member.Segment ?? "-") { Weight = 8, Narrowest = 8 },
        new("status", member => member.Status) { Weight = 7 },
        new("reachable", member => member.Reachable ? "yes" : "no") { Weight = 7, Color = member => member.Reachable ? null : Color.Red },
        new("devices", member => member.Devices.ToString(CultureInfo.InvariantCulture)) { Weight = 6, IsNumber = true },
        new("is", member => What(member, cluster)) { Weight = 5, Narrowest = 10 },
        new("roles", member => string.Join(' ', member.Roles)) { Weight = 2, Narrowest = 8 },
    ];

    private static string What(ClusterMemberJson member, ClusterJson cluster)
    {
        List<string> what =
        [
            .. member.Address == cluster.Node.Address ? (string[])["this node"] : [],
            .. member.Leader ? (string[])["leader"] : [],
            .. member.Head ? (string[])["head"] : [],
        ];
        return what.Count == 0 ? "-" : string.Join(", ", what);
    }
}

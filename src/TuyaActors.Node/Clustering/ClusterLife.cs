using Akka.Actor;
using Serilog.Core;
using TuyaActors.Hosting;
using TuyaActors.Node.Definitions;

namespace TuyaActors.Node.Clustering;

/// <summary>A node's coming into its cluster and its going, in words.</summary>
internal sealed class ClusterLife(ClusterSettings settings, IServiceProvider services, Logger logger)
{
    private readonly IClusterView _view = services.GetRequiredService<IClusterView>();

    /// <summary>What a node says that is asked to end.</summary>
    public string Ending
    {
        get
        {
            var others = Others().Count(member => settings.Segment is not null && member.Segment == settings.Segment);
            return settings.Segment is null ? "ending: leaving the cluster"
                : others == 0 ? $"ending: closing all connections and leaving the cluster; {settings.Place} has no other node, so its devices are away until one is back"
                : $"ending: handing the devices over to the other {(others == 1 ? "node" : $"{others} nodes")} of {settings.Place}, and leaving the cluster";
        }
    }

    /// <summary>Waits until the node is let in, and knows of all devices.</summary>
    /// <exception cref="OperationCanceledException">The end is asked for before that.</exception>
    public async Task JoinAsync(CancellationToken end)
    {
        var self = _view.Look().Address;
        logger.Information(
            "this node is {Address}, {Place}, and {How}",
            self,
            settings.Place,
            settings.Seeds.Count == 0 ? $"begins a cluster; others join it by --seed {self}" : $"joins the cluster by {string.Join(", ", settings.Seeds)}");
        await ClusterEngine.UpAsync(services.GetRequiredService<ActorSystem>(), end);
        await services.GetRequiredService<ITuyaFleet>().KnownAsync(end);
        logger.Information("the cluster has {Nodes}: {Segments}", Words.Count(_view.Look().Members.Count, "node"), Segments());
    }

    private IEnumerable<ClusterMemberFacts> Others()
    {
        var look = _view.Look();
        return look.Members.Where(member => member.Address != look.Address && member.Status == "Up");
    }

    private string Segments()
    {
        var nodes = _view.Look().Members.GroupBy(member => member.Segment).OrderBy(segment => segment.Key is null).ThenBy(segment => segment.Key, StringComparer.Ordinal);
        return string.Join(", ", nodes.Select(segment => $"{segment.Count()} of {(segment.Key is null ? "no segment" : $"segment '{segment.Key}'")}"));
    }
}

using Akka.Actor;
using Akka.Cluster;

namespace TuyaActors.Cluster.Exchange;

/// <summary>What the exchange knows of one segment.</summary>
/// <param name="name">Its name.</param>
internal sealed class SegmentState(string name)
{
    private readonly Dictionary<UniqueAddress, bool> _nodes = [];

    public string Name { get; } = name;

    /// <summary>The way to its devices' hosts; null: not there yet.</summary>
    public IActorRef? Region { get; set; }

    /// <summary>Whether the way is being made.</summary>
    public bool IsRegionAskedFor { get; set; }

    /// <summary>What waits for the way to be there.</summary>
    public List<object> BeforeRegion { get; } = [];

    /// <summary>The way to its head, wherever that is.</summary>
    public IActorRef Head { get; set; } = ActorRefs.Nobody;

    /// <summary>Whether anybody there can be reached.</summary>
    public bool IsAvailable => _nodes.ContainsValue(true);

    /// <summary>Its nodes, and whether each can be reached.</summary>
    public IReadOnlyDictionary<UniqueAddress, bool> Nodes => _nodes;

    /// <summary>A node of it is there.</summary>
    public void Note(UniqueAddress node, bool isReachable) => _nodes[node] = isReachable;

    /// <summary>A node of it is no more.</summary>
    public void Forget(UniqueAddress node) => _nodes.Remove(node);
}

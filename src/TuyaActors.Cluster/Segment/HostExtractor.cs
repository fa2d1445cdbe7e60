using Akka.Cluster.Sharding;
using TuyaActors.Cluster.Wire;

namespace TuyaActors.Cluster.Segment;

/// <summary>Finds the host of a message: one shard entity for each device that has a connection of its own.</summary>
internal sealed class HostExtractor() : HashCodeMessageExtractor(Shards)
{
    /// <summary>
    /// How many parts a segment's devices are divided into, each of which is on one node as a whole. The same on all nodes, for ever: 60 are divided evenly by
    /// two to six nodes.
    /// </summary>
    public const int Shards = 60;

    public override string? EntityId(object message) => (message as IToHost)?.Host.Value;
}

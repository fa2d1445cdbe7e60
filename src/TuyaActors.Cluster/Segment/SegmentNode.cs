using Akka.Actor;
using TuyaActors.Fleet;

namespace TuyaActors.Cluster.Segment;

/// <summary>What the devices of a segment need of the node that hosts them.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Spec">What the fleet is made with.</param>
/// <param name="Front">The fleet, as this node has it.</param>
/// <param name="Post">Gets all events.</param>
/// <param name="Definitions">Reads the definitions.</param>
/// <param name="Admission">Says when to connect.</param>
/// <param name="StorageWatch">Hears that something cannot be stored.</param>
internal sealed record SegmentNode(ClusterPlace Place, FleetSpec Spec, IActorRef Front, IActorRef Post, IActorRef Definitions, IActorRef Admission, IActorRef StorageWatch)
{
    /// <summary>The devices that the segment was given at the start of this process; imported by the head that is here first.</summary>
    public OnlyOnce Given { get; } = new();
}

/// <summary>Something that is done once, whoever is there first.</summary>
internal sealed class OnlyOnce
{
    private bool _isTaken;

    /// <summary>Whether it is still to be done.</summary>
    public bool TryTake() => !Interlocked.Exchange(ref _isTaken, true);
}

using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using TuyaActors.Settings;

namespace TuyaActors.Cluster.Segment;

/// <summary>
/// Watches, on a node that keeps its segment's devices where no other node can read them, whether the segment gets another node: that one would know of other devices,
/// or of none, and each would lose what the other has stored.
/// </summary>
internal sealed class OwnStorageWatchActor(string segment, PersistenceMode mode) : UntypedActor
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private bool _hasComplained;

    /// <summary>How to make one.</summary>
    /// <param name="segment">The node's.</param>
    /// <param name="mode">Where it keeps the devices; not <see cref="PersistenceMode.System"/>.</param>
    public static Props Props(string segment, PersistenceMode mode) => Akka.Actor.Props.Create(() => new OwnStorageWatchActor(segment, mode));

    protected override void PreStart() =>
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberUp));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        if (message is not ClusterEvent.MemberUp { Member: var member })
        {
            Unhandled(message);
            return;
        }

        if (_hasComplained || member.UniqueAddress.Equals(_cluster.SelfUniqueAddress) || TuyaSegments.Of(member) != segment)
            return;
        _hasComplained = true;
        _log.Error(
            "The segment '{0}' has two nodes, {1} and {2}, and this one keeps its devices {3}: what one of them stores the other does not know, and devices will be lost. "
            + "Stop one of them, or give both one journal: tuya.persistence.mode = system, an akka.persistence.journal and snapshot-store that both use, and the same master key",
            segment,
            _cluster.SelfAddress,
            member.Address,
            mode == PersistenceMode.Sqlite ? "in a database of its own (tuya.persistence.mode = sqlite)" : "in its memory (tuya.persistence.mode = memory)");
    }
}

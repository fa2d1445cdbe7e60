using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using TuyaActors.Cluster;

namespace TuyaActors.Node.Clustering;

/// <summary>Says in the log who comes and goes, in the words of those who look after the fleet.</summary>
internal sealed class MembershipActor : UntypedActor
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();

    /// <summary>How to make one.</summary>
    public static Props Props() => Akka.Actor.Props.Create(() => new MembershipActor());

    protected override void PreStart() => _cluster.Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.MemberUp { Member: var member } when IsSelf(member):
                _log.Info("This node, {0}, is in the cluster", Name(member));
                break;
            case ClusterEvent.MemberUp { Member: var member }:
                _log.Info("Node {0} is in the cluster", Name(member));
                break;
            case ClusterEvent.MemberLeft { Member: var member } when !IsSelf(member):
                _log.Info("Node {0} leaves, and hands over what it has", Name(member));
                break;
            case ClusterEvent.MemberDowned { Member: var member }:
                _log.Warning("Node {0} is taken out of the cluster, because it could not be reached", Name(member));
                break;
            case ClusterEvent.MemberRemoved { Member: var member } when IsSelf(member):
                _log.Info("This node has left the cluster");
                break;
            case ClusterEvent.MemberRemoved { Member: var member }:
                _log.Info("Node {0} is out of the cluster", Name(member));
                break;
            case ClusterEvent.UnreachableMember { Member: var member }:
                _log.Warning("Node {0} cannot be reached; if it stays so, it is taken out of the cluster", Name(member));
                break;
            case ClusterEvent.ReachableMember { Member: var member }:
                _log.Info("Node {0} can be reached again", Name(member));
                break;
            case ClusterEvent.IMemberEvent:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private bool IsSelf(Member member) => member.UniqueAddress.Equals(_cluster.SelfUniqueAddress);

    private static string Name(Member member)
    {
        var role = member.Roles.FirstOrDefault(role => role.StartsWith(TuyaSegments.RolePrefix, StringComparison.Ordinal));
        return $"{member.Address} ({(role is null ? "no segment" : $"segment '{role[TuyaSegments.RolePrefix.Length..]}'")})";
    }
}

using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;

namespace TuyaActors.Cluster;

/// <summary>The cluster as one of its nodes sees it now.</summary>
/// <param name="Address">The node's own address.</param>
/// <param name="Leader">The address of the member that lets others in and out; <c>null</c>: there is none at the moment.</param>
/// <param name="Members">All members, by address.</param>
public sealed record TuyaClusterStatus(string Address, string? Leader, ImmutableArray<TuyaClusterMember> Members)
{
    /// <summary>Whether this node is a full member; before that it waits to be let in.</summary>
    public bool IsUp => Members.Any(member => member.Address == Address && member.Status == nameof(MemberStatus.Up));
}

/// <summary>One member of the cluster.</summary>
/// <param name="Address">Its address, e.g. <c>akka.tcp://tuya@192.168.1.5:8110</c>.</param>
/// <param name="Segment">The LAN segment whose devices it hosts; <c>null</c>: none.</param>
/// <param name="Roles">All its roles.</param>
/// <param name="Status">Joining, WeaklyUp, Up, Leaving, Exiting, Down or Removed.</param>
/// <param name="IsReachable">Whether it can be reached, as far as the members agree.</param>
/// <param name="IsSegmentHead">Whether it is the head of its segment: the oldest of its nodes, which keeps the definitions and listens to the LAN.</param>
public sealed record TuyaClusterMember(string Address, string? Segment, ImmutableArray<string> Roles, string Status, bool IsReachable, bool IsSegmentHead);

/// <summary>Asks an actor system for its cluster.</summary>
public static class TuyaClusterStatusExtensions
{
    /// <summary>The cluster as this node sees it now. Asks nobody.</summary>
    /// <exception cref="InvalidOperationException">The system is no member of a cluster.</exception>
    public static TuyaClusterStatus GetTuyaClusterStatus(this ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        ClusterRequirements.CheckProvider((ExtendedActorSystem)system);
        var cluster = Akka.Cluster.Cluster.Get(system);
        var state = cluster.State;
        var heads = state.Members
            .Where(member => member.Status is MemberStatus.Up or MemberStatus.Leaving && TuyaSegments.Of(member) is not null)
            .GroupBy(member => TuyaSegments.Of(member)!, StringComparer.Ordinal)
            .Select(segment => segment.Aggregate((oldest, member) => member.IsOlderThan(oldest) ? member : oldest).UniqueAddress)
            .ToHashSet();
        return new TuyaClusterStatus(
            cluster.SelfAddress.ToString(),
            state.Leader?.ToString(),
            [
                .. state.Members.Select(member => new TuyaClusterMember(
                    member.Address.ToString(),
                    TuyaSegments.Of(member),
                    [.. member.Roles.Order(StringComparer.Ordinal)],
                    member.Status.ToString(),
                    !state.Unreachable.Contains(member),
                    heads.Contains(member.UniqueAddress))).OrderBy(member => member.Address, StringComparer.Ordinal),
            ]);
    }
}

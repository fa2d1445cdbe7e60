using System.Collections.Immutable;

namespace TuyaActors.Cluster.Wire;

/// <summary>Between nodes of two clusters that should be one.</summary>
internal static class IslandMessages
{
    /// <summary>To a seed that is no member here. Answered by <see cref="Members"/>.</summary>
    /// <param name="Addresses">The full members of the cluster that asks.</param>
    public sealed record GetMembers(ImmutableArray<string> Addresses) : IClusterMessage;

    /// <summary>Who is in the cluster of the node that was asked.</summary>
    /// <param name="Addresses">Its full members; empty: the node is in none yet.</param>
    /// <param name="CanJoin">Whether the node has a seed among those who asked, and so could join them when it is started anew.</param>
    public sealed record Members(ImmutableArray<string> Addresses, bool CanJoin) : IClusterMessage;
}

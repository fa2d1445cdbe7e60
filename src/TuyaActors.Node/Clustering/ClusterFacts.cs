namespace TuyaActors.Node.Clustering;

/// <summary>The cluster as the node sees it now.</summary>
/// <param name="Address">The node's own address.</param>
/// <param name="Leader">That of the member that lets others in and out; null: there is none at the moment.</param>
/// <param name="IsUp">Whether the node has been let in.</param>
/// <param name="Members">All members, by address.</param>
internal sealed record ClusterFacts(string Address, string? Leader, bool IsUp, IReadOnlyList<ClusterMemberFacts> Members);

/// <summary>One member.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Segment">Its segment; null: none.</param>
/// <param name="Roles">All its roles.</param>
/// <param name="Status">Akka's word for how far it has come.</param>
/// <param name="IsReachable">Whether it can be reached.</param>
/// <param name="IsHead">Whether it is the head of its segment.</param>
internal sealed record ClusterMemberFacts(string Address, string? Segment, IReadOnlyList<string> Roles, string Status, bool IsReachable, bool IsHead);

/// <summary>A look at the cluster; there is none in the services of a node that stands alone.</summary>
internal interface IClusterView
{
    /// <summary>How it is now. Asks nobody.</summary>
    ClusterFacts Look();
}

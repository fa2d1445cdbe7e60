using TuyaActors.Messages;
using TuyaActors.Node.Clustering;

namespace TuyaActors.Node.Json;

/// <summary>Which nodes there are.</summary>
internal sealed record ClusterJson
{
    /// <summary>Whether the node is one of several.</summary>
    public required bool Clustered { get; init; }

    /// <summary>The one that was asked.</summary>
    public required ClusterNodeJson Node { get; init; }

    /// <summary>The address of the one that lets others in and out.</summary>
    public string? Leader { get; init; }

    /// <summary>All of them, by address.</summary>
    public IReadOnlyList<ClusterMemberJson>? Members { get; init; }

    /// <summary>The LAN segments, by name.</summary>
    public IReadOnlyList<SegmentJson>? Segments { get; init; }
}

/// <summary>The node that was asked.</summary>
internal sealed record ClusterNodeJson(string Version, string Engine, DateTimeOffset Started, string Status, int Devices, int SubDevices)
{
    /// <summary>Where it was asked; known to who asks.</summary>
    public string? Url { get; init; }

    /// <summary>Its address in the cluster.</summary>
    public string? Address { get; init; }

    /// <summary>Its segment.</summary>
    public string? Segment { get; init; }
}

/// <summary>One member of the cluster.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Segment">Its segment, where it has one.</param>
/// <param name="Roles">All its roles.</param>
/// <param name="Status">joining, weaklyUp, up, leaving, exiting, down or removed.</param>
/// <param name="Reachable">Whether it can be reached.</param>
/// <param name="Leader">Whether it is the one that lets others in and out.</param>
/// <param name="Head">Whether it is the head of its segment: it keeps the definitions and listens to the LAN.</param>
/// <param name="Devices">How many devices it hosts, as far as it has told; those behind gateways are counted too.</param>
internal sealed record ClusterMemberJson(string Address, string? Segment, IReadOnlyList<string> Roles, string Status, bool Reachable, bool Leader, bool Head, int Devices)
{
    /// <summary>The member as JSON has it.</summary>
    public static ClusterMemberJson Of(ClusterMemberFacts member, ClusterFacts cluster, FleetHealth fleet) => new(
        member.Address,
        member.Segment,
        member.Roles,
        char.ToLowerInvariant(member.Status[0]) + member.Status[1..],
        member.IsReachable,
        member.Address == cluster.Leader,
        member.IsHead,
        fleet.Segments.SelectMany(segment => segment.Nodes).Where(node => node.Address == member.Address).Sum(node => node.Devices));
}

/// <summary>One LAN segment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Available">Whether a node of it can be reached.</param>
/// <param name="Devices">How many devices it has; those behind gateways are counted apart.</param>
/// <param name="Online">How many of them are well.</param>
/// <param name="Nodes">Its nodes, by address.</param>
internal sealed record SegmentJson(string Name, bool Available, int Devices, int Online, IReadOnlyList<SegmentNodeJson> Nodes)
{
    /// <summary>All of a fleet; null: it has none.</summary>
    public static IReadOnlyList<SegmentJson>? AllOf(FleetHealth health) => health.Segments.IsEmpty
        ? null
        : [.. health.Segments.Select(segment => new SegmentJson(
            segment.Name,
            segment.IsAvailable,
            segment.Devices,
            segment.Online,
            [.. segment.Nodes.Select(node => new SegmentNodeJson(node.Address, node.IsReachable, node.Devices))]))];
}

/// <summary>One node of a segment, and how many devices it hosts.</summary>
internal sealed record SegmentNodeJson(string Address, bool Reachable, int Devices);

using TuyaActors.Settings;

namespace TuyaActors.Cluster;

/// <summary>Where a node stands in the cluster, and under which names its parts are found there. The same on all nodes of one fleet, but for the segment.</summary>
/// <param name="Fleet">The fleet's name.</param>
/// <param name="Segment">The node's segment; null: it has none.</param>
/// <param name="Settings">The fleet's.</param>
internal sealed record ClusterPlace(string Fleet, string? Segment, FleetSettings Settings)
{
    /// <summary>The name of a segment's head below its singleton manager.</summary>
    public const string HeadName = "head";

    /// <summary>The name of the singleton manager below /user.</summary>
    public string HeadManagerName => $"{Fleet}-segment";

    /// <summary>The path of the singleton manager on each node of a segment.</summary>
    public string HeadManagerPath => $"/user/{HeadManagerName}";

    /// <summary>The path of a node's post.</summary>
    public string[] PostPath => ["user", Fleet, "post"];

    /// <summary>The name of a segment's shard region.</summary>
    public string RegionName(string segment) => $"{Fleet}-{segment}";

    /// <summary>The key of the directory of segments.</summary>
    public string SegmentsKey => $"{Fleet}-segments";

    /// <summary>The key of a part of a segment's directory.</summary>
    public string DirectoryKey(string segment, int bucket) => $"{Fleet}-directory-{segment}-{bucket}";
}

using System.Globalization;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Clustering;

namespace TuyaActors.Node.Configuration;

/// <summary>What was said of the cluster that a node is to be in, and who said that it is to be in one.</summary>
/// <param name="Settings">What was said, with the defaults for the rest.</param>
/// <param name="Origin">Who named the segment, or said that there is none.</param>
internal sealed record ClusterChoice(ClusterSettings Settings, Origin Origin)
{
    // These alone do not say what kind of node it is to be. In a file that has all keys the defaults say nothing.
    private static readonly (Setting Setting, string Default)[] Details =
    [
        (NodeSettings.Seeds, ""),
        (NodeSettings.ClusterHost, ClusterSettings.DefaultHost),
        (NodeSettings.ClusterPort, ClusterSettings.DefaultPort.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>Who says of which segment the node is, or that it is of none; null: nobody does, it stands alone.</summary>
    /// <exception cref="UsageException">It is said in two ways, or its details and not it.</exception>
    public static ClusterKind? Find(SettingLayers layers)
    {
        Given? client = null;
        foreach (var find in layers.Ways)
        {
            var segment = find(NodeSettings.Segment);
            client ??= find(NodeSettings.Client);
            switch (segment, client is not null && SettingReader.Switch(client))
            {
                case (not null, true):
                    throw new UsageException($"{segment.Subject} and {client!.Subject} are both given; a node is of one segment, or a client without one.");
                case (not null, false):
                    return new ClusterKind(segment, IsClient: false);
                case (null, true):
                    return new ClusterKind(client!, IsClient: true);
            }
        }

        return Details.Select(detail => layers.Find(detail.Setting) is { } given && (given.Origin.Source != OriginSource.File || given.Text != detail.Default) ? given : null)
            .FirstOrDefault(given => given is not null) is { } detail
            ? throw new UsageException($"{detail.Subject} is about a node that is one of several, and nothing says which this is: give --segment NAME for one with the devices of a LAN segment, or --client for one without.")
            : null;
    }
}

/// <summary>What kind of node of a cluster it is to be.</summary>
/// <param name="Said">Who says so.</param>
/// <param name="IsClient">Whether it has no segment.</param>
internal sealed record ClusterKind(Given Said, bool IsClient);

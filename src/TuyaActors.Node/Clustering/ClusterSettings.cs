using System.Globalization;
using TuyaActors.Hosting.Configuration;

namespace TuyaActors.Node.Clustering;

/// <summary>What makes a node one of several.</summary>
/// <param name="Segment">The LAN segment whose devices it has; null: it has none, and reaches all.</param>
/// <param name="Seeds">Nodes by which it joins the others, as whole addresses; none: it begins a cluster.</param>
/// <param name="Host">Where the others reach it.</param>
/// <param name="Port">The port there; 0: a free one.</param>
internal sealed record ClusterSettings(string? Segment, IReadOnlyList<string> Seeds, string Host, int Port)
{
    /// <summary>The actor system's name, the same on all nodes.</summary>
    public const string SystemName = "tuya";

    /// <summary>The port where nothing else is said: no well-known program's.</summary>
    public const int DefaultPort = 8110;

    /// <summary>Where the others reach it where nothing else is said: nobody but this machine does.</summary>
    public const string DefaultHost = "127.0.0.1";

    // Sharding hands over within ten seconds, and leaving takes some more; what hangs longer than this must not keep the process alive.
    /// <summary>How long an end may take.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);

    /// <summary>The node's place, for sentences: "segment 'garage'".</summary>
    public string Place => Segment is null ? "no segment" : $"segment '{Segment}'";

    /// <summary>What goes before all that is configured otherwise.</summary>
    /// <param name="roles">The roles that are configured.</param>
    public string Above(IEnumerable<string> roles)
    {
        // As TuyaSegments has it, which only the real engine's builds know.
        List<string> own = [.. roles.Where(role => !role.StartsWith(RolePrefix, StringComparison.Ordinal)), .. Segment is null ? (IEnumerable<string>)[] : [RolePrefix + Segment]];
        var seeds = Seeds.Count == 0 ? "" : $"seed-nodes = [{Listed(Seeds)}]";
        return string.Create(CultureInfo.InvariantCulture, $$"""
            akka {
              actor.provider = cluster
              remote.dot-netty.tcp { public-hostname = {{HoconWords.Quoted(Host)}}, port = {{Port}} }
              cluster { roles = [{{Listed(own)}}], {{seeds}} }
            }
            """);
    }

    /// <summary>What goes behind all that is configured: where the node listens, and that a part of the directory of ten thousand devices may be some hundred kilobytes.</summary>
    public string Below => $$"""
        akka {
          remote.dot-netty.tcp { hostname = {{HoconWords.Quoted(Host.Trim('[', ']'))}}, maximum-frame-size = 8000000b }
          cluster.sharding.distributed-data.durable.keys = []
        }
        """;

    private const string RolePrefix = "tuya-segment-";

    private static string Listed(IEnumerable<string> words) => string.Join(", ", words.Select(HoconWords.Quoted));
}

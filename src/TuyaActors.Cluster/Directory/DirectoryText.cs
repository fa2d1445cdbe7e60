using System.Text;
using TuyaActors.Cluster.Wire;

namespace TuyaActors.Cluster.Directory;

/// <summary>A record of the directory as text, as it is replicated: the type itself is no part of what goes from node to node.</summary>
internal static class DirectoryText
{
    /// <summary>How many parts a segment's directory has: a change sends one part's delta, and 10,000 devices make parts of some hundred kilobytes.</summary>
    public const int Buckets = 32;

    private const string Manifest = "dir.record";

    /// <summary>The part that a device is in: the same on all nodes, for ever.</summary>
    public static int BucketOf(string device) => (int)(device.Aggregate(17u, (hash, c) => unchecked(hash * 31 + c)) % Buckets);

    public static string Write(DirectoryRecord record) => Encoding.UTF8.GetString(ClusterSerializer.Write(record));

    /// <summary>Null where it is a newer version's, and cannot be read.</summary>
    public static DirectoryRecord? Read(string text) => ClusterSerializer.Read(Encoding.UTF8.GetBytes(text), Manifest) as DirectoryRecord;
}

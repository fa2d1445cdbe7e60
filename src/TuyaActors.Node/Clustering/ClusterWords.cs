using Akka.Event;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace TuyaActors.Node.Clustering;

/// <summary>
/// How loud the inner life of clustering and remoting is in the log. What they say of their doings is for those who look into them; who comes, goes and cannot be
/// reached is said by the node itself.
/// </summary>
internal static class ClusterWords
{
    private static readonly string[] Rooms = ["Akka.Cluster", "Akka.Remote", "Akka.DistributedData"];

    // These are no classes, but names that parts of them give themselves.
    private static readonly string[] Sources = ["Cluster", "remoting"];

    // Once more of each failed connection: that what waits for it is lost, as if that were news.
    private const string Gated = "Tried to associate with unreachable remote address";

    /// <summary>The level that something is logged with.</summary>
    /// <param name="level">The one that it was said with.</param>
    /// <param name="said">What.</param>
    public static LogLevel LevelOf(LogLevel level, LogEvent said) => level switch
    {
        LogLevel.Information when IsInner(said) => LogLevel.Debug,
        LogLevel.Warning when IsInner(said) && said.Message?.ToString()?.StartsWith(Gated, StringComparison.Ordinal) == true => LogLevel.Debug,
        _ => level,
    };

    private static bool IsInner(LogEvent said) =>
        Rooms.Any(room => said.LogClass?.Namespace?.StartsWith(room, StringComparison.Ordinal) == true)
        || Sources.Any(source => said.LogSource?.StartsWith(source, StringComparison.Ordinal) == true);
}

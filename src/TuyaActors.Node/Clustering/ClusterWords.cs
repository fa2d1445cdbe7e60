using System.Collections.Concurrent;
using Akka.Event;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace TuyaActors.Node.Clustering;

/// <summary>
/// How loud the inner life of clustering and remoting is in the log. What they say of their doings is for those who look into them; who comes, goes and cannot be
/// reached is said by the node itself.
/// </summary>
internal sealed class ClusterWords(TimeProvider time)
{
    private const string Remoting = "Akka.Remote";

    // Of a connection that cannot be made. Behind the cause stands where in the code that was.
    private const string NoConnection = "AssociationError";

    // It is tried every second while something waits for a node that is gone.
    private static readonly TimeSpan SameAgain = TimeSpan.FromMinutes(1);

    private static readonly string[] Rooms = ["Akka.Cluster", Remoting, "Akka.DistributedData"];

    // These are no classes, but names that parts of them give themselves.
    private static readonly string[] Sources = ["Cluster", "remoting"];

    // Connections end because the other node does; what that means for the node stands in its own words.
    private static readonly string[] NoNews = ["Disassociated", "is now gated", "is now quarantined", "Marking node(s) as UNREACHABLE"];

    private readonly ConcurrentDictionary<string, long> _said = new(StringComparer.Ordinal);

    /// <summary>The level that something is logged with.</summary>
    /// <param name="level">The one that it was said with.</param>
    /// <param name="said">What.</param>
    public LogLevel LevelOf(LogLevel level, LogEvent said) => level switch
    {
        _ when !IsInner(said) => level,
        LogLevel.Information => LogLevel.Debug,
        LogLevel.Warning or LogLevel.Error when NoNews.Any(word => Text(said).Contains(word, StringComparison.Ordinal)) => LogLevel.Debug,
        LogLevel.Warning or LogLevel.Error when IsNoConnection(said) => IsSaid(Line(said)) ? LogLevel.Debug : LogLevel.Warning,
        _ => level,
    };

    /// <summary>What is written of it.</summary>
    public static object? MessageOf(LogEvent said) => IsInner(said) && IsNoConnection(said) ? Line(said) : said.Message;

    private bool IsSaid(string line)
    {
        var now = time.GetTimestamp();
        if (_said.TryGetValue(line, out var last) && time.GetElapsedTime(last, now) < SameAgain)
        {
            return true;
        }

        _said[line] = now;
        return false;
    }

    private static bool IsNoConnection(LogEvent said) => Text(said).StartsWith(NoConnection, StringComparison.Ordinal);

    private static bool IsInner(LogEvent said) =>
        Rooms.Any(room => said.LogClass?.Namespace?.StartsWith(room, StringComparison.Ordinal) == true)
        // A supervisor speaks for whom it has seen fail.
        || said.Cause?.GetType().Namespace?.StartsWith(Remoting, StringComparison.Ordinal) == true
        || Sources.Any(source => said.LogSource?.StartsWith(source, StringComparison.Ordinal) == true);

    private static string Line(LogEvent said) => Text(said).Split('\n')[0].TrimEnd();

    private static string Text(LogEvent said) => said.Message?.ToString() ?? "";
}

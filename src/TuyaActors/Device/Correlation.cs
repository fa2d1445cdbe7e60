using System.Collections.Immutable;
using TuyaActors.Protocol;

namespace TuyaActors.Device;

/// <summary>What a message turned out to be.</summary>
internal enum MatchKind
{
    /// <summary>A report of the device's own, or an answer that nobody waits for any more.</summary>
    Push,

    /// <summary>The answer to a request.</summary>
    Answer,

    /// <summary>The answer to a heartbeat.</summary>
    Heartbeat,
}

/// <summary>How a request ended on the wire.</summary>
internal enum EndKind
{
    /// <summary>The values asked for were reported, or the query was answered.</summary>
    Confirmed,

    /// <summary>Taken, but its values were not reported in time.</summary>
    Acknowledged,

    /// <summary>Refused by a retcode.</summary>
    Rejected,

    /// <summary>"data unvalid": the device wants the device22 dialect.</summary>
    DataUnvalid,

    /// <summary>No answer in time.</summary>
    TimedOut,
}

/// <summary>The end of one request.</summary>
/// <param name="Token">Which request.</param>
/// <param name="Kind">How.</param>
/// <param name="Dps">The values that confirm it.</param>
/// <param name="Retcode">The device's, where it refused.</param>
/// <param name="Text">The device's words, where it refused.</param>
internal readonly record struct CommandEnd(long Token, EndKind Kind, DpSet Dps, uint? Retcode = null, string? Text = null);

/// <summary>What one message meant for the requests in flight.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Ends">The requests that ended by it.</param>
/// <param name="Acknowledged">The set that it acknowledged.</param>
internal readonly record struct Correlation(MatchKind Kind, ImmutableArray<CommandEnd> Ends, long? Acknowledged = null)
{
    /// <summary>A heartbeat's answer ends nothing.</summary>
    public static Correlation HeartbeatReply { get; } = new(MatchKind.Heartbeat, []);

    /// <summary>A report of the device's own, while nothing is asked.</summary>
    public static Correlation Push { get; } = new(MatchKind.Push, []);
}

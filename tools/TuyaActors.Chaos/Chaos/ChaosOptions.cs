using System.Net;

namespace TuyaActors.Chaos.Chaos;

/// <summary>How a chaos run goes.</summary>
public sealed record ChaosOptions
{
    /// <summary>How many devices; sub-devices come on top.</summary>
    public int Devices { get; init; } = 1000;

    /// <summary>Of everything that is drawn.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long devices break.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a device is sound between two faults, in the mean.</summary>
    public TimeSpan MeanSound { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The shortest and the longest fault.</summary>
    public (TimeSpan Least, TimeSpan Most) Fault { get; init; } = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));

    /// <summary>How many commands are under way at once.</summary>
    public int Workers { get; init; } = 64;

    /// <summary>What a worker waits between two commands.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The shortest and the longest deadline of a command.</summary>
    public (TimeSpan Least, TimeSpan Most) Deadline { get; init; } = (TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(8));

    /// <summary>Mean time between two changes that a hand makes somewhere in the fleet.</summary>
    public TimeSpan Hand { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How often a device announces itself.</summary>
    public TimeSpan AnnounceInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The first device's address.</summary>
    public IPAddress FirstAddress { get; init; } = IPAddress.Parse("127.80.0.1");

    /// <summary>
    /// The fleet's settings. A refused device is looked at again after 30 s instead of 5 min, so that its backoff fits into a run.
    /// </summary>
    public string Hocon { get; init; } = "tuya.reconnect.recheck-refused = 30s";

    /// <summary>What a device may take to be online again after its last fault; null: not judged.</summary>
    public TimeSpan? Recovery { get; init; } = TimeSpan.FromSeconds((60 * 1.3) + 5 + 5 + 5);

    /// <summary>When the run gives up waiting; what it waits for then is among what was wrong.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);
}

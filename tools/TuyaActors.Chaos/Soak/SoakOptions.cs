using System.Net;
using TuyaActors.Chaos.Chaos;

namespace TuyaActors.Chaos.Soak;

/// <summary>How a soak goes.</summary>
public sealed record SoakOptions
{
    /// <summary>
    /// The devices, their faults, and the commands. A fleet that is busy and not overrun: what is measured is what it keeps, not what it can bear. Faults
    /// are so frequent because a device's history takes 64 periods, and is to be full after the first half hour.
    /// </summary>
    public ChaosOptions Chaos { get; init; } = new()
    {
        Devices = 200,
        Length = TimeSpan.FromMinutes(60),
        MeanSound = TimeSpan.FromSeconds(20),
        Workers = 16,
        Pause = TimeSpan.FromMilliseconds(200),
        FirstAddress = IPAddress.Parse("127.91.0.1"),
    };

    /// <summary>Between two samples.</summary>
    public TimeSpan Sample { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many full collections are forced, so that what is alive can be told from garbage. Few: each compacts what would otherwise lie about.</summary>
    public int Checkpoints { get; init; } = 20;

    /// <summary>Between two lines that say how far it is.</summary>
    public TimeSpan Progress { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many subscribers there are at a time.</summary>
    public int Subscribers { get; init; } = 20;

    /// <summary>How long a subscriber stays, in the mean.</summary>
    public TimeSpan Stay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Mean time between two questions of one who asks.</summary>
    public TimeSpan Question { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Mean time between two changes of definitions.</summary>
    public TimeSpan Definition { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where all samples go; null: nowhere.</summary>
    public string? Json { get; init; }
}

namespace TuyaActors.Chaos.Soak;

/// <summary>What the process was like at one moment.</summary>
public sealed record SoakSample
{
    /// <summary>Since the load began, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Resident memory.</summary>
    public required double ResidentMegabytes { get; init; }

    /// <summary>Managed memory, garbage included.</summary>
    public required double ManagedMegabytes { get; init; }

    /// <summary>The managed heap after the last collection, whatever it collected.</summary>
    public required double HeapMegabytes { get; init; }

    /// <summary>Managed memory that a full collection left, its gaps not counted; null: there was none at this moment.</summary>
    public double? LiveMegabytes { get; init; }

    /// <summary>Collections so far, by generation; each counts those of higher ones.</summary>
    public required IReadOnlyList<int> Collections { get; init; }

    /// <summary>Open handles: sockets, files, and what the runtime has of its own.</summary>
    public required int Handles { get; init; }

    /// <summary>Threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Actors below <c>/user</c> that answer; one that waits for something, such as a reader who is behind, does not.</summary>
    public required int Actors { get; init; }

    /// <summary>Processor time so far.</summary>
    public required double ProcessorSeconds { get; init; }

    /// <summary>The database with SQLite's files beside it.</summary>
    public required double DatabaseMegabytes { get; init; }

    /// <summary>Devices that stand well, of those that are defined.</summary>
    public required int Online { get; init; }

    /// <summary>Commands that have ended so far.</summary>
    public required long Commands { get; init; }

    /// <summary>Reports of devices so far.</summary>
    public required long Reports { get; init; }
}

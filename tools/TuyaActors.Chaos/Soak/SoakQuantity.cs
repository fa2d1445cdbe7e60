namespace TuyaActors.Chaos.Soak;

/// <summary>Something that is sampled.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Unit">Behind its numbers; empty for a count.</param>
/// <param name="Of">Its value in a sample; null where that sample has none.</param>
/// <param name="Allowance">How much it may grow at least, however small it is; null: its growth is shown and not judged.</param>
internal sealed record SoakQuantity(string Name, string Unit, Func<SoakSample, double?> Of, double? Allowance)
{
    /// <summary>Those that have to be flat.</summary>
    public static IReadOnlyList<SoakQuantity> Levels { get; } =
    [
        new("resident memory", "MB", s => s.ResidentMegabytes, 0),
        // Resident memory as a whole holds garbage, too, of which more or less lies about between two full collections. Whatever leaks is alive in the managed heap, or not in
        // it: these two say which.
        new("memory beside the heap", "MB", s => s.ResidentMegabytes - s.HeapMegabytes, 0),
        // Frames, answers, and events that nobody has read yet: of 10 MB two samples differ by half a megabyte where nothing grows.
        new("live managed memory", "MB", s => s.LiveMegabytes, 1),
        // Some ten devices are away at any time, and some ten connections are tried.
        new("handles", "", s => s.Handles, 16),
        // What the thread pool adds and takes back as it sees fit.
        new("threads", "", s => s.Threads, 4),
        new("actors", "", s => s.Actors, 16),
        new("managed memory", "MB", s => s.ManagedMegabytes, null),
        new("managed heap", "MB", s => s.HeapMegabytes, null),
        new("database", "MB", s => s.DatabaseMegabytes, null),
        new("devices online", "", s => s.Online, null),
    ];

    /// <summary>Those that only grow, and are shown as so many a minute.</summary>
    public static IReadOnlyList<SoakQuantity> Totals { get; } =
    [
        new("collections of gen 0", "", s => s.Collections[0], null),
        new("collections of gen 1", "", s => s.Collections[1], null),
        new("collections of gen 2", "", s => s.Collections[2], null),
        new("processor", "s", s => s.ProcessorSeconds, null),
        new("commands", "", s => s.Commands, null),
        new("reports", "", s => s.Reports, null),
    ];
}

using System.Collections.Immutable;

namespace TuyaActors.Storage;

/// <summary>What is in a database.</summary>
/// <param name="Path">The file.</param>
/// <param name="Size">As it lies on the disk.</param>
/// <param name="Schema">What it says of itself; <see cref="TuyaDatabase.Schema"/> is what this program writes.</param>
public sealed record DatabaseInfo(string Path, DatabaseSize Size, int Schema)
{
    /// <summary>Those that are kept: a snapshot makes those before it superfluous, and they are deleted.</summary>
    public long Events { get; init; }

    /// <summary>Of the registry, and of devices.</summary>
    public long Snapshots { get; init; }

    /// <summary>The registry, and each device of which something was written.</summary>
    public long PersistenceIds { get; init; }

    /// <summary>How many devices are defined; <c>null</c>: that cannot be read, and verifying says why.</summary>
    public int? Definitions { get; init; }

    /// <summary>How much of the file would go by a vacuum, at least.</summary>
    public long FreeBytes { get; init; }

    /// <summary>How many local keys are sealed with which master key, also in events and snapshots that were not yet deleted.</summary>
    public ImmutableSortedDictionary<string, long> KeysInUse { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>The ids of the master keys that there are, the current one first; empty: none was found.</summary>
    public ImmutableArray<string> KeysPresent { get; init; } = [];

    /// <summary>Where those come from; <c>null</c>: none was found.</summary>
    public string? KeysPlace { get; init; }

    /// <summary>Why there is no master key, or what is to be said of its file; <c>null</c>: nothing.</summary>
    public string? KeyProblem { get; init; }

    /// <summary>The ids of the master keys that something is sealed with and that are not here.</summary>
    public ImmutableArray<string> KeysMissing => [.. KeysInUse.Keys.Except(KeysPresent)];
}

/// <summary>What came of verifying a database.</summary>
/// <param name="Events">How many were read.</param>
/// <param name="Snapshots">How many were read.</param>
/// <param name="Keys">How many sealed local keys were found in them.</param>
/// <param name="Broken">A sentence for each thing that is broken; never quotes what is stored.</param>
/// <param name="Newer">What a newer program has written, by its manifest, and how often. It is passed over and kept, so it is not broken.</param>
public sealed record DatabaseFindings(
    long Events, long Snapshots, long Keys, ImmutableArray<string> Broken, ImmutableSortedDictionary<string, long> Newer)
{
    /// <summary>Whether nothing is broken.</summary>
    public bool IsSound => Broken.IsEmpty;
}

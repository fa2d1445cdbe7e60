using TuyaActors.Storage;

namespace TuyaActors.Node.Json;

/// <summary>What is in a database; master keys by names that tell nothing about them.</summary>
internal sealed record DatabaseInfoJson(
    string Path,
    long Bytes,
    long FreeBytes,
    int Schema,
    int? Devices,
    long Events,
    long Snapshots,
    IReadOnlyList<string> KeysPresent,
    string? KeysPlace,
    IReadOnlyDictionary<string, long> KeysInUse,
    IReadOnlyList<string> KeysMissing)
{
    /// <summary>What was found.</summary>
    public static DatabaseInfoJson Of(DatabaseInfo info) => new(
        info.Path, info.Size.Total, info.FreeBytes, info.Schema, info.Definitions, info.Events, info.Snapshots, info.KeysPresent, info.KeysPlace, info.KeysInUse, info.KeysMissing);
}

/// <summary>What came of verifying a database.</summary>
internal sealed record DatabaseFindingsJson(
    bool Sound, long Events, long Snapshots, long Keys, IReadOnlyList<string> Broken, IReadOnlyDictionary<string, long> Newer);

/// <summary>How many bytes a database had and has.</summary>
internal sealed record VacuumJson(long Before, long After);

namespace TuyaActors.Settings;

/// <summary><c>tuya.persistence</c>.</summary>
/// <param name="Mode"><c>mode</c>.</param>
/// <param name="Database"><c>database</c>; means something in mode sqlite only.</param>
/// <param name="KeyFile"><c>key-file</c>; <c>null</c>: beside the database.</param>
/// <param name="StateInterval"><c>state-interval</c>.</param>
/// <param name="SnapshotAfter"><c>snapshot-after</c>.</param>
public sealed record PersistenceSettings(PersistenceMode Mode, string Database, string? KeyFile, TimeSpan StateInterval, int SnapshotAfter);

/// <summary>Where a fleet keeps what it does not forget.</summary>
public enum PersistenceMode
{
    /// <summary>In a SQLite file.</summary>
    Sqlite,

    /// <summary>In the memory of the process.</summary>
    Memory,

    /// <summary>In the default journal and snapshot store of the hosting actor system.</summary>
    System,
}

using TuyaActors.Node.Cli;
using TuyaActors.Settings;

namespace TuyaActors.Node.Running;

/// <summary>Where a fleet is to keep things, as a word over its configuration.</summary>
/// <param name="Hocon">Laid over all else; empty: as configured.</param>
internal sealed record StorageChoice(string Hocon)
{
    /// <summary>Nowhere.</summary>
    public static StorageChoice Memory { get; } = new("tuya.persistence.mode = memory");

    /// <summary>Where the configuration says: in tuya.db, unless it says otherwise.</summary>
    public static StorageChoice Configured { get; } = new("");

    /// <summary>In this file.</summary>
    public static StorageChoice Database(string path) =>
        new($"tuya.persistence {{ mode = sqlite, database = \"{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\" }}");

    /// <summary>What <c>--db</c> says; as configured where it says nothing.</summary>
    /// <exception cref="UsageException">It is empty.</exception>
    public static StorageChoice Of(string? database) => database switch
    {
        null => Configured,
        "" => throw new UsageException("--db is empty; wanted is the name of a file."),
        _ => Database(database),
    };

    /// <summary>The settings that result.</summary>
    /// <param name="hocon">The configuration; null: none.</param>
    public PersistenceSettings Settings(string? hocon) =>
        FleetSettings.From(HoconText.Parse(Hocon).WithFallback(HoconText.Parse(hocon ?? ""))).Persistence;
}

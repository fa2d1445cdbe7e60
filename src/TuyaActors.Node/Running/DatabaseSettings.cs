using TuyaActors.Node.Cli;
using TuyaActors.Node.Configuration;
using TuyaActors.Settings;
using TuyaActors.Storage;

namespace TuyaActors.Node.Running;

/// <summary>Which database a command means.</summary>
internal static class DatabaseSettings
{
    /// <summary>The settings that say which database it is.</summary>
    public static IReadOnlyList<Setting> All { get; } = [NodeSettings.Database with { Description = "The database (default tuya.db)" }, NodeSettings.Config, NodeSettings.Profile];

    /// <summary>What flags, environment and configuration file say.</summary>
    /// <exception cref="UsageException">There is no database of ours in it.</exception>
    public static PersistenceSettings Read(SettingLayers layers)
    {
        var settings = FleetHocon.Of(layers.Checked()).Settings.Persistence;
        return settings.Mode switch
        {
            PersistenceMode.Sqlite => settings,
            PersistenceMode.Memory => throw new UsageException("the fleet is kept in memory (tuya.persistence.mode), so only its node knows it; give --node URL."),
            _ => throw new UsageException("the fleet is kept in another program's journal (tuya.persistence.mode); give --node URL."),
        };
    }

    /// <summary>Where the database is; null: the fleet is kept elsewhere.</summary>
    /// <exception cref="UsageException">What is said is wrong.</exception>
    public static string? PathOf(SettingLayers layers) => FleetHocon.Of(layers.Checked()).Settings.Persistence is { Mode: PersistenceMode.Sqlite } settings ? settings.Database : null;

    /// <summary>There is no such file.</summary>
    public static StorageException NoFile(PersistenceSettings settings) => new(
        $"There is no database {Path.GetFullPath(settings.Database)}. --db FILE names another, --node URL a running node; 'tuyactors serve' and 'tuyactors devices import' make one.");
}

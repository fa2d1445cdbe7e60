using TuyaActors.Messages;
using TuyaActors.Settings;

namespace TuyaActors.Storage;

/// <summary>A fleet's storage, as its persistent actors use it.</summary>
public sealed class FleetStorage
{
    private readonly string _prefix;

    private FleetStorage(PersistenceSettings settings, string fleet, KeyVault vault)
    {
        Settings = settings;
        Vault = vault;
        JournalPluginId = PersistenceHocon.JournalPluginId(settings, fleet);
        SnapshotPluginId = PersistenceHocon.SnapshotPluginId(settings, fleet);

        // A database is one fleet's, which may be given another name.
        _prefix = settings.Mode == PersistenceMode.Sqlite ? "tuya" : fleet;
    }

    /// <summary><c>tuya.persistence</c>.</summary>
    public PersistenceSettings Settings { get; }

    /// <summary>What the fleet's persistent actors have as <c>JournalPluginId</c>.</summary>
    public string JournalPluginId { get; }

    /// <summary>What the fleet's persistent actors have as <c>SnapshotPluginId</c>.</summary>
    public string SnapshotPluginId { get; }

    /// <summary>Seals and opens local keys.</summary>
    public KeyVault Vault { get; }

    /// <summary>The registry's <c>PersistenceId</c>.</summary>
    public string RegistryId => $"{_prefix}/registry";

    /// <summary>Storage in the memory of the process.</summary>
    /// <param name="fleet">Two fleets of one actor system need two names.</param>
    public static FleetStorage InMemory(string fleet = "tuya") => new(
        new PersistenceSettings(PersistenceMode.Memory, "tuya.db", null, TimeSpan.FromSeconds(30), 200), fleet, KeyVault.InMemory());

    /// <summary>Storage as the settings say; the plugins must be in the system's configuration.</summary>
    internal static FleetStorage Of(PersistenceSettings settings, string fleet, KeyVault vault) => new(settings, fleet, vault);

    /// <summary>A device's <c>PersistenceId</c>.</summary>
    public string DeviceIdOf(DeviceId device) => $"{_prefix}/device/{device}";
}

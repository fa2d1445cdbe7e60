using Microsoft.Data.Sqlite;
using TuyaActors.Messages;
using TuyaActors.Settings;

namespace TuyaActors.Storage;

/// <summary>A fleet's storage, as its persistent actors use it.</summary>
/// <remarks>Disposing gives the database back to other processes, as one file; the actors that use it must have ended before.</remarks>
public sealed class FleetStorage : IDisposable
{
    private readonly string _prefix;
    private bool _isDisposed;

    private FleetStorage(PersistenceSettings settings, string fleet, KeyVault vault, DatabaseLock? held = null)
    {
        Lock = held;
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

    /// <summary>Who holds the database in this process; <c>null</c> but for mode sqlite.</summary>
    public DatabaseLock? Lock { get; }

    /// <summary>Opens what the settings name: takes the database's lock, looks at the file, and finds the master key.</summary>
    /// <param name="settings">The fleet's.</param>
    /// <param name="fleet">The fleet's name under <c>/user</c>.</param>
    /// <param name="environment">Reads an environment variable; <c>null</c>: the process's.</param>
    /// <exception cref="StorageException">It cannot be used, and nothing was changed.</exception>
    public static FleetStorage Open(PersistenceSettings settings, string fleet = "tuya", Func<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        environment ??= Environment.GetEnvironmentVariable;
        if (settings.Mode == PersistenceMode.Memory)
            return new FleetStorage(settings, fleet, KeyVault.InMemory());
        if (settings.Mode == PersistenceMode.System)
            return new FleetStorage(settings, fleet, MasterKeySource.Open(settings, hasContent: false, environment));
        if (Path.GetDirectoryName(Path.GetFullPath(settings.Database)) is { } folder && !Directory.Exists(folder))
            throw new StorageException($"The folder {folder} of the database does not exist; make it, or give another path.");
        if (!DatabaseLock.TryAcquire(settings.Database, out var held, out var holder))
            throw new StorageException($"The database {Path.GetFullPath(settings.Database)} is in use by {holder}. One fleet at a time can use it.");
        try
        {
            var hasContent = TuyaDatabase.Prepare(settings.Database);
            return new FleetStorage(settings, fleet, MasterKeySource.Open(settings, hasContent, environment), held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Lock is null || Interlocked.Exchange(ref _isDisposed, true))
            return;
        TuyaDatabase.TakeInLog(Settings.Database);
        Lock.Dispose();
    }

    /// <summary>Storage in the memory of the process.</summary>
    /// <param name="fleet">Two fleets of one actor system need two names.</param>
    public static FleetStorage InMemory(string fleet = "tuya") => new(
        new PersistenceSettings(PersistenceMode.Memory, "tuya.db", null, TimeSpan.FromSeconds(30), 200), fleet, KeyVault.InMemory());

    /// <summary>Storage as the settings say; the plugins must be in the system's configuration.</summary>
    internal static FleetStorage Of(PersistenceSettings settings, string fleet, KeyVault vault) => new(settings, fleet, vault);

    /// <summary>Writes the database's file anew, so that nothing of what was deleted is left in it. It may be in use by this fleet.</summary>
    /// <exception cref="StorageException">It cannot be written.</exception>
    internal void Scrub()
    {
        if (Settings.Mode != PersistenceMode.Sqlite)
            return;
        try
        {
            using var connection = TuyaDatabase.OpenExisting(Settings.Database);
            TuyaDatabase.Vacuum(connection);
        }
        catch (SqliteException cause)
        {
            throw TuyaDatabase.Trouble(Settings.Database, cause);
        }
    }

    /// <summary>A device's <c>PersistenceId</c>.</summary>
    public string DeviceIdOf(DeviceId device) => $"{_prefix}/device/{device}";
}

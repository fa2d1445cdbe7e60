using System.Globalization;
using Microsoft.Data.Sqlite;
using TuyaActors.Settings;

namespace TuyaActors.Storage;

/// <summary>
/// Looks at the database of a fleet that does not run, and tidies it. Holds the database's lock from its opening to its end. Needs no master key,
/// but says more with it.
/// </summary>
public sealed class DatabaseCare : IDisposable
{
    private readonly DatabaseLock _lock;
    private readonly PersistenceSettings _settings;
    private readonly Func<string, string?> _environment;
    private readonly string _database;

    private DatabaseCare(DatabaseLock @lock, PersistenceSettings settings, Func<string, string?> environment, string database) =>
        (_lock, _settings, _environment, _database) = (@lock, settings, environment, database);

    /// <summary>Takes the database's lock. Makes no database and no master key.</summary>
    /// <param name="settings">The fleet's, of mode sqlite.</param>
    /// <param name="environment">Reads an environment variable; <c>null</c>: the process's.</param>
    /// <exception cref="StorageException">There is no such file, or it is in use.</exception>
    /// <exception cref="ArgumentException">The mode is another.</exception>
    public static DatabaseCare Open(PersistenceSettings settings, Func<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Mode != PersistenceMode.Sqlite)
            throw new ArgumentException("Only mode sqlite has a database file.", nameof(settings));
        var database = Path.GetFullPath(settings.Database);
        TuyaDatabase.RequireExisting(database);
        if (!DatabaseLock.TryAcquire(database, out var held, out var holder))
            throw new StorageException($"The database {database} is in use by {holder}. Stop that first.");
        return new DatabaseCare(held, settings, environment ?? Environment.GetEnvironmentVariable, database);
    }

    /// <summary>What is in it. Changes nothing.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public DatabaseInfo Info() => Reading(connection =>
    {
        var (vault, problem) = Vault();
        var contents = DatabaseContents.Read(connection);
        return new DatabaseInfo(_database, Size(), (int)TuyaDatabase.Number(connection, "PRAGMA user_version"))
        {
            Events = contents.Events,
            Snapshots = contents.Snapshots,
            PersistenceIds = contents.PersistenceIds,
            Definitions = contents.Definitions,
            FreeBytes = TuyaDatabase.Number(connection, "PRAGMA freelist_count") * TuyaDatabase.Number(connection, "PRAGMA page_size"),
            KeysInUse = contents.KeysInUse,
            KeysPresent = vault?.KeyIds ?? [],
            KeysPlace = vault?.Place,
            KeyProblem = problem ?? vault?.Warning,
        };
    });

    /// <summary>Writes the file anew, without what was deleted. Takes as much free space as the file has.</summary>
    /// <returns>The sizes before and after.</returns>
    /// <exception cref="StorageException">It cannot be read or written; nothing was changed.</exception>
    public (DatabaseSize Before, DatabaseSize After) Vacuum()
    {
        var before = Size();
        try
        {
            using (var connection = TuyaDatabase.OpenExisting(_database))
                TuyaDatabase.Vacuum(connection);
        }
        catch (SqliteException cause)
        {
            throw TuyaDatabase.Trouble(_database, cause);
        }

        return (before, Size());
    }

    /// <summary>Reads all of it: whether SQLite finds it whole, each event and snapshot can be read, and each local key be opened. Changes nothing.</summary>
    /// <exception cref="StorageException">It is no database of ours, or a newer program's.</exception>
    public DatabaseFindings Verify() => Reading(connection =>
    {
        var (vault, problem) = Vault();
        return DatabaseVerification.Run(connection, vault, problem);
    });

    /// <summary>Gives the database back to other processes.</summary>
    public void Dispose() => _lock.Dispose();

    private T Reading<T>(Func<SqliteConnection, T> read)
    {
        try
        {
            using var connection = TuyaDatabase.OpenToRead(_database);
            return read(connection);
        }
        catch (SqliteException cause)
        {
            throw TuyaDatabase.Trouble(_database, cause);
        }
    }

    private (KeyVault? Vault, string? Problem) Vault()
    {
        try
        {
            return (MasterKeySource.Open(_settings, hasContent: true, _environment), null);
        }
        catch (StorageException cause)
        {
            return (null, cause.Message);
        }
    }

    private DatabaseSize Size() => new(Length(""), Length("-wal"), Length("-shm"));

    private long Length(string suffix) => new FileInfo(_database + suffix) is { Exists: true } file ? file.Length : 0;
}

/// <summary>How large a database's files are, in bytes; 0: there is none.</summary>
/// <param name="Database">The file itself.</param>
/// <param name="Log">SQLite's write-ahead log (<c>-wal</c>).</param>
/// <param name="Index">The index of that (<c>-shm</c>).</param>
public sealed record DatabaseSize(long Database, long Log, long Index)
{
    /// <summary>Together.</summary>
    public long Total => Database + Log + Index;

    /// <summary>"123456 bytes".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Total} bytes");
}

using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TuyaActors.Storage;

/// <summary>The database file before anything else looks at it: whether it can be used at all, and what it is.</summary>
public static class TuyaDatabase
{
    /// <summary>What is kept where; one more when an older program could not read it any more.</summary>
    public const int Schema = 1;

    // "Tuya": what kind of SQLite file this is, as SQLite's own header says it.
    private const int ApplicationId = 0x54757961;

    private static readonly byte[] Header = "SQLite format 3\0"u8.ToArray();

    /// <summary>Makes the file where there is none, and looks whether all is well with it where there is one.</summary>
    /// <param name="database">Its path.</param>
    /// <returns>Whether anything is stored in it.</returns>
    /// <exception cref="StorageException">It cannot be used; nothing was changed.</exception>
    public static bool Prepare(string database)
    {
        database = Path.GetFullPath(database);
        RequireFile(database);
        try
        {
            using var connection = Open(database, SqliteOpenMode.ReadWriteCreate);
            RequireWhole(connection, database);
            RequireOurs(connection, database);
            KeepLog(connection, false);
            // A writer that is killed, or loses its power, leaves the last whole transaction: WAL, and SQLite's default of synchronous=FULL.
            Execute(connection, "PRAGMA journal_mode=WAL");
            // Written each time, so that a folder, a file or a disk that takes nothing is found here, and not by a command of somebody's.
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE; PRAGMA application_id={ApplicationId}; PRAGMA user_version={Schema}; COMMIT"));
            return HasContent(connection);
        }
        catch (SqliteException cause)
        {
            throw Trouble(database, cause);
        }
    }

    /// <summary>Opens one that is there and is whole, to change it while no fleet uses it.</summary>
    /// <exception cref="StorageException">It cannot be used; nothing was changed.</exception>
    internal static SqliteConnection OpenExisting(string database) => OpenExisting(database, connection =>
    {
        RequireWhole(connection, database);
        RequireOurs(connection, database);
        KeepLog(connection, false);
    });

    /// <summary>Opens one that is there, whole or not, to look at it while no fleet uses it: its files stay as they are.</summary>
    /// <exception cref="StorageException">It is no database of ours, or cannot be read at all.</exception>
    internal static SqliteConnection OpenToRead(string database) => OpenExisting(database, connection => RequireOurs(connection, database));

    /// <exception cref="StorageException">There is none, or what is there is no file.</exception>
    internal static void RequireExisting(string database)
    {
        RequireFile(database);
        if (!File.Exists(database))
            throw new StorageException($"There is no database {database}.");
    }

    /// <summary>
    /// Writes the whole file anew, so that nothing is left in it or in the log of what was deleted; fleets may use it meanwhile, and wait with
    /// what they write.
    /// </summary>
    internal static void Vacuum(SqliteConnection connection)
    {
        // The library would try again where SQLite says that it is busy; the checkpoint says that as a result.
        Execute(connection, "PRAGMA busy_timeout=30000");
        Execute(connection, "VACUUM");
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        using var rows = command.ExecuteReader();
        if (rows.Read() && rows.GetInt64(0) != 0)
            throw new SqliteException("the log is still being read", 5);
    }

    /// <summary>
    /// Takes the log into the file. The last connection that is closed does so by itself, but not where two are closed at the same time and
    /// each sees the other, nor where connections are pooled. Where it cannot be the log stays, and nothing is lost.
    /// </summary>
    internal static void TakeInLog(string database)
    {
        try
        {
            using var connection = Open(Path.GetFullPath(database), SqliteOpenMode.ReadWrite);
            KeepLog(connection, false);
            Execute(connection, "PRAGMA busy_timeout = 5000; PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException)
        {
            // The next start takes it in.
        }
    }

    private static SqliteConnection OpenExisting(string database, Action<SqliteConnection> require)
    {
        database = Path.GetFullPath(database);
        RequireExisting(database);
        SqliteConnection? connection = null;
        try
        {
            connection = Open(database, SqliteOpenMode.ReadWrite);
            require(connection);
            return connection;
        }
        catch (SqliteException cause)
        {
            connection?.Dispose();
            throw Trouble(database, cause);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>What a trouble of SQLite's means for an operator.</summary>
    internal static StorageException Trouble(string database, SqliteException cause) => new(
        cause.SqliteErrorCode switch
        {
            5 or 6 => $"The database {database} is in use by another program.",
            8 => $"The database {database} cannot be written to: it, its folder or its file system is read-only. Nothing was changed.",
            10 => $"The database {database} cannot be read or written: the disk reports an error ({cause.SqliteExtendedErrorCode}). Nothing was changed.",
            11 => $"The database {database} is damaged. Nothing was changed; put a copy of it back, or move it away and import the devices anew.",
            13 => $"The database {database} cannot be written to: the disk is full. Nothing was changed.",
            14 => $"The database {database} cannot be opened: its folder takes no files, or the file may not be read or written by this user. Nothing was changed.",
            26 => $"{database} is no database, or is damaged. Nothing was changed; give another path, or put a copy of it back.",
            _ => $"The database {database} cannot be used: {cause.Message} Nothing was changed.",
        },
        cause);

    /// <summary>As a sentence for an operator, whoever wrapped it in what.</summary>
    internal static string Sentence(string database, Exception cause)
    {
        for (var inner = cause; inner is not null; inner = inner.InnerException)
        {
            if (inner is SqliteException known)
                return Trouble(Path.GetFullPath(database), known).Message;
        }

        return cause.Message;
    }

    internal static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    internal static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    internal static bool HasTable(SqliteConnection connection, string table) =>
        Number(connection, $"SELECT count(*) FROM sqlite_master WHERE type='table' AND name='{table}'") > 0;

    // Not pooled: the connection's files are to be closed with it.
    private static SqliteConnection Open(string database, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = mode, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            KeepLog(connection, new FileInfo(database + "-wal") is { Exists: true, Length: > 0 });
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // What a process that was killed has left in the log would go into the file when the connection is closed: not before we know that it is ours.
    private static void KeepLog(SqliteConnection connection, bool keep)
    {
        const int NoCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE
        _ = SQLitePCL.raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, keep ? 1 : 0, out _);
    }

    private static void RequireFile(string database)
    {
        if (Directory.Exists(database))
            throw new StorageException($"The database {database} is a folder; give the path of a file.");
        if (Path.GetDirectoryName(database) is { } folder && !Directory.Exists(folder))
            throw new StorageException($"The folder {folder} of the database does not exist; make it, or give another path.");
        try
        {
            using var file = new FileStream(database, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> head = stackalloc byte[Header.Length];
            if (file.Length > 0 && (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.SequenceEqual(Header)))
                throw new StorageException($"{database} is no database, or is damaged. Nothing was changed; give another path, or put a copy of it back.");
        }
        catch (FileNotFoundException)
        {
            // It will be made.
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The database {database} cannot be read: {cause.Message}", cause);
        }
    }

    private static void RequireWhole(SqliteConnection connection, string database)
    {
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA quick_check(1)";
        var found = check.ExecuteScalar() as string;
        if (found != "ok")
            throw new StorageException($"The database {database} is damaged ({found}). Nothing was changed; put a copy of it back, or move it away and import the devices anew.");
    }

    private static void RequireOurs(SqliteConnection connection, string database)
    {
        var version = Number(connection, "PRAGMA user_version");
        var application = Number(connection, "PRAGMA application_id");
        var isForeign = application != ApplicationId
            && (application != 0 || (!HasTable(connection, "event_journal") && Number(connection, "SELECT count(*) FROM sqlite_master") > 0));
        if (isForeign)
            throw new StorageException($"The database {database} belongs to another program. Nothing was changed; give another path.");
        if (version > Schema)
            throw new StorageException($"The database {database} was written by a newer version of TuyaActors (schema {version}; this one knows {Schema}). Nothing was changed; use that version, or another database.");
    }

    private static bool HasContent(SqliteConnection connection) =>
        (HasTable(connection, "event_journal") && Number(connection, "SELECT EXISTS(SELECT 1 FROM event_journal)") > 0)
        || (HasTable(connection, "snapshot") && Number(connection, "SELECT EXISTS(SELECT 1 FROM snapshot)") > 0);
}

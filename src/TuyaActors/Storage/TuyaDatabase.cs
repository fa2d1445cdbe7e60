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
            RequireOurs(connection, database);
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

    /// <summary>Opens one that is there, for those who look at it while no fleet uses it.</summary>
    internal static SqliteConnection OpenExisting(string database)
    {
        database = Path.GetFullPath(database);
        if (!File.Exists(database))
            throw new StorageException($"There is no database {database}.");
        RequireFile(database);
        SqliteConnection? connection = null;
        try
        {
            connection = Open(database, SqliteOpenMode.ReadWrite);
            RequireOurs(connection, database);
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
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
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

    private static void RequireOurs(SqliteConnection connection, string database)
    {
        using (var check = connection.CreateCommand())
        {
            check.CommandText = "PRAGMA quick_check(1)";
            var found = check.ExecuteScalar() as string;
            if (found != "ok")
                throw new StorageException($"The database {database} is damaged ({found}). Nothing was changed; put a copy of it back, or move it away and import the devices anew.");
        }

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

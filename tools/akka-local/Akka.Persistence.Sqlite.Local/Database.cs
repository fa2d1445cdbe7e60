using Akka.Configuration;
using Microsoft.Data.Sqlite;

namespace Akka.Persistence.Sqlite;

/// <summary>
/// The connection of a journal or a snapshot store: open as long as its actor lives, and used on the actor's threads alone. A database
/// in memory lives as long as a connection to it.
/// </summary>
internal sealed class Database : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    public Database(Config config, string path)
    {
        var connectionString = config.GetString("connection-string");
        if (string.IsNullOrEmpty(connectionString))
            throw new ConfigurationException($"{path}.connection-string is empty; it says where the database is: \"Data Source=fleet.db\".");
        var timeout = config.GetTimeSpan("connection-timeout", null, false);

        // Not kept for the next one when it is closed: then the file may be moved or deleted.
        var settings = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = (int)timeout.TotalSeconds };
        _connection = new SqliteConnection(settings.ConnectionString);
        _connection.Open();

        // SQLite waits for a lock in steps of milliseconds; the library would try again every 150.
        Execute($"PRAGMA busy_timeout = {(int)timeout.TotalMilliseconds}");
    }

    public int Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters) => Prepare(sql, parameters).ExecuteNonQuery();

    /// <summary>A single number; 0 for null.</summary>
    public long Number(string sql, params ReadOnlySpan<(string Name, object Value)> parameters) =>
        Prepare(sql, parameters).ExecuteScalar() as long? ?? 0;

    public SqliteDataReader Read(string sql, params ReadOnlySpan<(string Name, object Value)> parameters) => Prepare(sql, parameters).ExecuteReader();

    /// <summary>All that the work does, or nothing of it.</summary>
    public void InTransaction(Action work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            Execute("COMMIT");
        }
        catch
        {
            // On a full disk, for one, SQLite has rolled back already, and another rollback would hide why.
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
                Execute("ROLLBACK");
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
            command.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in parameters)
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            _prepared[sql] = command;
        }

        foreach (var (name, value) in parameters)
            command.Parameters[name].Value = value;
        return command;
    }
}

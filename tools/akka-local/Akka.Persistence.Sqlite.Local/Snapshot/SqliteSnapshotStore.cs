using Akka.Configuration;
using Akka.Persistence.Snapshot;

namespace Akka.Persistence.Sqlite.Snapshot;

/// <summary><c>akka.persistence.snapshot-store.sqlite</c>.</summary>
internal sealed class SqliteSnapshotStore : SnapshotStore, IDisposable
{
    private const string Path = "akka.persistence.snapshot-store.sqlite";
    private const string ThatFit = "persistence_id = @id AND sequence_nr <= @number AND created_at <= @time";

    private readonly Config _config;
    private readonly string _snapshots;
    private readonly Serialization.Serialization _serialization;
    private Database _database;

    public SqliteSnapshotStore(Config snapshotConfig)
    {
        _config = snapshotConfig.WithFallback(SqlitePersistence.DefaultConfiguration().GetConfig(Path));
        _snapshots = _config.GetString("table-name");
        _serialization = Context.System.Serialization;
    }

    public void Dispose() => _database?.Dispose();

    protected override void PreStart()
    {
        _database = new Database(_config, Path);
        if (_config.GetBoolean("auto-initialize"))
        {
            _database.Execute(
                $"""
                CREATE TABLE IF NOT EXISTS {_snapshots} (
                    persistence_id VARCHAR(255) NOT NULL,
                    sequence_nr INTEGER(8) NOT NULL,
                    created_at INTEGER(8) NOT NULL,
                    manifest VARCHAR(255) NOT NULL,
                    payload BLOB NOT NULL,
                    serializer_id INTEGER(4),
                    PRIMARY KEY (persistence_id, sequence_nr)
                )
                """);
        }
    }

    protected override Task<SelectedSnapshot> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        using var rows = _database.Read(
            $"SELECT sequence_nr, created_at, payload, serializer_id, manifest FROM {_snapshots} WHERE {ThatFit} ORDER BY sequence_nr DESC LIMIT 1",
            ("@id", persistenceId),
            ("@number", criteria.MaxSequenceNr),
            ("@time", criteria.MaxTimeStamp.Ticks));
        if (!rows.Read())
            return Task.FromResult<SelectedSnapshot>(null);
        var metadata = new SnapshotMetadata(persistenceId, rows.GetInt64(0), new DateTime(rows.GetInt64(1), DateTimeKind.Utc));
        return Task.FromResult(new SelectedSnapshot(metadata, Payload.Read(rows, 2, _serialization)));
    }

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot)
    {
        var payload = Payload.Of(snapshot, _serialization);
        _database.Execute(
            $"INSERT OR REPLACE INTO {_snapshots} (persistence_id, sequence_nr, created_at, manifest, payload, serializer_id) "
            + "VALUES (@id, @number, @time, @manifest, @payload, @serializer)",
            ("@id", metadata.PersistenceId),
            ("@number", metadata.SequenceNr),
            ("@time", metadata.Timestamp.Ticks),
            ("@manifest", payload.Manifest),
            ("@payload", payload.Bytes),
            ("@serializer", payload.SerializerId));
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata)
    {
        _database.Execute(
            $"DELETE FROM {_snapshots} WHERE persistence_id = @id AND sequence_nr = @number",
            ("@id", metadata.PersistenceId),
            ("@number", metadata.SequenceNr));
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        _database.Execute(
            $"DELETE FROM {_snapshots} WHERE {ThatFit}",
            ("@id", persistenceId),
            ("@number", criteria.MaxSequenceNr),
            ("@time", criteria.MaxTimeStamp.Ticks));
        return Task.CompletedTask;
    }
}

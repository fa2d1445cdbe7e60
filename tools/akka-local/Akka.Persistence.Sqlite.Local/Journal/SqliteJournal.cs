using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Journal;

namespace Akka.Persistence.Sqlite.Journal;

/// <summary>
/// <c>akka.persistence.journal.sqlite</c>. What many actors write at the same time is one transaction: writes are collected until the
/// journal comes to a message of its own, which it tells itself behind them.
/// </summary>
internal sealed class SqliteJournal : AsyncWriteJournal, IDisposable
{
    private const string Path = "akka.persistence.journal.sqlite";

    private readonly Config _config;
    private readonly string _events;
    private readonly string _metadata;
    private readonly Serialization.Serialization _serialization;
    private readonly List<Entry> _collected = [];
    private Database _database;

    public SqliteJournal(Config journalConfig)
    {
        _config = journalConfig.WithFallback(SqlitePersistence.DefaultConfiguration().GetConfig(Path));
        _events = _config.GetString("table-name");
        _metadata = _config.GetString("metadata-table-name");
        _serialization = Context.System.Serialization;
    }

    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr)
    {
        WriteCollected();
        return Task.FromResult(Highest(persistenceId));
    }

    public override Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        const string Columns = "sequence_nr, payload, serializer_id, manifest";
        using var rows = _database.Read(
            $"SELECT {Columns} FROM {_events} WHERE persistence_id = @id AND sequence_nr BETWEEN @from AND @to AND is_deleted = 0 ORDER BY sequence_nr LIMIT @max",
            ("@id", persistenceId),
            ("@from", fromSequenceNr),
            ("@to", toSequenceNr),
            ("@max", max));
        while (rows.Read())
            recoveryCallback(new Persistent(Payload.Read(rows, 1, _serialization), rows.GetInt64(0), persistenceId));
        return Task.CompletedTask;
    }

    public void Dispose() => _database?.Dispose();

    protected override void PreStart()
    {
        _database = new Database(_config, Path);
        if (_config.GetBoolean("auto-initialize"))
            CreateTables();
    }

    // What is collected has been asked for before the stop.
    protected override void PostStop() => WriteCollected();

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        if (_collected.Count == 0)
            Self.Tell(WriteNow.Instance);
        var entries = messages.Select(write => new Entry(write)).ToList();
        _collected.AddRange(entries);
        return [.. await Task.WhenAll(entries.Select(entry => entry.Result)).ConfigureAwait(false)];
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr)
    {
        WriteCollected();
        _database.InTransaction(() =>
        {
            var highest = Highest(persistenceId);
            _database.Execute($"DELETE FROM {_events} WHERE persistence_id = @id AND sequence_nr <= @to", ("@id", persistenceId), ("@to", toSequenceNr));
            _database.Execute($"DELETE FROM {_metadata} WHERE persistence_id = @id AND sequence_nr <= @to", ("@id", persistenceId), ("@to", toSequenceNr));

            // Numbers are not given twice, also when no event is left to tell the highest.
            if (highest <= toSequenceNr)
                _database.Execute($"INSERT INTO {_metadata} (persistence_id, sequence_nr) VALUES (@id, @highest)", ("@id", persistenceId), ("@highest", highest));
        });
        return Task.CompletedTask;
    }

    internal override bool ReceivePluginInternal(object message)
    {
        if (message is not WriteNow)
            return false;
        WriteCollected();
        return true;
    }

    private void CreateTables()
    {
        _database.Execute(
            $"""
            CREATE TABLE IF NOT EXISTS {_events} (
                ordering INTEGER PRIMARY KEY NOT NULL,
                persistence_id VARCHAR(255) NOT NULL,
                sequence_nr INTEGER(8) NOT NULL,
                is_deleted INTEGER(1) NOT NULL,
                manifest VARCHAR(255) NULL,
                timestamp INTEGER NOT NULL,
                payload BLOB NOT NULL,
                tags VARCHAR(2000) NULL,
                serializer_id INTEGER(4),
                UNIQUE (persistence_id, sequence_nr)
            )
            """);
        _database.Execute(
            $"""
            CREATE TABLE IF NOT EXISTS {_metadata} (
                persistence_id VARCHAR(255) NOT NULL,
                sequence_nr INTEGER(8) NOT NULL,
                PRIMARY KEY (persistence_id, sequence_nr)
            )
            """);
    }

    private long Highest(string persistenceId) => _database.Number(
        $"SELECT MAX(highest) FROM (SELECT MAX(sequence_nr) AS highest FROM {_events} WHERE persistence_id = @id "
        + $"UNION ALL SELECT MAX(sequence_nr) FROM {_metadata} WHERE persistence_id = @id)",
        ("@id", persistenceId));

    private void WriteCollected()
    {
        if (_collected.Count == 0)
            return;
        var entries = _collected.ToList();
        _collected.Clear();
        var good = entries.Where(entry => entry.Serialize(_serialization)).ToList();
        if (good.Count > 1 && TryWrite(good) is null)
        {
            good.ForEach(entry => entry.Done(null));
        }
        else
        {
            // One by one, so that a write that cannot be does not take the others with it.
            foreach (var entry in good)
                entry.Done(TryWrite([entry]));
        }
    }

    private Exception TryWrite(List<Entry> entries)
    {
        try
        {
            _database.InTransaction(() =>
            {
                foreach (var entry in entries)
                    Insert(entry);
            });
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    private void Insert(Entry entry)
    {
        foreach (var (persistent, payload) in entry.Rows)
        {
            _database.Execute(
                $"INSERT INTO {_events} (persistence_id, sequence_nr, timestamp, is_deleted, manifest, payload, tags, serializer_id) "
                + "VALUES (@id, @number, @timestamp, 0, @manifest, @payload, NULL, @serializer)",
                ("@id", persistent.PersistenceId),
                ("@number", persistent.SequenceNr),
                ("@timestamp", DateTime.UtcNow.Ticks),
                ("@manifest", payload.Manifest),
                ("@payload", payload.Bytes),
                ("@serializer", payload.SerializerId));
        }
    }

    private sealed class WriteNow
    {
        public static readonly WriteNow Instance = new();
    }

    /// <summary>A write that waits for the transaction.</summary>
    private sealed class Entry(AtomicWrite write)
    {
        private readonly TaskCompletionSource<Exception> _result = new();

        /// <summary>Null when it is written, else why it is rejected.</summary>
        public Task<Exception> Result => _result.Task;

        public List<(IPersistentRepresentation Persistent, Payload Payload)> Rows { get; private set; }

        /// <summary>What cannot be serialized is rejected.</summary>
        public bool Serialize(Serialization.Serialization serialization)
        {
            try
            {
                Rows = [.. write.Events.Select(one => (one, Payload.Of(one.Payload, serialization)))];
                return true;
            }
            catch (Exception error)
            {
                Done(error);
                return false;
            }
        }

        public void Done(Exception rejection) => _result.SetResult(rejection);
    }
}

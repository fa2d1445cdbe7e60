using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Persistence.Snapshot;

namespace TuyaActors.Tests.Device.Facts;

/// <summary>What the journal and the snapshot store of a system have done, and are to fail at. One for each system.</summary>
internal sealed class StorageScript : ExtensionIdProvider<StorageScript>, IExtension
{
    /// <summary>Journal and snapshot store of a test's system, in memory.</summary>
    public const string Hocon =
        """
        akka.persistence {
          journal.plugin = akka.persistence.journal.scripted
          journal.scripted.class = "TuyaActors.Tests.Device.Facts.ScriptedJournal, TuyaActors.Tests"
          snapshot-store.plugin = akka.persistence.snapshot-store.scripted
          snapshot-store.scripted.class = "TuyaActors.Tests.Device.Facts.ScriptedSnapshotStore, TuyaActors.Tests"
        }

        """;

    /// <summary>Why nothing can be written.</summary>
    public Exception? WriteFailure { get; set; }

    /// <summary>Why the journal takes no event.</summary>
    public Exception? Rejection { get; set; }

    /// <summary>Why nothing can be read.</summary>
    public Exception? ReadFailure { get; set; }

    /// <summary>Loading waits for this.</summary>
    public TaskCompletionSource? LoadGate { get; set; }

    /// <summary>A snapshot is written only when this is done.</summary>
    public TaskCompletionSource? SaveGate { get; set; }

    /// <summary>Hears of each event and snapshot once it is written.</summary>
    public IActorRef Written { get; set; } = ActorRefs.Nobody;

    /// <summary>Whether nothing is stored.</summary>
    public bool IsEmpty => Kept.IsEmpty;

    /// <summary>What is stored now: "event" or "snapshot", whose, and its number.</summary>
    public ConcurrentDictionary<(string Kind, string Id, long Number), object> Kept { get; } = new();

    public void Delete(string kind, string id, long upTo)
    {
        foreach (var key in Kept.Keys.Where(key => key.Kind == kind && key.Id == id && key.Number <= upTo))
            Kept.TryRemove(key, out _);
    }

    public override StorageScript CreateExtension(ExtendedActorSystem system) => new();
}

/// <summary>A journal in memory that fails on demand.</summary>
internal sealed class ScriptedJournal : MemoryJournal
{
    private readonly StorageScript _script = new StorageScript().Apply(Context.System);

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        if (_script.WriteFailure is { } failure)
            return Task.FromException<IImmutableList<Exception>>(failure);
        var writes = messages.ToList();
        if (_script.Rejection is { } rejection)
            return Task.FromResult<IImmutableList<Exception>>([.. writes.Select(_ => rejection)]);
        foreach (var one in writes.SelectMany(write => (IEnumerable<IPersistentRepresentation>)write.Payload))
        {
            _script.Kept[("event", one.PersistenceId, one.SequenceNr)] = one.Payload;
            _script.Written.Tell(one.Payload);
        }

        return base.WriteMessagesAsync(writes);
    }

    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr) =>
        _script.ReadFailure is { } failure ? Task.FromException<long>(failure) : base.ReadHighestSequenceNrAsync(persistenceId, fromSequenceNr);

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr)
    {
        _script.Delete("event", persistenceId, toSequenceNr);
        return base.DeleteMessagesToAsync(persistenceId, toSequenceNr);
    }
}

/// <summary>A snapshot store in memory that fails on demand.</summary>
internal sealed class ScriptedSnapshotStore : MemorySnapshotStore
{
    private readonly StorageScript _script = new StorageScript().Apply(Context.System);

    protected override async Task<SelectedSnapshot> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        if (_script.LoadGate is { } gate)
            await gate.Task;
        return await base.LoadAsync(persistenceId, criteria);
    }

    protected override async Task SaveAsync(SnapshotMetadata metadata, object snapshot)
    {
        if (_script.WriteFailure is { } failure)
            throw failure;
        if (_script.SaveGate is { } gate)
            await gate.Task;
        _script.Kept[("snapshot", metadata.PersistenceId, metadata.SequenceNr)] = snapshot;
        _script.Written.Tell(snapshot);
        await base.SaveAsync(metadata, snapshot);
    }

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        _script.Delete("snapshot", persistenceId, criteria.MaxSequenceNr);
        return base.DeleteAsync(persistenceId, criteria);
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Persistence.Snapshot;

namespace TuyaActors.Tests.Registry;

/// <summary>What the journal and the snapshot store of a system are to do. One for each system.</summary>
internal sealed class StoreScript : ExtensionIdProvider<StoreScript>, IExtension
{
    /// <summary>Makes these stores the system's own.</summary>
    public const string Hocon =
        """
        akka.persistence {
          journal.plugin = akka.persistence.journal.scripted
          journal.scripted {
            class = "TuyaActors.Tests.Registry.ScriptedJournal, TuyaActors.Tests"
          }
          snapshot-store.plugin = akka.persistence.snapshot-store.scripted
          snapshot-store.scripted {
            class = "TuyaActors.Tests.Registry.ScriptedSnapshotStore, TuyaActors.Tests"
          }
        }
        """;

    /// <summary>The journal writes only when this is done.</summary>
    public volatile TaskCompletionSource? Gate;

    /// <summary>The journal is broken: the actor that writes must stop.</summary>
    public volatile Exception? WriteFailure;

    /// <summary>The journal takes nothing, as SQLite's does on a full disk.</summary>
    public volatile Exception? Rejection;

    public volatile Exception? ReplayFailure;

    public volatile Exception? SaveFailure;

    public volatile Exception? DeleteFailure;

    /// <summary>One entry for each write: how many events were in it.</summary>
    public ConcurrentQueue<int> Writes { get; } = new();

    /// <summary>What was deleted: events up to, snapshots up to.</summary>
    public ConcurrentQueue<string> Deleted { get; } = new();

    public override StoreScript CreateExtension(ExtendedActorSystem system) => new();
}

/// <summary>A journal in memory that fails on demand.</summary>
internal sealed class ScriptedJournal : MemoryJournal
{
    private readonly StoreScript _script = new StoreScript().Apply(Context.System);

    public override Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback) =>
        _script.ReplayFailure is { } failure
            ? throw failure
            : base.ReplayMessagesAsync(context, persistenceId, fromSequenceNr, toSequenceNr, max, recoveryCallback);

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        var writes = messages.ToList();
        if (_script.WriteFailure is { } failure)
            throw failure;
        if (_script.Rejection is { } rejection)
            return [.. writes.Select(_ => rejection)];
        foreach (var write in writes)
            _script.Writes.Enqueue(((IEnumerable<IPersistentRepresentation>)write.Payload).Count());
        if (_script.Gate is { } gate)
            await gate.Task;
        return await base.WriteMessagesAsync(writes);
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr)
    {
        if (_script.DeleteFailure is { } failure)
            return Task.FromException(failure);
        _script.Deleted.Enqueue($"events up to {toSequenceNr}");
        return base.DeleteMessagesToAsync(persistenceId, toSequenceNr);
    }
}

/// <summary>A snapshot store in memory that fails on demand.</summary>
internal sealed class ScriptedSnapshotStore : MemorySnapshotStore
{
    private readonly StoreScript _script = new StoreScript().Apply(Context.System);

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot) =>
        _script.SaveFailure is { } failure ? Task.FromException(failure) : base.SaveAsync(metadata, snapshot);

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        _script.Deleted.Enqueue("snapshots");
        return base.DeleteAsync(persistenceId, criteria);
    }
}

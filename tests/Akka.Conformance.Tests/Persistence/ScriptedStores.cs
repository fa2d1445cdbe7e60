using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Persistence.Snapshot;

namespace Akka.Conformance.Tests.Persistence;

/// <summary>What the journal and the snapshot store of a system are to do. One for each system.</summary>
internal sealed class StoreScript : ExtensionIdProvider<StoreScript>, IExtension
{
    /// <summary>The journal has written, but answers only when this is done.</summary>
    public TaskCompletionSource? WriteGate { get; set; }

    public Exception? WriteFailure { get; set; }

    /// <summary>Why the journal does not take an event; null when it does.</summary>
    public Func<object, Exception?> Reject { get; set; } = _ => null;

    public Exception? ReplayFailure { get; set; }

    /// <summary>The journal never ends a replay.</summary>
    public bool NeverReplays { get; set; }

    public Exception? LoadFailure { get; set; }

    public Exception? SaveFailure { get; set; }

    public Exception? DeleteFailure { get; set; }

    /// <summary>The snapshot store never answers with a snapshot.</summary>
    public bool NeverLoads { get; set; }

    /// <summary>One entry for each write: the events in it, as <c>id/number/event</c>.</summary>
    public ConcurrentQueue<string> Writes { get; } = new();

    public override StoreScript CreateExtension(ExtendedActorSystem system) => new();
}

/// <summary>A journal in memory that fails on demand.</summary>
internal sealed class ScriptedJournal : MemoryJournal
{
    private readonly StoreScript _script = new StoreScript().Apply(Context.System);

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        if (_script.WriteFailure is { } failure)
            throw failure;
        var writes = messages.ToList();
        var rejections = writes.Select(write => EventsOf(write).Select(one => _script.Reject(one.Payload)).FirstOrDefault(one => one is not null)).ToImmutableList();
        var accepted = writes.Where((_, index) => rejections[index] is null).ToList();
        foreach (var write in accepted)
            _script.Writes.Enqueue(string.Join(" ", EventsOf(write).Select(one => $"{one.PersistenceId}/{one.SequenceNr}/{one.Payload}")));
        await base.WriteMessagesAsync(accepted);
        if (_script.WriteGate is { } gate)
            await gate.Task;
        return rejections!;
    }

    public override Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        if (_script.ReplayFailure is { } failure)
            throw failure;
        return base.ReplayMessagesAsync(context, persistenceId, fromSequenceNr, toSequenceNr, max, recoveryCallback);
    }

    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr) => _script.NeverReplays
        ? new TaskCompletionSource<long>().Task
        : base.ReadHighestSequenceNrAsync(persistenceId, fromSequenceNr);

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr) =>
        _script.DeleteFailure is { } failure ? Task.FromException(failure) : base.DeleteMessagesToAsync(persistenceId, toSequenceNr);

    private static IEnumerable<IPersistentRepresentation> EventsOf(AtomicWrite write) => (IEnumerable<IPersistentRepresentation>)write.Payload;
}

/// <summary>A snapshot store in memory that fails on demand.</summary>
internal sealed class ScriptedSnapshotStore : MemorySnapshotStore
{
    private readonly StoreScript _script = new StoreScript().Apply(Context.System);

    protected override Task<SelectedSnapshot> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        if (_script.LoadFailure is { } failure)
            throw failure;
        return _script.NeverLoads ? new TaskCompletionSource<SelectedSnapshot>().Task : base.LoadAsync(persistenceId, criteria);
    }

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot) =>
        _script.SaveFailure is { } failure ? Task.FromException(failure) : base.SaveAsync(metadata, snapshot);

    protected override Task DeleteAsync(SnapshotMetadata metadata) =>
        _script.DeleteFailure is { } failure ? Task.FromException(failure) : base.DeleteAsync(metadata);

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        _script.DeleteFailure is { } failure ? Task.FromException(failure) : base.DeleteAsync(persistenceId, criteria);
}

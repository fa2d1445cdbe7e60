using Akka.Actor;
using Akka.Event;

namespace Akka.Persistence;

/// <summary>
/// An actor whose state is what its events made of it. Before its first command it gets its latest snapshot and all events after it. Events
/// are written in order, and each is handled, also in order, when it is in the journal: until then no other command comes (except after
/// <see cref="PersistAsync"/>). An event that cannot be read back stops the actor, and so does a journal that fails.
/// </summary>
public abstract partial class Eventsourced : ActorBase, IWithUnboundedStash
{
    private readonly PersistenceExtension _extension;
    private IActorRef _journal;
    private IActorRef _snapshotStore;

    private protected Eventsourced()
    {
        _extension = Persistence.Instance.Apply(Context.System);
        _heldBack = Context.CreateStash(GetType());
        Log = Context.GetLogger();
    }

    /// <summary>The actor's name in the journal: the same for ever, and no other's.</summary>
    public abstract string PersistenceId { get; }

    public virtual Recovery Recovery => Recovery.Default;

    /// <summary>Path of the journal's configuration; null for the default one. To be set in the constructor.</summary>
    public string JournalPluginId { get; protected set; }

    /// <summary>Path of the snapshot store's configuration; null for the default one. To be set in the constructor.</summary>
    public string SnapshotPluginId { get; protected set; }

    /// <summary>True until all events are replayed; false already when <see cref="RecoveryCompleted"/> comes.</summary>
    public bool IsRecovering => _phase < Phase.ReplayDone;

    /// <summary>The number of the last event that was replayed, or written and handled.</summary>
    public long LastSequenceNr { get; private set; }

    /// <summary>The number that a snapshot taken now would bear.</summary>
    public long SnapshotSequenceNr => LastSequenceNr;

    /// <summary>The actor's own stash. What comes out of it goes before what was held back while events were written.</summary>
    public IStash Stash
    {
        get => _stash;
        set => _stash = new OuterStash(value, _heldBack);
    }

    protected virtual ILoggingAdapter Log { get; }

    private IActorRef JournalRef => _journal ??= _extension.JournalFor(JournalPluginId);

    private IActorRef SnapshotStoreRef => _snapshotStore ??= _extension.SnapshotStoreFor(SnapshotPluginId);

    /// <summary>Writes an event, then calls the handler. Other commands wait until then.</summary>
    public void Persist<TEvent>(TEvent @event, Action<TEvent> handler) => Write([@event], handler, holdsBack: true);

    /// <summary>Writes the events, all or none, then calls the handler for each. Other commands wait until the last.</summary>
    public void PersistAll<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler) => Write(events, handler, holdsBack: true);

    /// <summary>Writes an event, and calls the handler when it is written; commands go on meanwhile.</summary>
    public void PersistAsync<TEvent>(TEvent @event, Action<TEvent> handler) => Write([@event], handler, holdsBack: false);

    /// <summary>Calls the handler when all that was written before is handled: at once, if there is nothing. The event itself is not written.</summary>
    public void DeferAsync<TEvent>(TEvent evt, Action<TEvent> handler)
    {
        MustNotRecover();
        if (_pending.Count == 0)
        {
            handler(evt);
            return;
        }

        _pending.Enqueue(new Pending(one => handler((TEvent)one), HoldsBack: false));
        _new.Add(new NonPersistentMessage(evt, Sender));
    }

    /// <summary>Answered with <see cref="SaveSnapshotSuccess"/> or <see cref="SaveSnapshotFailure"/>. The snapshot must not change any more.</summary>
    public void SaveSnapshot(object snapshot) => SnapshotStoreRef.Tell(new SaveSnapshot(
        new SnapshotMetadata(PersistenceId, SnapshotSequenceNr, Context.System.Scheduler.Now.UtcDateTime), snapshot));

    /// <summary>Answered with <see cref="DeleteSnapshotSuccess"/> or <see cref="DeleteSnapshotFailure"/>.</summary>
    public void DeleteSnapshot(long sequenceNr) =>
        SnapshotStoreRef.Tell(new DeleteSnapshot(new SnapshotMetadata(PersistenceId, sequenceNr, DateTime.MinValue)));

    /// <summary>Answered with <see cref="DeleteSnapshotsSuccess"/> or <see cref="DeleteSnapshotsFailure"/>.</summary>
    public void DeleteSnapshots(SnapshotSelectionCriteria criteria) => SnapshotStoreRef.Tell(new DeleteSnapshots(PersistenceId, criteria));

    /// <summary>
    /// Deletes the events up to this number; <see cref="long.MaxValue"/> stands for the last one. Answered with
    /// <see cref="DeleteMessagesSuccess"/> or <see cref="DeleteMessagesFailure"/>.
    /// </summary>
    public void DeleteMessages(long toSequenceNr)
    {
        if (toSequenceNr == long.MaxValue)
            toSequenceNr = LastSequenceNr;
        if (toSequenceNr <= LastSequenceNr)
        {
            JournalRef.Tell(new DeleteMessagesTo(PersistenceId, toSequenceNr, Self));
        }
        else
        {
            Self.Tell(new DeleteMessagesFailure(
                new InvalidOperationException($"Event {toSequenceNr} is not there yet: the last one is {LastSequenceNr}."), toSequenceNr));
        }
    }

    public override void AroundPreStart()
    {
        ArgumentNullException.ThrowIfNull(PersistenceId);

        // A plugin that cannot be had should fail the start, not the first event.
        _ = JournalRef;
        _ = SnapshotStoreRef;
        AwaitPermit();
        base.AroundPreStart();
    }

    public override void AroundPreRestart(Exception cause, object message)
    {
        LeaveAll();

        // What was persisted before the failure stays persisted, although its handler has gone.
        SendBatch();
        base.AroundPreRestart(cause, message switch
        {
            WriteMessageSuccess written => written.Persistent,
            LoopMessageSuccess loop => loop.Message,
            ReplayedMessage replayed => replayed.Persistent,
            _ => message,
        });
    }

    public override void AroundPostRestart(Exception reason, object message)
    {
        AwaitPermit();
        base.AroundPostRestart(reason, message);
    }

    public override void AroundPostStop()
    {
        LeaveAll();
        base.AroundPostStop();
    }

    protected internal override bool AroundReceive(Receive receive, object message)
    {
        switch (_phase)
        {
            case Phase.AwaitingPermit:
                WhileAwaitingPermit(message);
                break;
            case Phase.LoadingSnapshot:
                GivingPermitBackOnError(message, WhileLoadingSnapshot);
                break;
            case Phase.Replaying:
                GivingPermitBackOnError(message, WhileReplaying);
                break;
            case Phase.Persisting:
                WhilePersisting(message);
                break;
            default:
                WhileProcessing(receive, message);
                break;
        }

        return true;
    }

    internal abstract bool ReceiveRecover(object message);

    internal abstract bool ReceiveCommand(object message);

    /// <summary>The actor cannot be recovered, and stops after this. The message is the event that could not be handled, or null.</summary>
    protected virtual void OnRecoveryFailure(Exception reason, object message = null) => Log.Error(
        reason, "{0} cannot be recovered; the last event was {1}, the message {2}.", PersistenceId, LastSequenceNr, message?.GetType().ToString() ?? "none");

    /// <summary>It is not known whether the event is in the journal. The actor stops after this.</summary>
    protected virtual void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        Log.Error(cause, "The journal failed to write event {0} ({1}) of {2}.", sequenceNr, @event.GetType(), PersistenceId);

    /// <summary>The event is not in the journal, and its handler is not called. The actor goes on.</summary>
    protected virtual void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        Log.Error(cause, "The journal rejected event {0} ({1}) of {2}.", sequenceNr, @event.GetType(), PersistenceId);

    protected override void Unhandled(object message)
    {
        switch (message)
        {
            case RecoveryCompleted:
                return;
            case SaveSnapshotFailure failure:
                Log.Warning("The {0} could not be saved: {1}", failure.Metadata, failure.Cause.Message);
                break;
            case DeleteSnapshotFailure failure:
                Log.Warning("The {0} could not be deleted: {1}", failure.Metadata, failure.Cause.Message);
                break;
            case DeleteSnapshotsFailure failure:
                Log.Warning("{0} of {1} could not be deleted: {2}", failure.Criteria, PersistenceId, failure.Cause.Message);
                break;
            case DeleteMessagesFailure failure:
                Log.Warning("The events of {0} up to {1} could not be deleted: {2}", PersistenceId, failure.ToSequenceNr, failure.Cause.Message);
                break;
        }

        base.Unhandled(message);
    }
}

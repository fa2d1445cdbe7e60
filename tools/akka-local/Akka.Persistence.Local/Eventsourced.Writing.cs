using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Persistence;

// Commands and what they write. A command's events are sent to the journal when its handler has ended; one batch is under way at a time.
public abstract partial class Eventsourced
{
    private static int _incarnations;

    /// <summary>Tells the journal's answers to this incarnation from those to an earlier one.</summary>
    private readonly int _incarnation = Interlocked.Increment(ref _incarnations);

    /// <summary>The handlers of what is not answered yet, in order.</summary>
    private readonly Queue<Pending> _pending = new();

    /// <summary>Commands that wait for an event or for the recovery.</summary>
    private readonly IStash _heldBack;

    private IStash _stash;

    /// <summary>Persisted by the handler that runs.</summary>
    private readonly List<IPersistentEnvelope> _new = [];

    /// <summary>Waits until the journal has done the batch that is under way.</summary>
    private List<IPersistentEnvelope> _batch = [];
    private bool _writing;

    /// <summary>How many of the pending hold commands back.</summary>
    private int _holdingBack;

    /// <summary>The last number that was given to an event, written or not.</summary>
    private long _lastGiven;

    private void Write<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler, bool holdsBack)
    {
        MustNotRecover();
        if (events is null)
            return;
        var write = ImmutableList.CreateBuilder<IPersistentRepresentation>();
        foreach (var one in events)
        {
            _pending.Enqueue(new Pending(written => handler((TEvent)written), holdsBack));
            if (holdsBack)
                _holdingBack++;
            write.Add(new Persistent(one, ++_lastGiven, PersistenceId, Sender));
        }

        if (write.Count > 0)
            _new.Add(new AtomicWrite(write.ToImmutable()));
    }

    private void MustNotRecover()
    {
        if (IsRecovering)
            throw new InvalidOperationException("Cannot persist during replay. Events can be persisted when receiving RecoveryCompleted or later.");
    }

    private void WhileProcessing(Receive receive, object message)
    {
        if (IsAnswer(message))
            return;
        try
        {
            base.AroundReceive(receive, message);
        }
        catch
        {
            EndCommand(failed: true);
            throw;
        }

        EndCommand(failed: false);
    }

    private void EndCommand(bool failed)
    {
        SendNew();
        if (_holdingBack > 0)
            _phase = Phase.Persisting;
        else
            TakeUp(all: failed);
    }

    private void WhilePersisting(object message)
    {
        if (!IsAnswer(message))
            _heldBack.Stash();
    }

    /// <summary>Commands that were held back come one at a time, so that each can hold back the next.</summary>
    private void TakeUp(bool all)
    {
        if (all)
            _heldBack.UnstashAll();
        else
            _heldBack.Unstash();
    }

    private bool IsAnswer(object message)
    {
        switch (message)
        {
            case WriteMessageSuccess success:
                if (success.ActorInstanceId == _incarnation)
                {
                    LastSequenceNr = Math.Max(LastSequenceNr, success.Persistent.SequenceNr);
                    Handle(success.Persistent.Payload);
                }

                return true;
            case LoopMessageSuccess loop:
                if (loop.ActorInstanceId == _incarnation)
                    Handle(loop.Message);
                return true;
            case WriteMessageRejected rejected:
                if (rejected.ActorInstanceId == _incarnation)
                {
                    LastSequenceNr = Math.Max(LastSequenceNr, rejected.Persistent.SequenceNr);
                    EndPending(failed: false);
                    OnPersistRejected(rejected.Cause, rejected.Persistent.Payload, rejected.Persistent.SequenceNr);
                }

                return true;
            case WriteMessageFailure failure:
                if (failure.ActorInstanceId == _incarnation)
                    StopAfter(failure);
                return true;
            case WriteMessagesSuccessful:
                _writing = false;
                SendBatch();
                return true;
            case WriteMessagesFailed failed:
                // Otherwise the failures that follow stop the actor, which must write nothing more.
                if (failed.WriteCount == 0)
                    _writing = false;
                return true;
            case RecoveryTick or RecoveryPermitGranted:
                // On its way when the recovery ended.
                return true;
            default:
                return false;
        }
    }

    private void Handle(object written)
    {
        try
        {
            try
            {
                _pending.Peek().Handler(written);
            }
            finally
            {
                SendNew();
            }
        }
        catch
        {
            EndPending(failed: true);
            throw;
        }

        EndPending(failed: false);
    }

    private void EndPending(bool failed)
    {
        if (_pending.Dequeue().HoldsBack)
            _holdingBack--;
        _phase = _holdingBack > 0 ? Phase.Persisting : Phase.Processing;
        if (_phase == Phase.Processing)
            TakeUp(all: failed);
    }

    private void StopAfter(WriteMessageFailure failure)
    {
        EndPending(failed: false);
        try
        {
            OnPersistFailure(failure.Cause, failure.Persistent.Payload, failure.Persistent.SequenceNr);
        }
        finally
        {
            Context.Stop(Self);
        }
    }

    private void SendNew()
    {
        _batch.AddRange(_new);
        _new.Clear();
        SendBatch();
    }

    private void SendBatch()
    {
        if (_writing || _batch.Count == 0)
            return;
        JournalRef.Tell(new WriteMessages(_batch, Self, _incarnation), Self);
        _batch = [];
        _writing = true;
    }

    /// <summary>The end of the incarnation: what it has laid aside is for the next one, or for the dead letters.</summary>
    private void LeaveAll()
    {
        _recoveryTimer?.Cancel();
        _heldBack.UnstashAll();

        // Answers of the journal are for this incarnation only.
        Stash?.UnstashAll(envelope => envelope.Message is not (WriteMessageSuccess or ReplayedMessage));
    }

    private sealed record Pending(Action<object> Handler, bool HoldsBack);

    /// <summary>The actor's own stash, whose messages come back by way of those that are held back: one at a time, and before them.</summary>
    private sealed class OuterStash : IStash
    {
        private readonly IStash _own;
        private readonly IStash _heldBack;

        public OuterStash(IStash own, IStash heldBack)
        {
            _own = own;
            _heldBack = heldBack;
        }

        public int Count => _own.Count;

        public bool IsEmpty => _own.IsEmpty;

        public bool NonEmpty => _own.NonEmpty;

        public bool IsFull => _own.IsFull;

        public int Capacity => _own.Capacity;

        public void Stash() => _own.Stash();

        public void Unstash() => _own.Unstash();

        public void UnstashAll() => _heldBack.Prepend(_own.ClearStash());

        public void UnstashAll(Func<Envelope, bool> predicate) => _own.UnstashAll(predicate);

        public IEnumerable<Envelope> ClearStash() => _own.ClearStash();

        public void Prepend(IEnumerable<Envelope> envelopes) => _own.Prepend(envelopes);
    }
}

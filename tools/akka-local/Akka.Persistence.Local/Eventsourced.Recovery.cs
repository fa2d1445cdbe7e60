using Akka.Actor;

namespace Akka.Persistence;

// From the start to the first command. Commands that come meanwhile are held back.
//
//   AwaitingPermit -> LoadingSnapshot -> Replaying -> ReplayDone -> Processing <-> Persisting
//                            any failure: OnRecoveryFailure, then the actor stops
public abstract partial class Eventsourced
{
    private Phase _phase;
    private ICancelable _recoveryTimer;
    private bool _eventCame;

    private enum Phase
    {
        AwaitingPermit,
        LoadingSnapshot,
        Replaying,

        /// <summary>While <see cref="RecoveryCompleted"/> is handled.</summary>
        ReplayDone,
        Processing,
        Persisting,
    }

    private void AwaitPermit()
    {
        _phase = Phase.AwaitingPermit;
        _extension.RecoveryPermitter.Tell(RequestRecoveryPermit.Instance, Self);
    }

    private void WhileAwaitingPermit(object message)
    {
        if (message is not RecoveryPermitGranted)
        {
            _heldBack.Stash();
            return;
        }

        _phase = Phase.LoadingSnapshot;
        var timeout = _extension.RecoveryEventTimeoutOf(JournalPluginId);
        _recoveryTimer = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(timeout, timeout, Self, new RecoveryTick(), Self);
        SnapshotStoreRef.Tell(new LoadSnapshot(PersistenceId, Recovery.FromSnapshot, Recovery.ToSequenceNr));
    }

    private void WhileLoadingSnapshot(object message)
    {
        switch (message)
        {
            case LoadSnapshotResult { Snapshot: var snapshot, ToSequenceNr: var to }:
                if (snapshot is not null && !Offer(snapshot))
                    return;

                // The snapshot counts as the first sign of life in this interval.
                _phase = Phase.Replaying;
                _eventCame = true;
                JournalRef.Tell(new ReplayMessages(LastSequenceNr + 1, to, Recovery.ReplayMax, PersistenceId, Self));
                break;
            case LoadSnapshotFailed failed:
                FailRecovery(failed.Cause);
                break;
            case RecoveryTick:
                FailRecovery(new RecoveryTimedOutException($"The snapshot store did not answer for {PersistenceId} in time."));
                break;
            default:
                _heldBack.Stash();
                break;
        }
    }

    private bool Offer(SelectedSnapshot snapshot)
    {
        LastSequenceNr = snapshot.Metadata.SequenceNr;
        try
        {
            Recover(new SnapshotOffer(snapshot.Metadata, snapshot.Snapshot));
            return true;
        }
        catch (Exception error)
        {
            FailRecovery(error);
            return false;
        }
    }

    private void WhileReplaying(object message)
    {
        switch (message)
        {
            case ReplayedMessage { Persistent: var persistent }:
                _eventCame = true;
                LastSequenceNr = Math.Max(LastSequenceNr, persistent.SequenceNr);
                try
                {
                    Recover(persistent.Payload);
                }
                catch (Exception error)
                {
                    FailRecovery(error, persistent.Payload);
                }

                break;
            case RecoverySuccess success:
                EndRecovery(success.HighestSequenceNr);
                break;
            case ReplayMessagesFailure failure:
                FailRecovery(failure.Cause);
                break;
            case RecoveryTick when _eventCame:
                _eventCame = false;
                break;
            case RecoveryTick:
                FailRecovery(new RecoveryTimedOutException(
                    $"The journal did not send the next event of {PersistenceId} in time; the last one was {LastSequenceNr}."));
                break;
            default:
                _heldBack.Stash();
                break;
        }
    }

    private void EndRecovery(long highestSequenceNr)
    {
        _recoveryTimer.Cancel();
        LastSequenceNr = Math.Max(highestSequenceNr, LastSequenceNr);
        _lastGiven = LastSequenceNr;
        _phase = Phase.ReplayDone;
        try
        {
            Recover(RecoveryCompleted.Instance);
        }
        finally
        {
            // Also after an exception: the supervisor may let the actor go on.
            SendNew();
            if (_holdingBack > 0)
            {
                _phase = Phase.Persisting;
            }
            else
            {
                _phase = Phase.Processing;
                _heldBack.UnstashAll();
            }
        }

        ReturnPermit();
    }

    private void FailRecovery(Exception reason, object message = null)
    {
        try
        {
            OnRecoveryFailure(reason, message);
        }
        finally
        {
            Context.Stop(Self);
        }

        ReturnPermit();
    }

    private void Recover(object message)
    {
        if (!ReceiveRecover(message))
            Unhandled(message);
    }

    private void GivingPermitBackOnError(object message, Action<object> behaviour)
    {
        try
        {
            behaviour(message);
        }
        catch
        {
            ReturnPermit();
            throw;
        }
    }

    private void ReturnPermit()
    {
        _recoveryTimer.Cancel();
        _extension.RecoveryPermitter.Tell(ReturnRecoveryPermit.Instance, Self);
    }

    /// <summary>Looks whether there was an event since the last time.</summary>
    private sealed class RecoveryTick;
}

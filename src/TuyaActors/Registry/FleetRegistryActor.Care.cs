using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using TuyaActors.Storage;

namespace TuyaActors.Registry;

// Care for the journal: what is replayed at the next start stays short, and what is no longer needed goes.
internal sealed partial class FleetRegistryActor
{
    private int _sinceSnapshot;
    private int _unknown;
    private bool _snapshotUnderWay;
    private long _snapshotNumber;
    private SnapshotSelectionCriteria? _older;

    private bool Care(object message)
    {
        switch (message)
        {
            case SaveSnapshotSuccess saved:
                SnapshotSaved(saved.Metadata.SequenceNr);
                return true;
            case SaveSnapshotFailure failure:
                SnapshotNotSaved(failure.Cause);
                return true;
            case DeleteMessagesSuccess deleted:
                _eventsGone |= deleted.ToSequenceNr == _snapshotNumber;
                RetireIfAllIsGone();
                return true;
            case DeleteSnapshotsSuccess deleted:
                _snapshotsGone |= deleted.Criteria == _older;
                RetireIfAllIsGone();
                return true;
            case DeleteMessagesFailure failure:
                Complain("Old changes could not be deleted", failure.Cause);
                RotationFailed(failure.Cause);
                return true;
            case DeleteSnapshotsFailure failure:
                Complain("Old snapshots could not be deleted", failure.Cause);
                RotationFailed(failure.Cause);
                return true;
            default:
                return RotationMessage(message);
        }
    }

    private void SnapshotIfDue()
    {
        if (_sinceSnapshot >= _storage.Settings.SnapshotAfter && _unknown == 0 && !_snapshotUnderWay)
            Snapshot();
    }

    private void Snapshot()
    {
        _snapshotUnderWay = true;
        // One that fails is tried again after as many changes.
        _sinceSnapshot = 0;
        SaveSnapshot(Vault.Seal(_state));
    }

    private void SnapshotSaved(long number)
    {
        _snapshotUnderWay = false;
        SnapshotOfRotationEnded(saved: true);
        _snapshotNumber = number;
        _older = new SnapshotSelectionCriteria(number - 1);
        DeleteMessages(number);
        DeleteSnapshots(_older);
    }

    private void SnapshotNotSaved(Exception cause)
    {
        _snapshotUnderWay = false;
        Complain("The definitions could not be written down as a whole", cause);
        if (_resealNext)
            SnapshotOfRotationEnded(saved: false);
        else
            RotationFailed(cause);
    }

    /// <summary>A newer version wrote it. It is left where it is, and nothing is written down as a whole, so that that version finds it again.</summary>
    private void Skip(UnknownStored unknown)
    {
        if (++_unknown == 1)
            _log.Warning("The registry's journal has changes that a newer version of this program wrote ('{0}' for one): they have no effect here, and are kept.", unknown.Manifest);
    }

    private void Complain(string what, Exception cause)
    {
        _log.Warning("{0}: {1}", what, cause.Message);
        _keeper.Tell(new RegistryMessages.StorageChanged($"{what}: {cause.Message}"));
    }
}

using Akka.Actor;
using Akka.Event;
using TuyaActors.Messages;

namespace TuyaActors.Registry;

// Another master key, without a moment in which a key on the disk could not be opened:
//
//   None --Rotate--> MakingKey --made--> Resealing --snapshot saved--> Deleting --both deleted--> Retiring --file written anew, key forgotten--> None
//
// A power cut leaves two master keys: the next start goes on at Resealing.
internal sealed partial class FleetRegistryActor
{
    private enum RotationStep
    {
        None,
        MakingKey,
        Resealing,
        Deleting,
        Retiring,
    }

    private sealed record KeyMade;

    private sealed record KeyRetired;

    private sealed record VaultFailed(Exception Cause);

    private RotationStep _rotation;
    private RegistryMessages.Carry? _rotationAskedBy;
    private bool _resealNext;
    private bool _eventsGone;
    private bool _snapshotsGone;

    private void Rotate(RegistryMessages.Carry request)
    {
        if (_rotation != RotationStep.None && _rotationAskedBy is null)
        {
            // The one that an earlier process has begun.
            _rotationAskedBy = request;
            return;
        }

        if (_rotation != RotationStep.None || _unknown > 0)
        {
            Answer(request, new FleetReply.Refused(default, _unknown > 0
                ? "the journal has changes of a newer version of this program, which could not be sealed anew; use that version"
                : "the master key is being changed already"));
            return;
        }

        _rotationAskedBy = request;
        _rotation = RotationStep.MakingKey;
        Work(() => Vault.Rotate(), new KeyMade());
    }

    private void GoOnRotating()
    {
        if (Vault.KeyIds.Length > 1 && _unknown == 0)
            Reseal();
    }

    private bool RotationMessage(object message)
    {
        switch (message)
        {
            case KeyMade:
                Reseal();
                return true;
            case KeyRetired:
                _log.Info("The local keys are sealed with master key {0}; the former one is gone", Vault.CurrentKeyId);
                EndRotation(new FleetReply.MasterKeyRotated(Vault.CurrentKeyId));
                return true;
            case VaultFailed failed:
                RotationFailed(failed.Cause);
                return true;
            default:
                return false;
        }
    }

    private void Reseal()
    {
        _rotation = RotationStep.Resealing;
        if (LastSequenceNr == 0)
        {
            // Nothing was ever sealed.
            Retire();
            return;
        }

        // One that is under way holds keys of the former master key, and would be taken for ours.
        _resealNext = _snapshotUnderWay;
        if (!_resealNext)
            Snapshot();
    }

    private void SnapshotOfRotationEnded(bool saved)
    {
        if (_rotation != RotationStep.Resealing)
            return;
        if (_resealNext)
        {
            _resealNext = false;
            Snapshot();
        }
        else if (saved)
        {
            _rotation = RotationStep.Deleting;
            _eventsGone = _snapshotsGone = false;
        }
    }

    private void RetireIfAllIsGone()
    {
        if (_rotation == RotationStep.Deleting && _eventsGone && _snapshotsGone)
            Retire();
    }

    private void Retire()
    {
        _rotation = RotationStep.Retiring;
        var current = Vault.CurrentKeyId;
        Work(() => Retire(current), new KeyRetired());
    }

    // What was deleted is in the file until it is written over, and whoever has the former key could read it there.
    private void Retire(string current)
    {
        _storage.Scrub();
        Vault.ForgetFormer(current);
    }

    private void RotationFailed(Exception cause)
    {
        if (_rotation == RotationStep.None)
            return;
        if (_rotation == RotationStep.MakingKey)
        {
            EndRotation(new FleetReply.Refused(default, cause.Message));
            return;
        }

        _log.Warning("The master key was not changed to the end; the former one stays beside it: {0}", cause.Message);
        EndRotation(new FleetReply.NotStored(default, cause.Message));
    }

    private void EndRotation(FleetReply reply)
    {
        _rotation = RotationStep.None;
        if (_rotationAskedBy is { } request)
            Answer(request, reply);
        _rotationAskedBy = null;
    }

    // Files are slow.
    private void Work(Action work, object done) =>
        Task.Run(work).PipeTo(Self, success: () => done, failure: cause => new VaultFailed(cause));
}

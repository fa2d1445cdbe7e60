using Akka.Actor;
using Akka.Persistence;
using TuyaActors.Messages;
using TuyaActors.Storage;

namespace TuyaActors.Device.Facts;

/// <summary>
/// Writes down what its parent, a device, has learned and reported, and gives it back at the next start. The device never waits for it, but
/// before its first attempt. Where it cannot read or write it says so, and ends; the device makes another one later.
/// </summary>
/// <remarks>
/// News are events. The whole is a snapshot, which makes the events before it superfluous: they are deleted, so that there is always little to
/// read. Two snapshots are never under way at once; of what comes meanwhile the last one counts.
/// </remarks>
internal sealed class FactsActor : UntypedPersistentActor
{
    private readonly bool _isNew;
    private DeviceFacts _facts = DeviceFacts.None;
    private DeviceRecord? _restored;
    private DeviceRecord? _saving;
    private DeviceRecord? _unsaved;
    private DeviceRecord? _failed;
    private bool _isClosing;
    private bool _isForgetting;
    private bool _hasUnknown;
    private bool _hasFailed;
    private int _deletions;
    private long _deletedUpTo;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public FactsActor(FleetStorage storage, DeviceId device, bool isNew)
    {
        PersistenceId = storage.DeviceIdOf(device);
        JournalPluginId = storage.JournalPluginId;
        SnapshotPluginId = storage.SnapshotPluginId;
        _isNew = isNew;
    }

    /// <inheritdoc/>
    public override string PersistenceId { get; }

    /// <summary>How to make one.</summary>
    /// <param name="storage">Where.</param>
    /// <param name="device">Whose.</param>
    /// <param name="isNew">Whether the device has just been added: what was written of a former one of that id is void.</param>
    public static Props Props(FleetStorage storage, DeviceId device, bool isNew) => Akka.Actor.Props.Create(() => new FactsActor(storage, device, isNew));

    /// <inheritdoc/>
    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: DeviceRecord record } offer:
                (_restored, _facts, _deletedUpTo) = (record, record.Facts, offer.Metadata.SequenceNr);
                break;
            case FactEvent e:
                _facts = _facts.Apply(e);
                break;
            // A newer program wrote it, and shall find it again.
            case SnapshotOffer or UnknownStored:
                _hasUnknown = true;
                break;
            case RecoveryCompleted:
                Recovered();
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case FactsMessages.Learned learned:
                Learn(learned.Facts);
                break;
            case FactsMessages.Save save:
                Save(save.Record);
                break;
            case FactsMessages.Close close:
                _isClosing = true;
                if ((close.Unsaved ?? _failed) is { } last)
                    Save(last);
                EndIfDone();
                break;
            case FactsMessages.Forget:
                _isClosing = _isForgetting = true;
                _unsaved = null;
                if (_saving is null)
                    Delete(LastSequenceNr, LastSequenceNr);
                break;
            case SaveSnapshotSuccess saved:
                Saved(saved.Metadata.SequenceNr);
                break;
            case SaveSnapshotFailure failure:
                NotSaved(failure.Cause);
                break;
            case DeleteMessagesSuccess or DeleteSnapshotsSuccess:
                Deleted();
                break;
            case DeleteMessagesFailure failure:
                Trouble("old events could not be deleted", failure.Cause);
                Deleted();
                break;
            case DeleteSnapshotsFailure failure:
                Trouble("an old snapshot could not be deleted", failure.Cause);
                Deleted();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // Akka would log each of these as an error, for each device.
    /// <inheritdoc/>
    protected override void OnRecoveryFailure(Exception reason, object? message = null) => Trouble("what was written of it cannot be read", reason);

    /// <inheritdoc/>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => Trouble("what was learned of it cannot be written", cause);

    /// <inheritdoc/>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => Trouble("what was learned of it cannot be written", cause);

    private void Recovered()
    {
        if (_isNew && (_restored is not null || LastSequenceNr > 0))
        {
            (_restored, _facts, _hasUnknown) = (null, DeviceFacts.None, false);
            Delete(LastSequenceNr, LastSequenceNr);
        }

        var record = _restored ?? DeviceRecord.None;
        Context.Parent.Tell(new FactsMessages.Restored(record with { Facts = _facts }));
        _restored = null;
    }

    /// <summary>What is not written stays a difference, and is tried again with the next news.</summary>
    private void Learn(DeviceFacts facts)
    {
        var news = _facts.ChangesTo(facts).ToList();
        if (news.Count == 0)
            return;
        PersistAll(news, e =>
        {
            _facts = _facts.Apply(e);
            Well();
        });
    }

    private void Save(DeviceRecord record)
    {
        if (_hasUnknown)
            return;
        // A snapshot has the number of the last event, so a deletion under way could take it, too.
        if (_saving is not null || _deletions > 0)
        {
            _unsaved = record;
            return;
        }

        (_saving, _unsaved, _failed) = (record, null, null);
        SaveSnapshot(record);
    }

    private void Saved(long sequenceNr)
    {
        _saving = null;
        Well();
        if (!_isForgetting && sequenceNr > _deletedUpTo)
            Delete(events: sequenceNr, snapshots: sequenceNr - 1);
        GoOn();
    }

    private void NotSaved(Exception cause)
    {
        (_saving, _failed) = (null, _saving);
        Trouble("its state cannot be written", cause);
        GoOn();
    }

    private void GoOn()
    {
        if (_isForgetting)
            Delete(LastSequenceNr, LastSequenceNr);
        else if (_unsaved is { } next)
            Save(next);
        EndIfDone();
    }

    private void Delete(long events, long snapshots)
    {
        _deletions++;
        DeleteSnapshots(new SnapshotSelectionCriteria(snapshots));
        if (events == 0)
            return;
        _deletedUpTo = events;
        _deletions++;
        DeleteMessages(events);
    }

    private void Deleted()
    {
        if (--_deletions > 0)
            return;
        if (!_isForgetting && _unsaved is { } next)
            Save(next);
        EndIfDone();
    }

    private void EndIfDone()
    {
        if (_isClosing && _saving is null && _unsaved is null && _deletions == 0)
            Context.Stop(Self);
    }

    private void Trouble(string what, Exception cause)
    {
        _hasFailed = true;
        Context.Parent.Tell(new FactsMessages.Trouble($"{what}: {cause.Message}"));
    }

    private void Well()
    {
        if (!_hasFailed)
            return;
        _hasFailed = false;
        Context.Parent.Tell(new FactsMessages.Well());
    }
}

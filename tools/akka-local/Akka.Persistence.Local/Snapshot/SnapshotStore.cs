using Akka.Actor;

namespace Akka.Persistence.Snapshot;

/// <summary>A snapshot store: an actor that keeps snapshots and finds the latest that fits.</summary>
public abstract class SnapshotStore : ActorBase
{
    /// <summary>The latest snapshot that fits; null when there is none.</summary>
    protected abstract Task<SelectedSnapshot> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria);

    /// <summary>Takes the place of a snapshot after the same event.</summary>
    protected abstract Task SaveAsync(SnapshotMetadata metadata, object snapshot);

    /// <summary>The snapshot after this event; one that is not there is as good as deleted.</summary>
    protected abstract Task DeleteAsync(SnapshotMetadata metadata);

    protected abstract Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria);

    protected sealed override bool Receive(object message)
    {
        switch (message)
        {
            case LoadSnapshot { Criteria: var criteria } load when criteria == SnapshotSelectionCriteria.None:
                Sender.Tell(new LoadSnapshotResult(null, load.ToSequenceNr));
                break;
            case LoadSnapshot load:
                Answer(
                    () => LoadAsync(load.PersistenceId, load.Criteria.Limit(load.ToSequenceNr)),
                    snapshot => new LoadSnapshotResult(snapshot, load.ToSequenceNr),
                    error => new LoadSnapshotFailed(error));
                break;
            case SaveSnapshot save:
                Answer(
                    () => Done(SaveAsync(save.Metadata, save.Snapshot)),
                    _ => new SaveSnapshotSuccess(save.Metadata),
                    error => new SaveSnapshotFailure(save.Metadata, error));
                break;
            case DeleteSnapshot delete:
                Answer(
                    () => Done(DeleteAsync(delete.Metadata)),
                    _ => new DeleteSnapshotSuccess(delete.Metadata),
                    error => new DeleteSnapshotFailure(delete.Metadata, error));
                break;
            case DeleteSnapshots delete:
                Answer(
                    () => Done(DeleteAsync(delete.PersistenceId, delete.Criteria)),
                    _ => new DeleteSnapshotsSuccess(delete.Criteria),
                    error => new DeleteSnapshotsFailure(delete.Criteria, error));
                break;
            default:
                return false;
        }

        return true;
    }

    private static async Task<Done> Done(Task work)
    {
        await work.ConfigureAwait(false);
        return Akka.Done.Instance;
    }

    private void Answer<T>(Func<Task<T>> work, Func<T, object> success, Func<Exception, object> failure)
    {
        _ = Answer(Sender, Self);

        async Task Answer(IActorRef asker, IActorRef self)
        {
            object answer;
            try
            {
                answer = success(await work().ConfigureAwait(false));
            }
            catch (Exception error)
            {
                answer = failure(error);
            }

            asker.Tell(answer, self);
        }
    }
}

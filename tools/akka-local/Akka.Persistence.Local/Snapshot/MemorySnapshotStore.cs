namespace Akka.Persistence.Snapshot;

/// <summary><c>akka.persistence.snapshot-store.inmem</c>: keeps the snapshots themselves, without serializing them, as long as it lives.</summary>
public class MemorySnapshotStore : SnapshotStore
{
    private readonly Dictionary<string, SortedList<long, SelectedSnapshot>> _snapshots = [];

    protected override Task<SelectedSnapshot> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        Task.FromResult(_snapshots.GetValueOrDefault(persistenceId)?.Values.LastOrDefault(one => criteria.Fit(one.Metadata)));

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot)
    {
        Of(metadata.PersistenceId)[metadata.SequenceNr] = new SelectedSnapshot(metadata, snapshot);
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata)
    {
        Of(metadata.PersistenceId).Remove(metadata.SequenceNr);
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        var snapshots = Of(persistenceId);
        foreach (var one in snapshots.Values.Where(one => criteria.Fit(one.Metadata)).ToList())
            snapshots.Remove(one.Metadata.SequenceNr);
        return Task.CompletedTask;
    }

    private SortedList<long, SelectedSnapshot> Of(string persistenceId)
    {
        if (!_snapshots.TryGetValue(persistenceId, out var snapshots))
            _snapshots[persistenceId] = snapshots = [];
        return snapshots;
    }
}

/// <summary>In place of a snapshot store: there are no snapshots, and saving one fails.</summary>
internal sealed class NoSnapshotStore : SnapshotStore
{
    protected override Task<SelectedSnapshot> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        Task.FromResult<SelectedSnapshot>(null);

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot) => throw Refusal();

    protected override Task DeleteAsync(SnapshotMetadata metadata) => throw Refusal();

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria) => throw Refusal();

    private static InvalidOperationException Refusal() => new("No snapshot store configured.");
}

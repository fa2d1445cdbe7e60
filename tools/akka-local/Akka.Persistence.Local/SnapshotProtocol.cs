namespace Akka.Persistence;

// Between persistent actors and their snapshot store.

internal sealed record LoadSnapshot(string PersistenceId, SnapshotSelectionCriteria Criteria, long ToSequenceNr);

/// <summary>The snapshot is null when there is none.</summary>
internal sealed record LoadSnapshotResult(SelectedSnapshot Snapshot, long ToSequenceNr);

internal sealed record LoadSnapshotFailed(Exception Cause);

internal sealed record SaveSnapshot(SnapshotMetadata Metadata, object Snapshot);

internal sealed record DeleteSnapshot(SnapshotMetadata Metadata);

internal sealed record DeleteSnapshots(string PersistenceId, SnapshotSelectionCriteria Criteria);

/// <summary>Whose snapshot it is, after which event it was taken, and when (UTC).</summary>
public sealed class SnapshotMetadata
{
    internal SnapshotMetadata(string persistenceId, long sequenceNr, DateTime timestamp)
    {
        PersistenceId = persistenceId;
        SequenceNr = sequenceNr;
        Timestamp = timestamp;
    }

    public string PersistenceId { get; }

    public long SequenceNr { get; }

    public DateTime Timestamp { get; }

    public override string ToString() => $"snapshot of {PersistenceId} after {SequenceNr} ({Timestamp:O})";
}

/// <summary>Which snapshots: those up to an event and up to a time (UTC).</summary>
public sealed class SnapshotSelectionCriteria
{
    public SnapshotSelectionCriteria(long maxSequenceNr)
        : this(maxSequenceNr, DateTime.MaxValue)
    {
    }

    /// <summary>The lower bounds are part of the signature, but no snapshot store of Akka's looks at them, so none does here.</summary>
    public SnapshotSelectionCriteria(long maxSequenceNr, DateTime maxTimeStamp, long minSequenceNr = 0, DateTime? minTimestamp = null)
    {
        MaxSequenceNr = maxSequenceNr;
        MaxTimeStamp = maxTimeStamp;
    }

    public static SnapshotSelectionCriteria Latest { get; } = new(long.MaxValue);

    public static SnapshotSelectionCriteria None { get; } = new(0, DateTime.MinValue);

    public long MaxSequenceNr { get; }

    internal DateTime MaxTimeStamp { get; }

    public override string ToString() => $"snapshots up to {MaxSequenceNr} and {MaxTimeStamp:O}";

    internal SnapshotSelectionCriteria Limit(long toSequenceNr) =>
        toSequenceNr < MaxSequenceNr ? new SnapshotSelectionCriteria(toSequenceNr, MaxTimeStamp) : this;

    internal bool Fit(SnapshotMetadata snapshot) => snapshot.SequenceNr <= MaxSequenceNr && snapshot.Timestamp <= MaxTimeStamp;
}

/// <summary>A snapshot as it comes out of the store.</summary>
public sealed class SelectedSnapshot
{
    internal SelectedSnapshot(SnapshotMetadata metadata, object snapshot)
    {
        Metadata = metadata;
        Snapshot = snapshot;
    }

    internal SnapshotMetadata Metadata { get; }

    internal object Snapshot { get; }
}

/// <summary>The first thing that a recovering actor gets, when it has a snapshot.</summary>
public sealed class SnapshotOffer
{
    internal SnapshotOffer(SnapshotMetadata metadata, object snapshot)
    {
        Metadata = metadata;
        Snapshot = snapshot;
    }

    public SnapshotMetadata Metadata { get; }

    public object Snapshot { get; }
}

/// <summary>The snapshot is stored.</summary>
public sealed class SaveSnapshotSuccess
{
    internal SaveSnapshotSuccess(SnapshotMetadata metadata) => Metadata = metadata;

    public SnapshotMetadata Metadata { get; }
}

/// <summary>The snapshot is not stored.</summary>
public sealed class SaveSnapshotFailure
{
    internal SaveSnapshotFailure(SnapshotMetadata metadata, Exception cause)
    {
        Metadata = metadata;
        Cause = cause;
    }

    public SnapshotMetadata Metadata { get; }

    public Exception Cause { get; }
}

/// <summary>The snapshot is deleted.</summary>
public sealed class DeleteSnapshotSuccess
{
    internal DeleteSnapshotSuccess(SnapshotMetadata metadata) => Metadata = metadata;

    public SnapshotMetadata Metadata { get; }
}

/// <summary>The snapshot could not be deleted.</summary>
public sealed class DeleteSnapshotFailure
{
    internal DeleteSnapshotFailure(SnapshotMetadata metadata, Exception cause)
    {
        Metadata = metadata;
        Cause = cause;
    }

    public SnapshotMetadata Metadata { get; }

    public Exception Cause { get; }
}

/// <summary>The snapshots are deleted.</summary>
public sealed class DeleteSnapshotsSuccess
{
    internal DeleteSnapshotsSuccess(SnapshotSelectionCriteria criteria) => Criteria = criteria;

    public SnapshotSelectionCriteria Criteria { get; }
}

/// <summary>The snapshots could not be deleted.</summary>
public sealed class DeleteSnapshotsFailure
{
    internal DeleteSnapshotsFailure(SnapshotSelectionCriteria criteria, Exception cause)
    {
        Criteria = criteria;
        Cause = cause;
    }

    public SnapshotSelectionCriteria Criteria { get; }

    public Exception Cause { get; }
}

using Akka.Actor;
using Akka.Persistence;
using TuyaActors.Storage;

namespace TuyaActors.Registry;

/// <summary>
/// Reads once what a registry has stored so far, tells its parent, and ends. Writes nothing, so the registry may be at work meanwhile, on this node or on
/// another one that has the same journal.
/// </summary>
internal sealed class RegistryReaderActor : UntypedPersistentActor
{
    /// <summary>All that was stored when it began.</summary>
    public sealed record Read(RegistryState State);

    /// <summary>It could not be read.</summary>
    public sealed record Unreadable(string Problem);

    private readonly FleetStorage _storage;
    private RegistryState _state = RegistryState.Empty;
    private long _seen;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public RegistryReaderActor(FleetStorage storage)
    {
        _storage = storage;
        JournalPluginId = storage.JournalPluginId;
        SnapshotPluginId = storage.SnapshotPluginId;
    }

    public override string PersistenceId => _storage.RegistryId;

    /// <summary>How to make one.</summary>
    public static Props Props(FleetStorage storage) => Akka.Actor.Props.Create(() => new RegistryReaderActor(storage));

    protected override void OnRecover(object message)
    {
        if (message is RecoveryCompleted)
        {
            // A registry at work writes down the whole and deletes what was before: what lay between the whole that was read and the rest may be gone.
            Context.Parent.Tell(LastSequenceNr > _seen ? new Unreadable("The definitions were changed while they were read.") : new Read(_state));
            Context.Stop(Self);
        }
        else
        {
            _seen = message is SnapshotOffer offer ? offer.Metadata.SequenceNr : LastSequenceNr;
            _state = _storage.Vault.Replay(_state, message);
        }
    }

    protected override void OnCommand(object message) => Unhandled(message);

    protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
        Context.Parent.Tell(new Unreadable((reason as StorageException)?.Message ?? $"The definitions cannot be read back: {reason.Message}"));
}

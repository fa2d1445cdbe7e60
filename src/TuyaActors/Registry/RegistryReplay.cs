using Akka.Persistence;
using TuyaActors.Storage;

namespace TuyaActors.Registry;

/// <summary>What a registry's journal says, as it is read back.</summary>
internal static class RegistryReplay
{
    /// <summary>The state after one more message of the recovery; what a newer version wrote has no effect.</summary>
    /// <exception cref="StorageException">It cannot be read, or is none of a registry's.</exception>
    public static RegistryState Replay(this KeyVault vault, RegistryState state, object message) => message switch
    {
        SnapshotOffer { Snapshot: StoredRegistry.Whole whole } => vault.Open(whole),
        SnapshotOffer { Snapshot: UnknownStored } =>
            throw new StorageException("The definitions were written by a newer version of this program. Start that version; nothing was changed."),
        SnapshotOffer offer => throw new StorageException($"The registry's snapshot is a {offer.Snapshot.GetType().Name}, which it did not write. Nothing was changed."),
        StoredRegistry.DefinitionStored stored => state.Apply(new RegistryEvent.Stored(vault.Open(stored.Definition))),
        StoredRegistry.DefinitionRemoved removed => state.Apply(new RegistryEvent.Removed(removed.DeviceId, removed.Revision, removed.At)),
        UnknownStored => state,
        _ => throw new StorageException($"The registry's journal has a {message.GetType().Name}, which it did not write. Nothing was changed."),
    };
}

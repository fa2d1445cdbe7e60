using TuyaActors.Messages;
using TuyaActors.Storage;

namespace TuyaActors.Registry;

/// <summary>Between what the registry knows and what it stores: local keys are sealed on the way out and opened on the way in.</summary>
internal static class RegistrySeal
{
    public static IStored Seal(this KeyVault vault, RegistryEvent e) => e switch
    {
        RegistryEvent.Stored stored => new StoredRegistry.DefinitionStored(vault.Seal(stored.Definition)),
        RegistryEvent.Removed removed => new StoredRegistry.DefinitionRemoved(removed.DeviceId, removed.Revision, removed.At),
        _ => throw new ArgumentOutOfRangeException(nameof(e)),
    };

    public static StoredRegistry.Whole Seal(this KeyVault vault, RegistryState state) =>
        new([.. state.All.OrderBy(stored => stored.Definition.Id.Value, StringComparer.Ordinal).Select(vault.Seal)]);

    /// <exception cref="StorageException">A key cannot be opened.</exception>
    public static RegistryState Open(this KeyVault vault, StoredRegistry.Whole whole) => whole.Definitions.Aggregate(
        RegistryState.Empty, (state, stored) => state.Apply(new RegistryEvent.Stored(vault.Open(stored))));

    /// <exception cref="StorageException">A key cannot be opened.</exception>
    public static StoredDefinition Open(this KeyVault vault, SealedDefinition stored) => new(
        stored.Key is { } key ? stored.Definition with { Key = vault.Open(key, stored.Definition.Id) } : stored.Definition,
        stored.Revision,
        stored.At);

    private static SealedDefinition Seal(this KeyVault vault, StoredDefinition stored) => new(
        stored.Definition with { Key = null },
        stored.Definition.Key is { } key ? vault.Seal(key, stored.Definition.Id) : null,
        stored.Revision,
        stored.ChangedAt);
}

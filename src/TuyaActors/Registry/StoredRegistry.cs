using System.Collections.Immutable;
using TuyaActors.Messages;
using TuyaActors.Storage;

namespace TuyaActors.Registry;

/// <summary>A definition as it lies on the disk: its key is sealed, and <see cref="DeviceDefinition.Key"/> is <c>null</c>.</summary>
internal sealed record SealedDefinition(DeviceDefinition Definition, SealedKey? Key, long Revision, DateTimeOffset At);

/// <summary>What the registry writes. Only ever extended.</summary>
internal static class StoredRegistry
{
    /// <summary>A definition is this from now on.</summary>
    public sealed record DefinitionStored(SealedDefinition Definition) : IStored;

    /// <summary>A definition is gone.</summary>
    public sealed record DefinitionRemoved(DeviceId DeviceId, long Revision, DateTimeOffset At) : IStored;

    /// <summary>All definitions that there are.</summary>
    public sealed record Whole(ImmutableArray<SealedDefinition> Definitions) : IStored
    {
        /// <summary>By value.</summary>
        public bool Equals(Whole? other) => other is not null && Definitions.SequenceEqual(other.Definitions);

        /// <inheritdoc/>
        public override int GetHashCode() => Definitions.Length;
    }
}

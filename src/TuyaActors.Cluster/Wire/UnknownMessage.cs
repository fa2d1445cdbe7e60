using System.Collections.Immutable;

namespace TuyaActors.Cluster.Wire;

/// <summary>What a newer node has said and this one does not know, or not every word of it. Passed on, it is what it was.</summary>
/// <param name="Manifest">What the newer node calls it.</param>
internal sealed record UnknownMessage(string Manifest) : IClusterMessage
{
    /// <summary>Its JSON as it came.</summary>
    public ImmutableArray<byte> Body { get; init; } = [.. "{}"u8];
}

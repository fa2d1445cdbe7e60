using System.Collections.Immutable;

namespace TuyaActors.Storage;

/// <summary>
/// What a newer program has written and this one does not know. Recovery skips it, with one warning; whoever has recovered one must not
/// delete events up to it, so that the newer program finds it again. Written back it is what it was.
/// </summary>
/// <param name="Manifest">The name that it was written under.</param>
/// <param name="Bytes">As they were read.</param>
public sealed record UnknownStored(string Manifest, ImmutableArray<byte> Bytes) : IStored
{
    /// <summary>Names it without its content.</summary>
    public override string ToString() => $"unknown '{Manifest}' of {Bytes.Length} bytes";
}

using System.Collections.Immutable;
using System.Net;

namespace TuyaActors.Device;

/// <summary>
/// Where a device may be: what the operator said, what a handshake has proved, and what a sighting claims.
/// A sighted address is tried, and only a handshake makes it the device's own. Pure.
/// </summary>
public sealed record AddressBook(IPAddress? Configured)
{
    /// <summary>How many former addresses are kept.</summary>
    public const int HistoryLength = 8;

    /// <summary>The address of the last good handshake.</summary>
    public IPAddress? Verified { get; private init; }

    /// <summary>What the last sighting claimed, where it differs from the verified address.</summary>
    public IPAddress? Claimed { get; private init; }

    /// <summary>Former verified addresses, newest first.</summary>
    public ImmutableArray<IPAddress> History { get; private init; } = [];

    /// <summary>Whether the next attempt goes to <see cref="Claimed"/>.</summary>
    private bool TryClaimed { get; init; }

    /// <summary>The address to try next; <c>null</c>: none is known.</summary>
    public IPAddress? Next => TryClaimed && Claimed is not null ? Claimed : Verified ?? Configured ?? Claimed;

    /// <summary>After a sighting. The new address is tried once the known one fails.</summary>
    public AddressBook Sighted(IPAddress address) =>
        address.Equals(Verified) ? this with { Claimed = null, TryClaimed = false } : this with { Claimed = address };

    /// <summary>After an attempt at <paramref name="address"/> in which nobody, or somebody else, answered: the other one has its turn.</summary>
    public AddressBook Failed(IPAddress address) =>
        this with { TryClaimed = Claimed is not null && !address.Equals(Claimed) };

    /// <summary>After a handshake at <paramref name="address"/>.</summary>
    public AddressBook Proved(IPAddress address) => this with
    {
        Verified = address,
        Claimed = address.Equals(Claimed) ? null : Claimed,
        TryClaimed = false,
        History = Verified is null || address.Equals(Verified)
            ? History
            : [Verified, .. History.Where(a => !a.Equals(Verified)).Take(HistoryLength - 1)],
    };

    /// <summary>After the operator gave another address (or none): what was proved before counts no more, if the new one differs.</summary>
    public AddressBook Reconfigured(IPAddress? address) =>
        Equals(address, Configured) ? this : this with { Configured = address, Verified = address is null ? Verified : null, TryClaimed = false };
}

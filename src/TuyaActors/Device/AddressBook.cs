using System.Collections.Immutable;
using System.Net;
using TuyaActors.Device.Facts;
using TuyaActors.Messages;

namespace TuyaActors.Device;

/// <summary>
/// Where a device may be: what the operator said, what a handshake has proved, and what a sighting claims.
/// A sighted address is tried, and only a handshake makes it the device's own. Pure.
/// </summary>
internal sealed record AddressBook(IPAddress? Configured)
{
    /// <summary>How many former addresses are kept.</summary>
    public const int HistoryLength = 8;

    /// <summary>The address of the last good handshake.</summary>
    public IPAddress? Verified => Verification?.Address;

    /// <summary>The same, with when.</summary>
    public VerifiedAddress? Verification { get; private init; }

    /// <summary>What the last sighting claimed, where it differs from the verified address.</summary>
    public IPAddress? Claimed { get; private init; }

    /// <summary>Former verified addresses, newest first.</summary>
    public ImmutableArray<VerifiedAddress> History { get; private init; } = [];

    /// <summary>Whether the next attempt goes to <see cref="Claimed"/>.</summary>
    private bool TryClaimed { get; init; }

    /// <summary>The address to try next; <c>null</c>: none is known.</summary>
    public IPAddress? Next => TryClaimed && Claimed is not null ? Claimed : Verified ?? Configured ?? Claimed;

    /// <summary>Those that a handshake has proved, the device's own first.</summary>
    public ImmutableArray<KnownAddress> Known =>
    [
        .. (Verification is null ? [] : ImmutableArray.Create(Verification)).Select(now => new KnownAddress(now.Address, now.First, now.Last, IsCurrent: true)),
        .. History.Select(former => new KnownAddress(former.Address, former.First, former.Last, IsCurrent: false)),
    ];

    /// <summary>After a sighting. The new address is tried once the known one fails.</summary>
    public AddressBook Sighted(IPAddress address) =>
        address.Equals(Verified) ? this with { Claimed = null, TryClaimed = false } : this with { Claimed = address };

    /// <summary>After an attempt at <paramref name="address"/> in which nobody, or somebody else, answered: the other one has its turn.</summary>
    public AddressBook Failed(IPAddress address) =>
        this with { TryClaimed = Claimed is not null && !address.Equals(Claimed) };

    /// <summary>After a handshake at <paramref name="address"/>.</summary>
    public AddressBook Proved(IPAddress address, DateTimeOffset at)
    {
        var known = address.Equals(Verified) ? Verification : History.FirstOrDefault(a => a.Address.Equals(address));
        return this with
        {
            Verification = new VerifiedAddress(address, known?.First ?? at, at),
            Claimed = address.Equals(Claimed) ? null : Claimed,
            TryClaimed = false,
            History = Former(address),
        };
    }

    /// <summary>After the operator gave another address (or none): what was proved before counts no more, if the new one differs.</summary>
    public AddressBook Reconfigured(IPAddress? address)
    {
        if (Equals(address, Configured))
            return this;
        var book = this with { Configured = address, TryClaimed = false };
        return address is null ? book : book with { Verification = null, History = Former(null) };
    }

    /// <summary>At a start: what was learned before it. The address counts only if the operator has not given another one since.</summary>
    internal AddressBook Restored(DeviceFacts facts)
    {
        if (Verification is not null)
            return facts.Address is null ? this : (this with { Verification = facts.Address, History = facts.FormerAddresses }).Proved(Verification);
        var book = this with { Verification = facts.Address, History = facts.FormerAddresses };
        return Configured is null || Configured.Equals(facts.Configured) ? book : book with { Verification = null, History = book.Former(null) };
    }

    private AddressBook Proved(VerifiedAddress now) => Proved(now.Address, now.Last);

    private ImmutableArray<VerifiedAddress> Former(IPAddress? now) => Verification is null || Verification.Address.Equals(now)
        ? History.RemoveAll(a => a.Address.Equals(now))
        : [Verification, .. History.Where(a => !a.Address.Equals(now) && !a.Address.Equals(Verification.Address)).Take(HistoryLength - 1)];
}

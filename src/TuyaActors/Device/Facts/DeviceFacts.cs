using System.Collections.Immutable;
using System.Net;
using TuyaActors.Protocol;

namespace TuyaActors.Device.Facts;

/// <summary>An address at which a handshake succeeded.</summary>
/// <param name="Address">Where.</param>
/// <param name="First">When it did so first.</param>
/// <param name="Last">When it did so last, as far as it was written down.</param>
internal sealed record VerifiedAddress(IPAddress Address, DateTimeOffset First, DateTimeOffset Last);

/// <summary>What was learned of a device and those behind it, and shall not be learned again after a restart. Pure.</summary>
internal sealed record DeviceFacts
{
    private static readonly ImmutableSortedDictionary<string, LineFacts> NoLines = ImmutableSortedDictionary.Create<string, LineFacts>(StringComparer.Ordinal);

    /// <summary>Nothing.</summary>
    public static DeviceFacts None { get; } = new();

    /// <summary>Where the last handshake succeeded; <c>null</c>: nowhere.</summary>
    public VerifiedAddress? Address { get; init; }

    /// <summary>What the operator said of the address then.</summary>
    public IPAddress? Configured { get; init; }

    /// <summary>Former addresses, newest first.</summary>
    public ImmutableArray<VerifiedAddress> FormerAddresses { get; init; } = [];

    /// <summary>The version of the last good handshake.</summary>
    public ProtocolVersion? Version { get; init; }

    /// <summary>The <see cref="Facts.KeyMark"/> of the key under which a session was agreed on.</summary>
    public int? KeyMark { get; init; }

    /// <summary>What was learned of the device itself (the empty cid) and of those behind it.</summary>
    public ImmutableSortedDictionary<string, LineFacts> Lines { get; init; } = NoLines;

    /// <summary>The cids that it names and no definition does.</summary>
    public ImmutableSortedSet<string> Children { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>After one more event.</summary>
    public DeviceFacts Apply(FactEvent e) => e switch
    {
        FactEvent.AddressVerified verified => Verified(verified),
        FactEvent.VersionProved proved => this with { Version = proved.Version },
        FactEvent.KeyServed served => this with { KeyMark = served.Mark },
        FactEvent.DialectLearned learned => With(learned.Cid, line => line with { IsDevice22 = learned.IsDevice22 }),
        FactEvent.DpLimitLearned learned => With(learned.Cid, line => line with { MostDps = learned.Most }),
        FactEvent.UpdateDpsRefused refused => With(refused.Cid, line => line with { IsWithoutUpdateDps = true }),
        FactEvent.DpsSeen seen => With(seen.Cid, line => line.Seen(seen.Dps)),
        FactEvent.LineForgotten forgotten => this with { Lines = Lines.Remove(forgotten.Cid) },
        FactEvent.ChildrenNamed named => this with { Children = Children.Clear().Union(named.Cids) },
        _ => throw new ArgumentException($"{e.GetType()} is unknown", nameof(e)),
    };

    /// <summary>
    /// What is new in the later facts, as events. What they merely do not know (an address or a version in doubt) is no news; what changes
    /// all the time (ranges, the time of the last handshake) is none either, and written down along with the values.
    /// </summary>
    public IEnumerable<FactEvent> ChangesTo(DeviceFacts later)
    {
        if (later.Address is { } address && (!address.Address.Equals(Address?.Address) || !Equals(later.Configured, Configured)))
            yield return new FactEvent.AddressVerified(address.Address, later.Configured, address.Last);
        if (later.Version is { } version && version != Version)
            yield return new FactEvent.VersionProved(version);
        if (later.KeyMark is { } mark && mark != KeyMark)
            yield return new FactEvent.KeyServed(mark);
        foreach (var cid in Lines.Keys.Where(cid => !later.Lines.ContainsKey(cid)))
            yield return new FactEvent.LineForgotten(cid);
        foreach (var (cid, line) in later.Lines)
        {
            foreach (var change in Lines.GetValueOrDefault(cid, LineFacts.None).ChangesTo(line, cid))
                yield return change;
        }

        if (!Children.SetEquals(later.Children))
            yield return new FactEvent.ChildrenNamed([.. later.Children]);
    }

    /// <summary>What is known of the device itself (the empty cid) or of one behind it.</summary>
    public LineFacts LineOf(string cid) => Lines.GetValueOrDefault(cid, LineFacts.None);

    private DeviceFacts Verified(FactEvent.AddressVerified e)
    {
        if (Address is { } same && same.Address.Equals(e.Address))
            return this with { Address = same with { Last = e.At }, Configured = e.Configured };
        var former = FormerAddresses.FirstOrDefault(a => a.Address.Equals(e.Address));
        return this with
        {
            Address = new VerifiedAddress(e.Address, former?.First ?? e.At, e.At),
            Configured = e.Configured,
            FormerAddresses = Address is null
                ? FormerAddresses.RemoveAll(a => a.Address.Equals(e.Address))
                : [Address, .. FormerAddresses.Where(a => !a.Address.Equals(e.Address)).Take(AddressBook.HistoryLength - 1)],
        };
    }

    private DeviceFacts With(string cid, Func<LineFacts, LineFacts> change) => this with { Lines = Lines.SetItem(cid, change(LineOf(cid))) };
}

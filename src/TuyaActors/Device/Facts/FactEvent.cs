using System.Collections.Immutable;
using System.Net;
using TuyaActors.Protocol;
using TuyaActors.Storage;

namespace TuyaActors.Device.Facts;

/// <summary>Something was learned of a device; rare, and written down at once. The cid is that of a device behind it, or empty: of itself.</summary>
internal abstract record FactEvent : IStored
{
    private FactEvent()
    {
    }

    /// <summary>A handshake succeeded at another address than before.</summary>
    /// <param name="Address">Where.</param>
    /// <param name="Configured">What the operator said then; once he says something else, this counts no more.</param>
    /// <param name="At">When.</param>
    public sealed record AddressVerified(IPAddress Address, IPAddress? Configured, DateTimeOffset At) : FactEvent;

    /// <summary>It speaks this version; <c>null</c>: one that only a newer program knows.</summary>
    public sealed record VersionProved(ProtocolVersion? Version) : FactEvent;

    /// <summary>A session was agreed on under the key of this mark.</summary>
    public sealed record KeyServed(int Mark) : FactEvent;

    /// <summary>It answers queries in the device22 way, or does so no more.</summary>
    public sealed record DialectLearned(string Cid, bool IsDevice22) : FactEvent;

    /// <summary>It takes so many DPs in one set.</summary>
    public sealed record DpLimitLearned(string Cid, int Most) : FactEvent;

    /// <summary>It knows no UPDATEDPS.</summary>
    public sealed record UpdateDpsRefused(string Cid) : FactEvent;

    /// <summary>It has shown DPs, or types of them, for the first time.</summary>
    public sealed record DpsSeen(string Cid, ImmutableArray<DpSeen> Dps) : FactEvent;

    /// <summary>All that was learned of one behind it is void: another one may come there.</summary>
    public sealed record LineForgotten(string Cid) : FactEvent;

    /// <summary>These cids it names, and no definition does.</summary>
    public sealed record ChildrenNamed(ImmutableArray<string> Cids) : FactEvent;
}

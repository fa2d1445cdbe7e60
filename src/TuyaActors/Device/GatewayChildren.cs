using System.Collections.Immutable;

namespace TuyaActors.Device;

/// <summary>
/// What a gateway says of the devices behind it: which it cannot reach, and which it names although no definition does. Pure.
/// </summary>
/// <remarks>
/// A list may come in several parts, so a cid that it does not name stays what it was. Only what the gateway says counts: a child of which it
/// never spoke is as online as the gateway.
/// </remarks>
internal sealed record GatewayChildren
{
    /// <summary>How many cids without a definition are kept: more than a radio network has, so that a faulty gateway cannot fill the memory.</summary>
    public const int MostUnknown = 500;

    /// <summary>After this many questions in a row without a list it is taken for one of those that know no such question.</summary>
    public const int PatienceWithSilence = 3;

    private GatewayChildren()
    {
    }

    /// <summary>It has said nothing.</summary>
    public static GatewayChildren None { get; } = new();

    /// <summary>The cids that it cannot reach, defined or not.</summary>
    public ImmutableHashSet<string> Lost { get; private init; } = [];

    /// <summary>The cids that it names and no definition does.</summary>
    public ImmutableSortedSet<string> Unknown { get; private init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Questions since the last list.</summary>
    public int Unanswered { get; private init; }

    /// <summary>Whether there is no more use in asking.</summary>
    public bool IsSilent => Unanswered >= PatienceWithSilence;

    /// <summary>A new connection: it may be another firmware, and is asked again.</summary>
    public GatewayChildren Connected() => Unanswered == 0 ? this : this with { Unanswered = 0 };

    /// <summary>It is about to be asked. One that has not answered for long is no witness any more: then its children follow it again.</summary>
    public GatewayChildren Asked()
    {
        var asked = this with { Unanswered = Unanswered + 1 };
        return asked.Unanswered > PatienceWithSilence ? asked with { Unanswered = PatienceWithSilence, Lost = [] } : asked;
    }

    /// <summary>It sent a list, or a part of one. A cid in both is online.</summary>
    public GatewayChildren Listed(IEnumerable<string> online, IEnumerable<string> offline, Func<string, bool> isDefined)
    {
        var (lost, unknown) = (Lost.ToBuilder(), Unknown.ToBuilder());
        var here = online.ToHashSet(StringComparer.Ordinal);
        foreach (var cid in here)
        {
            if (IsKept(cid))
                lost.Remove(cid);
        }

        foreach (var cid in offline.Where(cid => !here.Contains(cid)))
        {
            if (IsKept(cid))
                lost.Add(cid);
        }

        return this with { Lost = lost.ToImmutable(), Unknown = unknown.ToImmutable(), Unanswered = 0 };

        bool IsKept(string cid)
        {
            if (cid.Length == 0)
                return false;
            if (isDefined(cid) || unknown.Contains(cid))
                return true;
            return unknown.Count < MostUnknown && unknown.Add(cid);
        }
    }

    /// <summary>At a start: it named these before. Whether it reaches them is asked anew.</summary>
    public GatewayChildren Restored(IEnumerable<string> named, Func<string, bool> isDefined) =>
        this with { Unknown = Unknown.Union(named.Where(cid => !isDefined(cid)).Take(MostUnknown - Unknown.Count)) };

    /// <summary>A child reported of itself: whatever the list said, it is there.</summary>
    public GatewayChildren Heard(string cid, bool isDefined)
    {
        var lost = Lost.Remove(cid);
        var unknown = isDefined || cid.Length == 0 || Unknown.Count >= MostUnknown ? Unknown : Unknown.Add(cid);
        return ReferenceEquals(lost, Lost) && ReferenceEquals(unknown, Unknown) ? this : this with { Lost = lost, Unknown = unknown };
    }

    /// <summary>There is a definition of it now.</summary>
    public GatewayChildren Defined(string cid) => this with { Unknown = Unknown.Remove(cid) };

    /// <summary>Its definition is gone: nothing is known of it until it is named again.</summary>
    public GatewayChildren Undefined(string cid) => this with { Lost = Lost.Remove(cid) };
}

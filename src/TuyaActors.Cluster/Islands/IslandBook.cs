using System.Collections.Immutable;
using TuyaActors.Cluster.Wire;

namespace TuyaActors.Cluster.Islands;

/// <summary>
/// Whether this node's cluster is an island: one of two that should be one, and the one of the two that is to give way. That comes about when the first of the seeds is
/// started anew while the network is cut: it finds none of the others, and begins a cluster. Two clusters never become one by themselves. Pure but for its own memory.
/// </summary>
/// <param name="self">This node's address.</param>
internal sealed class IslandBook(string self)
{
    /// <summary>So often in a row it must be so: a node that is just joining, or being taken out, is no sign.</summary>
    public const int Often = 3;

    private readonly Dictionary<string, int> _apart = [];
    private readonly HashSet<string> _unanswered = [];

    /// <summary>A seed is asked; one that did not answer the last time has shown nothing.</summary>
    public void Asked(string seed)
    {
        if (!_unanswered.Add(seed))
            _apart.Remove(seed);
    }

    /// <summary>It is a member, so that there is nothing to ask.</summary>
    public void IsMember(string seed)
    {
        _unanswered.Remove(seed);
        _apart.Remove(seed);
    }

    /// <summary>It has answered; whether this node is to end, so that it joins the others when it is started anew.</summary>
    /// <param name="seed">Who.</param>
    /// <param name="own">The members of this node's cluster.</param>
    /// <param name="others">Those of the seed's.</param>
    public bool Answered(string seed, ImmutableArray<string> own, IslandMessages.Members others)
    {
        // What nobody asked for, or answered long ago, says nothing.
        if (!_unanswered.Remove(seed))
            return false;
        if (others.Addresses.IsEmpty || others.Addresses.Contains(self) || !GivesWay(own, others))
        {
            _apart.Remove(seed);
            return false;
        }

        return (_apart[seed] = _apart.GetValueOrDefault(seed) + 1) >= Often;
    }

    // Both sides come to the same: the smaller one, of two of one size the one without the first address, unless only one of them can.
    private static bool GivesWay(ImmutableArray<string> own, IslandMessages.Members others) =>
        !others.CanJoin || own.Length < others.Addresses.Length || (own.Length == others.Addresses.Length && string.CompareOrdinal(own.Min(StringComparer.Ordinal), others.Addresses.Min(StringComparer.Ordinal)) > 0);
}

using System.Collections.Immutable;
using TuyaActors.Cluster.Wire;

namespace TuyaActors.Cluster.Islands;

/// <summary>
/// Whether this node's cluster is an island: one of two that should be one, and the one of the two that is to give way. That comes about when the first of the seeds is
/// started anew while the network is cut: it finds none of the others, and begins a cluster. Two clusters never become one by themselves. Pure but for its own memory.
/// </summary>
internal sealed class IslandBook
{
    /// <summary>So often in a row it must be so: a node that is just joining, or being taken out, is no sign.</summary>
    public const int Often = 3;

    /// <summary>A seed that has been silent for longer is asked in one of so many rounds only: it may be away for days, and each question costs an attempt to connect.</summary>
    public const int Seldom = 10;

    private const int Silences = 5;

    private readonly Dictionary<string, int> _apart = [];
    private readonly Dictionary<string, int> _unanswered = [];

    /// <summary>A round begins; whether this seed is to be asked. One that did not answer the last time has shown nothing.</summary>
    public bool Asks(string seed)
    {
        var silent = _unanswered.GetValueOrDefault(seed);
        _unanswered[seed] = silent + 1;
        if (silent > 0)
            _apart.Remove(seed);
        return silent < Silences || silent % Seldom == 0;
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
        // Two clusters have no address in common: a node that was away for long, and does not know that it has been taken out, tells of its former one.
        if (others.Addresses.IsEmpty || others.Addresses.Any(own.Contains) || !GivesWay(own, others))
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

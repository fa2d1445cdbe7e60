using System.Collections.Immutable;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Device;

/// <summary>What was asked and not yet confirmed, by DP: a later wish replaces an earlier one. Pure.</summary>
public sealed record DesiredState
{
    /// <summary>No wish.</summary>
    public static DesiredState Empty { get; } = new();

    private ImmutableSortedDictionary<int, DesiredDp> Wishes { get; init; } = ImmutableSortedDictionary<int, DesiredDp>.Empty;

    /// <summary>The wishes, by DP.</summary>
    public ImmutableArray<DesiredDp> All => Wishes.IsEmpty ? [] : [.. Wishes.Values];

    /// <summary>After a command.</summary>
    public DesiredState Wish(DpSet dps, DateTimeOffset deadline)
    {
        var wishes = Wishes;
        foreach (var (id, value) in dps)
            wishes = wishes.SetItem(id, new DesiredDp(id, value, deadline));
        return this with { Wishes = wishes };
    }

    /// <summary>After a report that fulfils wishes, or the end of the command that made them: wishes equal to these values are gone, later ones for the same DP stay.</summary>
    public DesiredState Settled(DpSet dps)
    {
        if (Wishes.IsEmpty)
            return this;
        var wishes = Wishes;
        foreach (var (id, value) in dps)
        {
            if (wishes.TryGetValue(id, out var wish) && wish.Value.Equals(value))
                wishes = wishes.Remove(id);
        }

        return ReferenceEquals(wishes, Wishes) ? this : this with { Wishes = wishes };
    }
}

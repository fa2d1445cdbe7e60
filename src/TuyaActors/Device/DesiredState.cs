using System.Collections.Immutable;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Device;

/// <summary>What was asked and not yet confirmed, by DP: a later wish replaces an earlier one. Pure.</summary>
internal sealed record DesiredState
{
    /// <summary>No wish.</summary>
    public static DesiredState Empty { get; } = new();

    // Each with the command that made it, so that the end of one command does not end the equal wish of another.
    private ImmutableSortedDictionary<int, (DesiredDp Dp, long Command)> Wishes { get; init; } = ImmutableSortedDictionary<int, (DesiredDp, long)>.Empty;

    /// <summary>The wishes, by DP.</summary>
    public ImmutableArray<DesiredDp> All => Wishes.IsEmpty ? [] : [.. Wishes.Values.Select(wish => wish.Dp)];

    /// <summary>After a command; its number is the caller's.</summary>
    public DesiredState Wish(DpSet dps, DateTimeOffset deadline, long command)
    {
        var wishes = Wishes;
        foreach (var (id, value) in dps)
            wishes = wishes.SetItem(id, (new DesiredDp(id, value, deadline), command));
        return this with { Wishes = wishes };
    }

    /// <summary>After a report: wishes equal to these values are fulfilled.</summary>
    public DesiredState Settled(DpSet dps)
    {
        if (Wishes.IsEmpty)
            return this;
        var wishes = Wishes;
        foreach (var (id, value) in dps)
        {
            if (wishes.TryGetValue(id, out var wish) && wish.Dp.Value.Equals(value))
                wishes = wishes.Remove(id);
        }

        return ReferenceEquals(wishes, Wishes) ? this : this with { Wishes = wishes };
    }

    /// <summary>After the end of a command: what it still wished is void; what others wish of the same DPs stays.</summary>
    public DesiredState Ended(long command)
    {
        if (Wishes.IsEmpty)
            return this;
        var over = Wishes.Where(wish => wish.Value.Command == command).Select(wish => wish.Key).ToList();
        return over.Count == 0 ? this : this with { Wishes = Wishes.RemoveRange(over) };
    }
}

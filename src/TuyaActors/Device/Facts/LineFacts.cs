using System.Collections.Immutable;

namespace TuyaActors.Device.Facts;

/// <summary>What was learned of a device itself, or of one behind it. Pure.</summary>
internal sealed record LineFacts
{
    /// <summary>Nothing.</summary>
    public static LineFacts None { get; } = new();

    /// <summary>Whether it has answered queries in the device22 way.</summary>
    public bool IsDevice22 { get; init; }

    /// <summary>How many DPs it takes in one set; <c>null</c>: no limit has shown itself.</summary>
    public int? MostDps { get; init; }

    /// <summary>Whether it knows no UPDATEDPS.</summary>
    public bool IsWithoutUpdateDps { get; init; }

    /// <summary>The DPs that it has shown.</summary>
    public ImmutableSortedDictionary<int, DpSeen> Dps { get; init; } = ImmutableSortedDictionary<int, DpSeen>.Empty;

    /// <summary>Whether there is nothing to keep.</summary>
    public bool IsEmpty => !IsDevice22 && MostDps is null && !IsWithoutUpdateDps && Dps.IsEmpty;

    /// <summary>With these DPs, too.</summary>
    public LineFacts Seen(IEnumerable<DpSeen> dps) =>
        this with { Dps = Dps.SetItems(dps.Select(dp => KeyValuePair.Create(dp.Id, Dps.TryGetValue(dp.Id, out var known) ? known.Merge(dp) : dp))) };

    /// <summary>What is new in the later one, as events. That a range has grown is none: it is written with the values.</summary>
    public IEnumerable<FactEvent> ChangesTo(LineFacts later, string cid)
    {
        if (later.IsDevice22 != IsDevice22)
            yield return new FactEvent.DialectLearned(cid, later.IsDevice22);
        if (later.MostDps is { } most && most != MostDps)
            yield return new FactEvent.DpLimitLearned(cid, most);
        if (later.IsWithoutUpdateDps && !IsWithoutUpdateDps)
            yield return new FactEvent.UpdateDpsRefused(cid);
        var dps = later.Dps.Values.Where(dp => !Dps.TryGetValue(dp.Id, out var known) || (known.Types | dp.Types) != known.Types).ToImmutableArray();
        if (!dps.IsEmpty)
            yield return new FactEvent.DpsSeen(cid, dps);
    }
}

using System.Collections.Immutable;
using TuyaActors.Messages;

namespace TuyaActors.Router;

/// <summary>Which DPs of which devices somebody subscribes to by number. Pure but for its own counts; the cost of a change does not grow with the number of subscribers.</summary>
internal sealed class DpWatch
{
    private readonly Dictionary<int, int> _ofAll = [];
    private readonly Dictionary<DeviceId, Dictionary<int, int>> _ofOne = [];

    /// <summary>The DPs that a filter makes watched; null: none.</summary>
    public static ImmutableHashSet<int>? Of(EventFilter filter) =>
        filter.Dps is null or { IsEmpty: true } || (filter.Kinds & EventKinds.Reports) == 0 ? null : filter.Dps;

    /// <summary>The watched DPs of one device.</summary>
    public ImmutableHashSet<int> Of(DeviceId device) =>
        _ofOne.TryGetValue(device, out var counts) ? [.. _ofAll.Keys, .. counts.Keys] : [.. _ofAll.Keys];

    /// <summary>One who watches these more (+1) or less (-1), of one device or (<c>null</c>) of all.</summary>
    public void Count(DeviceId? device, ImmutableHashSet<int> dps, int by)
    {
        if (device is not { } id)
        {
            Count(_ofAll, dps, by);
            return;
        }

        if (!_ofOne.TryGetValue(id, out var counts))
            _ofOne[id] = counts = [];
        Count(counts, dps, by);
        if (counts.Count == 0)
            _ofOne.Remove(id);
    }

    private static void Count(Dictionary<int, int> counts, ImmutableHashSet<int> dps, int by)
    {
        foreach (var dp in dps)
        {
            var count = counts.GetValueOrDefault(dp) + by;
            if (count == 0)
                counts.Remove(dp);
            else
                counts[dp] = count;
        }
    }
}

using System.Collections.Immutable;
using TuyaActors.Messages;

namespace TuyaActors.Router;

/// <summary>Which DPs of which devices somebody subscribes to by number. Pure but for its own counts; the cost of a change does not grow with the number of subscribers.</summary>
internal sealed class DpWatch
{
    private readonly Dictionary<int, int> _ofAll = [];
    private readonly Dictionary<DeviceId, Dictionary<int, int>> _ofOne = [];

    /// <summary>A subscription more; answers the devices for which the watched DPs may be others now (empty: for none; null: for any).</summary>
    public ImmutableHashSet<DeviceId>? Add(EventFilter filter) => Count(filter, +1);

    /// <summary>One less.</summary>
    public ImmutableHashSet<DeviceId>? Remove(EventFilter filter) => Count(filter, -1);

    /// <summary>The watched DPs of one device.</summary>
    public ImmutableHashSet<int> Of(DeviceId device) =>
        _ofOne.TryGetValue(device, out var counts) ? [.. _ofAll.Keys, .. counts.Keys] : [.. _ofAll.Keys];

    private ImmutableHashSet<DeviceId>? Count(EventFilter filter, int by)
    {
        if (filter.Dps is null or { IsEmpty: true } || (filter.Kinds & EventKinds.Reports) == 0)
            return [];
        if (filter.Devices.IsEmpty)
        {
            Count(_ofAll, filter.Dps, by);
            return null;
        }

        foreach (var device in filter.Devices)
        {
            if (!_ofOne.TryGetValue(device, out var counts))
                _ofOne[device] = counts = [];
            Count(counts, filter.Dps, by);
            if (counts.Count == 0)
                _ofOne.Remove(device);
        }

        return filter.Devices;
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

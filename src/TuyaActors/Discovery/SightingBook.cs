using System.Collections.Immutable;
using TuyaActors.Messages;

namespace TuyaActors.Discovery;

/// <summary>Who has been heard lately, known to the fleet or not. Whoever sends broadcasts with ever new ids shall not fill the memory.</summary>
internal sealed class SightingBook
{
    /// <summary>How many are remembered; a /16 full of devices has more, but no segment in which broadcasts still arrive.</summary>
    public const int MostRemembered = 4096;

    /// <summary>How long after its last word: what has not announced itself for an hour is not there any more, or sleeps.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly Dictionary<DeviceId, SightingRecord> _heard = [];

    /// <summary>One was heard.</summary>
    public void Note(DeviceSighting sighting, DateTimeOffset now)
    {
        if (_heard.TryGetValue(sighting.DeviceId, out var before))
        {
            // Whoever answers a probe need not say all that a broadcast says.
            var whole = sighting with { Version = sighting.Version ?? before.Sighting.Version, ProductKey = sighting.ProductKey ?? before.Sighting.ProductKey };
            _heard[sighting.DeviceId] = before with { Sighting = whole, Last = now, Count = before.Count + 1 };
            return;
        }

        if (_heard.Count >= MostRemembered)
            Forget(now);
        if (_heard.Count < MostRemembered)
            _heard[sighting.DeviceId] = new SightingRecord(sighting, now, now, 1);
    }

    /// <summary>All that are remembered, by id.</summary>
    /// <param name="isKnown">Whether the fleet has a device now.</param>
    /// <param name="now">The time.</param>
    public ImmutableArray<SightingRecord> All(Func<DeviceId, bool> isKnown, DateTimeOffset now)
    {
        Forget(now);
        return
        [
            .. _heard.Values.OrderBy(record => record.DeviceId.Value, StringComparer.Ordinal)
                .Select(record => record with { Sighting = record.Sighting with { Known = isKnown(record.DeviceId) } }),
        ];
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (id, record) in _heard)
        {
            if (now - record.Last > Remembered)
                _heard.Remove(id);
        }
    }
}

using TuyaActors.Messages;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Screen;

/// <summary>Makes a view of each look at the fleet, and the push rates from one look to the next.</summary>
internal sealed class FleetViewer(string engine, string url)
{
    // Plugs report every 10 s or so: over a shorter span a rate would flicker between 0 and 1.
    private static readonly TimeSpan RateSpan = TimeSpan.FromSeconds(15);

    private readonly Queue<(DateTimeOffset At, Dictionary<DeviceId, long> Pushes)> _looks = new();

    /// <summary>The view at this moment.</summary>
    public FleetView Look(DeviceReplies.Devices devices, DateTimeOffset now)
    {
        var pushes = devices.Found.ToDictionary(d => d.DeviceId, d => d.Pushes);
        while (_looks.Count > 1 && now - _looks.Peek().At > RateSpan)
        {
            _looks.Dequeue();
        }

        var before = _looks.Count > 0 ? _looks.Peek() : (At: now, Pushes: pushes);
        _looks.Enqueue((now, pushes));
        var seconds = (now - before.At).TotalSeconds;
        double Rate(DeviceId id, long count) => seconds > 0 && before.Pushes.TryGetValue(id, out var earlier) ? Math.Max(0, count - earlier) / seconds : 0;

        var rows = devices.Found
            .Select(d => new FleetRow(d, Urgencies.Of(d), Since(d.LastPushAt, now), Until(d.NextAttemptAt, now), Rate(d.DeviceId, d.Pushes)))
            .OrderBy(r => r.Urgency)
            .ThenBy(r => r.Device.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(r => r.Device.DeviceId.Value, StringComparer.Ordinal)
            .ToList();
        return new FleetView(
            engine,
            url,
            rows.Count(r => r.Device.Gateway is null && r.Device.State.IsWell()),
            rows.Count(r => r.Device.Gateway is null) + devices.Unavailable.Length,
            rows.Count(r => r.Device.Gateway is not null && r.Device.State.IsWell()),
            rows.Count(r => r.Device.Gateway is not null),
            [.. rows.Where(r => r.Device.Gateway is null && !r.Device.State.IsWell()).GroupBy(r => r.Device.State).OrderBy(g => g.Key).Select(g => (g.Key, g.Count()))],
            rows.Sum(r => r.PushesPerSecond),
            rows);
    }

    private static TimeSpan? Since(DateTimeOffset? then, DateTimeOffset now) => then is { } t ? Later(now - t) : null;

    private static TimeSpan? Until(DateTimeOffset? then, DateTimeOffset now) => then is { } t ? Later(t - now) : null;

    // A clock that was set back must not show negative ages.
    private static TimeSpan Later(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;
}

using System.Collections.Immutable;
using TuyaActors.Protocol;
using TuyaActors.Settings;

namespace TuyaActors.Device;

/// <summary>What one device, or one behind a gateway, has of an energy meter, and when it is to be refreshed next. Has no clock.</summary>
internal sealed class Meter(string? cid)
{
    // So many of the meter's DPs must have been numbers: a lamp has its switch at 20, a dimmer its limits at 5 and 6.
    private const int Enough = 3;

    private readonly SortedSet<int> _dps = [];
    private DateTimeOffset _commandedAt = DateTimeOffset.MinValue;

    public string? Cid { get; } = cid;

    /// <summary>The DPs to refresh.</summary>
    public IReadOnlyCollection<int> Dps => _dps;

    /// <summary>When it was refreshed last, or reported all of them without.</summary>
    public DateTimeOffset FreshAt { get; set; } = DateTimeOffset.MinValue;

    /// <summary>The DPs that somebody subscribes to.</summary>
    public ImmutableHashSet<int> Watched { get; set; } = [];

    /// <summary>The UPDATEDPS in flight.</summary>
    public PendingUpdate? Pending { get; set; }

    /// <summary>How many UPDATEDPS in a row had no answer at all.</summary>
    public int Unanswered { get; set; }

    /// <summary>The last UPDATEDPS brought nothing: a query is due.</summary>
    public bool QueryIsDue { get; set; }

    public void Commanded(DateTimeOffset now) => _commandedAt = now;

    /// <summary>What lies ahead is from before the wall clock was set back, and counts from now on.</summary>
    public void NoteClock(DateTimeOffset now)
    {
        (FreshAt, _commandedAt) = (Earlier(FreshAt, now), Earlier(_commandedAt, now));
        if (Pending?.SentAt > now)
            Pending = Pending with { SentAt = now };
    }

    /// <summary>Takes in a report; answers whether it was a fresh look at the whole meter.</summary>
    public bool Reported(DpSet dps, RefreshSettings settings)
    {
        foreach (var id in settings.Dps)
        {
            if (dps.TryGetValue(id, out var value) && value.Kind == DpKind.Integer)
                _dps.Add(id);
        }

        if (Pending is not null && _dps.Any(dps.ContainsKey))
        {
            Pending = null;
            Unanswered = 0;
        }

        return _dps.All(dps.ContainsKey);
    }

    /// <summary>When it is due; null: not before something happens.</summary>
    public DateTimeOffset? Due(RefreshSettings settings)
    {
        if (_dps.Count < Math.Min(Enough, settings.Dps.Length) || _dps.Count == 0 || Pending is not null)
            return null;
        if (QueryIsDue)
            return FreshAt;
        var slow = settings.Slow > TimeSpan.Zero ? Later(FreshAt, settings.Slow) : default(DateTimeOffset?);
        if (settings.Fast <= TimeSpan.Zero)
            return slow;
        var fast = Later(FreshAt, settings.Fast);
        if (_dps.Overlaps(Watched))
            return Earlier(slow, fast);
        // What was switched needs a moment to show.
        var afterCommand = Later(_commandedAt > FreshAt ? _commandedAt : FreshAt, settings.Fast);
        return afterCommand <= Later(_commandedAt, settings.AfterCommand) ? Earlier(slow, afterCommand) : slow;
    }

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one.Value : other;

    private static DateTimeOffset Later(DateTimeOffset from, TimeSpan by) => by > DateTimeOffset.MaxValue - from ? DateTimeOffset.MaxValue : from + by;
}

/// <summary>An UPDATEDPS in flight.</summary>
internal sealed record PendingUpdate(uint Seqno, DateTimeOffset SentAt, bool Acknowledged = false);

namespace TuyaActors.Device;

/// <summary>
/// When one timer, that runs for the first of several points in time, is to be set. Points in time are the wall clock's and timers run by another one: where the
/// wall clock was set forward past the point that a timer runs for, it comes too late for what is due by now. Pure.
/// </summary>
internal struct Alarm
{
    private DateTimeOffset? _at;
    private bool _isDue;

    /// <summary>It rang, or was stopped: none runs.</summary>
    public void Ended() => (_at, _isDue) = (null, false);

    /// <summary>How long the timer is to run; <c>null</c>: leave it, it comes early enough already, or there is nothing to wait for.</summary>
    /// <param name="next">The first of the points in time.</param>
    /// <param name="now">The wall clock.</param>
    public TimeSpan? Set(DateTimeOffset? next, DateTimeOffset now)
    {
        // One that is to ring at once is on its way: set again and again, it would never come.
        if (next is not { } at || _isDue || (_at <= at && _at > now))
            return null;
        (_at, _isDue) = (at, at <= now);
        return at > now ? at - now : TimeSpan.Zero;
    }
}

namespace TuyaActors.Device;

/// <summary>A ceiling: so many sends a second, of which a rested bucket gives a second's worth at once. Pure.</summary>
/// <param name="PerSecond">1 or more; 0: no ceiling.</param>
internal readonly record struct TokenBucket(int PerSecond)
{
    // All there is to remember of a bucket is when it is full again, so it needs no timer to be filled and loses nothing to rounding.
    private DateTimeOffset FullAt { get; init; }

    private TimeSpan Interval => TimeSpan.FromTicks(TimeSpan.TicksPerSecond / PerSecond);

    private TimeSpan Whole => Interval * PerSecond;

    /// <summary>How long until the next token; zero: there is one.</summary>
    public TimeSpan Wait(DateTimeOffset now)
    {
        if (PerSecond == 0)
            return TimeSpan.Zero;
        var wait = Missing(now) + Interval - Whole;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>The bucket with one token less.</summary>
    public TokenBucket Take(DateTimeOffset now) => PerSecond == 0 ? this : this with { FullAt = now + Missing(now) + Interval };

    // What is further away than an empty bucket is from a full one is from before the clock was set back: nothing is known of it then.
    private TimeSpan Missing(DateTimeOffset now)
    {
        var missing = FullAt - now;
        return missing > TimeSpan.Zero && missing <= Whole ? missing : TimeSpan.Zero;
    }
}

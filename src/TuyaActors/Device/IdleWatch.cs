namespace TuyaActors.Device;

/// <summary>When something last moved at a device, and at each device behind it. Pure.</summary>
/// <param name="idleAfter">How long nothing must have moved.</param>
internal sealed class IdleWatch(TimeSpan idleAfter)
{
    private PerLine<DateTimeOffset> _moved = new();

    /// <summary>A value changed, or a command ended.</summary>
    public void Moved(string? cid, DateTimeOffset now) => _moved[cid] = now;

    /// <summary>Nobody asks for this one any more.</summary>
    public void Forget(string cid) => _moved[cid] = default;

    /// <summary>The moment from which on it is idle, if nothing more moves.</summary>
    /// <param name="cid">Which; <c>null</c>: the device itself.</param>
    /// <param name="onlineSince">What it did before is not known.</param>
    /// <param name="now">What lies behind it is from before the clock was set back, and says nothing.</param>
    public DateTimeOffset IdleFrom(string? cid, DateTimeOffset onlineSince, DateTimeOffset now)
    {
        var moved = _moved[cid];
        if (onlineSince > now)
            onlineSince = default;
        return (moved > onlineSince && moved <= now ? moved : onlineSince) + idleAfter;
    }
}

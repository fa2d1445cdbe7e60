namespace TuyaActors.Device;

/// <summary>How long ago something was, by a wall clock that may be set back. Pure.</summary>
internal static class PointInTime
{
    /// <summary>Whether it was less than this time ago. What lies ahead was before the clock was set back: long ago, for all that is known. What never was is never within.</summary>
    public static bool IsWithin(this DateTimeOffset? at, TimeSpan time, DateTimeOffset now) => at is { } then && now - then is { Ticks: >= 0 } ago && ago < time;
}

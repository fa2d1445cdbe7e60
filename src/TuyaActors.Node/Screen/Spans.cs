using System.Globalization;

namespace TuyaActors.Node.Screen;

/// <summary>Times as people say them.</summary>
internal static class Spans
{
    /// <summary>"7 s", "3 min", "2 h", "5 d".</summary>
    public static string Of(TimeSpan span) => span.TotalSeconds switch
    {
        // A clock that was set back.
        < 0 => "0 s",
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        < 172_800 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} d"),
    };

    /// <summary>The time of day where the person is, with the day where it is another.</summary>
    public static string Clock(DateTimeOffset time, TimeProvider clock)
    {
        var local = TimeZoneInfo.ConvertTime(time, clock.LocalTimeZone);
        return local.ToString(local.Date == clock.GetLocalNow().Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }
}

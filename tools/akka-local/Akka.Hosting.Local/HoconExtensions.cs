using System.Globalization;
using Akka.Configuration;

namespace Akka.Hosting;

/// <summary>Values as they are written in HOCON.</summary>
internal static class HoconExtensions
{
    public static string ToHocon(this bool value) => value ? "on" : "off";

    /// <exception cref="ConfigurationException">An infinite value where <paramref name="allowInfinite"/> is false, or another negative one.</exception>
    public static string ToHocon(this TimeSpan value, bool allowInfinite = false, bool zeroIsInfinite = false)
    {
        var infinite = value == Timeout.InfiniteTimeSpan || (zeroIsInfinite && value == TimeSpan.Zero);
        if (infinite)
            return allowInfinite ? "infinite" : throw new ConfigurationException("An infinite time is not allowed here.");
        return value < TimeSpan.Zero
            ? throw new ConfigurationException($"A time cannot be negative, as {value} is.")
            : value.TotalMilliseconds.ToString("0.####", CultureInfo.InvariantCulture);
    }
}

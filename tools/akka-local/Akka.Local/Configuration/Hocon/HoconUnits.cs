using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>Numbers with a unit: durations and byte sizes.</summary>
internal static class HoconUnits
{
    /// <summary><c>1.5s</c>, <c>500 ms</c>, a bare number of milliseconds, or <c>infinite</c>.</summary>
    /// <exception cref="FormatException">Not a duration, or a negative one.</exception>
    public static TimeSpan ParseDuration(string text, bool allowInfinite)
    {
        if (allowInfinite && text is ("infinite" or "Infinite"))
            return Timeout.InfiniteTimeSpan;

        var (number, unit) = Divide(text);
        var ticksPerUnit = unit switch
        {
            "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
            "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
            "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
            "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
            "d" or "day" or "days" => TimeSpan.TicksPerDay,
            "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
            "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 1d / TimeSpan.NanosecondsPerTick,
            _ => double.NaN,
        };
        if (double.IsNaN(ticksPerUnit) || number.StartsWith('.') || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            throw new FormatException($"'{text}' is not a duration; examples: 500ms, 10s, 1 minute, infinite.");
        return TimeSpan.FromTicks((long)(count * ticksPerUnit));
    }

    /// <summary><c>128k</c> and <c>128KiB</c> count in 1024, <c>128kB</c> in 1000; a bare number is bytes.</summary>
    /// <exception cref="FormatException">Not a size.</exception>
    public static long ParseSize(string text)
    {
        var (number, unit) = Divide(text);
        var bytesPerUnit = unit switch
        {
            "" or "b" or "B" or "byte" or "bytes" => 1,
            "kB" or "kilobyte" or "kilobytes" => 1_000,
            "MB" or "megabyte" or "megabytes" => 1_000_000,
            "GB" or "gigabyte" or "gigabytes" => 1_000_000_000,
            "TB" or "terabyte" or "terabytes" => 1_000_000_000_000,
            "k" or "K" or "Ki" or "KiB" or "kibibyte" or "kibibytes" => 1L << 10,
            "m" or "M" or "Mi" or "MiB" or "mebibyte" or "mebibytes" => 1L << 20,
            "g" or "G" or "Gi" or "GiB" or "gibibyte" or "gibibytes" => 1L << 30,
            "t" or "T" or "Ti" or "TiB" or "tebibyte" or "tebibytes" => 1L << 40,
            _ => 0,
        };
        if (bytesPerUnit == 0 || !long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
            throw new FormatException($"'{text}' is not a size; examples: 4096, 128k, 1 MiB, 1MB.");
        return checked(count * bytesPerUnit);
    }

    private static (string Number, string Unit) Divide(string text)
    {
        text = text.Trim();
        var unit = text.Length;
        while (unit > 0 && char.IsAsciiLetter(text[unit - 1]))
            unit--;
        return (text[..unit].TrimEnd(), text[unit..]);
    }
}

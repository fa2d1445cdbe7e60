using System.Globalization;
using System.Text.Json;

namespace TuyaActors.Simulator.Faults;

/// <summary>Spans of time as people write them: <c>500ms</c>, <c>5s</c>, <c>2m</c>, <c>1h</c>, or a number of seconds.</summary>
internal static class Duration
{
    /// <summary>What is allowed, for whoever wrote something else.</summary>
    public const string Allowed = "durations such as \"500ms\", \"5s\", \"2m\" and \"1h\", or seconds as a number, from 0 to 720h";

    private static readonly TimeSpan Longest = TimeSpan.FromHours(720);

    // The longest suffix first: "ms" ends in "s".
    private static readonly (string Unit, TimeSpan Size)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)),
    ];

    /// <summary>Reads a text or a number.</summary>
    public static bool TryRead(JsonAt json, out TimeSpan span)
    {
        span = default;
        if (json.TryGetNumber(out var seconds))
        {
            return TryMake(seconds, TimeSpan.FromSeconds(1), out span);
        }

        if (json.Kind is not JsonValueKind.String)
        {
            return false;
        }

        var (unit, size) = Array.Find(Units, unit => json.Text.EndsWith(unit.Unit, StringComparison.Ordinal));
        return unit is not null
            && double.TryParse(json.Text.AsSpan(0, json.Text.Length - unit.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && TryMake(number, size, out span);
    }

    /// <summary>The shortest text without a fraction; milliseconds otherwise.</summary>
    public static string ToText(TimeSpan span)
    {
        var (unit, size) = Units.Reverse().FirstOrDefault(unit => span.Ticks % unit.Size.Ticks == 0 && span > TimeSpan.Zero, Units[span == TimeSpan.Zero ? 1 : 0]);
        return string.Create(CultureInfo.InvariantCulture, $"{span / size}{unit}");
    }

    private static bool TryMake(double number, TimeSpan size, out TimeSpan span)
    {
        var fits = number >= 0 && number * size.TotalHours <= Longest.TotalHours;
        span = fits ? size * number : default;
        return fits;
    }
}

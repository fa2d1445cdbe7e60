using System.Globalization;

namespace TuyaActors.Chaos.Soak;

/// <summary>
/// Judges samples. The first quarter is warming up: pools, caches and histories fill. In the time after it a quantity is flat if its slope by that time is no more
/// than a twentieth of its median, or than the little by which it sways anyhow. What falls is flat. Pure.
/// </summary>
public static class SoakVerdict
{
    private const double WarmUp = 0.25;
    private const double Flat = 0.05;
    private const int Fewest = 3;

    /// <summary>The trends of all quantities: first what is judged, then what is only shown.</summary>
    /// <param name="samples">In the order in which they were taken.</param>
    public static IReadOnlyList<SoakTrend> Judge(IReadOnlyList<SoakSample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var end = samples.Count == 0 ? 0 : samples[^1].Seconds;
        var judged = samples.Where(s => s.Seconds >= end * WarmUp).ToList();
        var time = judged.Count == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(end - judged[0].Seconds);
        return [.. SoakQuantity.Levels.Select(level => Judge(level, judged, time)), .. SoakQuantity.Totals.Select(total => Rate(total, judged))];
    }

    private static SoakTrend Judge(SoakQuantity quantity, List<SoakSample> judged, TimeSpan time)
    {
        var points = judged.Where(s => quantity.Of(s) is not null).Select(s => (X: s.Seconds, Y: quantity.Of(s)!.Value)).ToList();
        var median = TheilSen.Median(points.Select(p => p.Y));
        double? allowed = quantity.Allowance is { } least ? Math.Max(least, median * Flat) : null;
        var trend = new SoakTrend(quantity.Name, quantity.Unit, Middle(points, 0), Middle(points, 2), null, null, allowed, null);
        if (points.Count < Fewest || TheilSen.Slope(points) is not { } slope)
        {
            return allowed is null
                ? trend
                : trend with { Allowed = null, Wrong = $"{quantity.Name} cannot be judged: of {Fewest} samples that it takes after the warm-up there are {points.Count}" };
        }

        trend = trend with { PerHour = slope * 3600, Growth = slope * time.TotalSeconds };
        return trend.Growth > allowed ? trend with { Wrong = Sentence(trend, median, time) } : trend;
    }

    private static string Sentence(SoakTrend trend, double median, TimeSpan time)
    {
        var unit = trend.Unit.Length == 0 ? "" : $" {trend.Unit}";
        var level = trend.Allowed > median * Flat ? "" : string.Create(CultureInfo.InvariantCulture, $", {Flat:0 %} of its median {median:0.0}{unit}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{trend.Name} grew by {trend.PerHour:0.0}{unit} an hour: {trend.Growth:0.0}{unit} in the {time.TotalMinutes:0.0} min that are judged, where {trend.Allowed:0.0}{unit} are allowed{level}");
    }

    private static SoakTrend Rate(SoakQuantity total, List<SoakSample> judged)
    {
        return new SoakTrend(total.Name, total.Unit, Of(0), Of(2), null, null, null, null) { IsTotal = true };

        double Of(int third)
        {
            var part = Third(judged, s => s.Seconds, third);
            var minutes = part.Count < 2 ? 0 : (part[^1].Seconds - part[0].Seconds) / 60;
            return minutes > 0 ? (total.Of(part[^1]) - total.Of(part[0]))!.Value / minutes : double.NaN;
        }
    }

    private static double Middle(List<(double X, double Y)> points, int third) => TheilSen.Median(Third(points, p => p.X, third).Select(p => p.Y));

    private static List<T> Third<T>(List<T> all, Func<T, double> at, int third)
    {
        if (all.Count == 0)
            return [];
        var (begin, length) = (at(all[0]), (at(all[^1]) - at(all[0])) / 3);
        return [.. all.Where(one => at(one) >= begin + third * length && at(one) <= begin + (third + 1) * length)];
    }
}

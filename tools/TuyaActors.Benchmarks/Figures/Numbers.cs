namespace TuyaActors.Benchmarks.Figures;

/// <summary>Medians and percentiles, for single runs say little.</summary>
internal static class Numbers
{
    public static double Median(IEnumerable<double> values) => Percentile([.. values.Order()], 50);

    /// <summary>Of sorted values; between two of them, the share of the way.</summary>
    public static double Percentile(IReadOnlyList<double> sorted, double percent)
    {
        if (sorted.Count == 0)
            return double.NaN;
        var at = (sorted.Count - 1) * percent / 100;
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
    }
}

namespace TuyaActors.Chaos.Soak;

/// <summary>
/// Theil and Sen's slope: the median of the slopes of all pairs of points. A quarter of the points may lie anywhere and hardly change it, so that a
/// garbage collection or a fault that many devices have at once is no trend. Pure.
/// </summary>
public static class TheilSen
{
    /// <summary>All pairs of more points than this would take more memory than what is looked for.</summary>
    private const int Most = 1000;

    /// <summary>The slope, per unit of X; null where there are not two points with different X.</summary>
    /// <param name="points">In order of X.</param>
    public static double? Slope(IReadOnlyList<(double X, double Y)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var few = Thin(points);
        var slopes = new List<double>(few.Count * (few.Count - 1) / 2);
        for (var i = 0; i < few.Count; i++)
        {
            for (var j = i + 1; j < few.Count; j++)
            {
                var run = few[j].X - few[i].X;
                if (run > 0)
                    slopes.Add((few[j].Y - few[i].Y) / run);
            }
        }

        return slopes.Count == 0 ? null : Median(slopes);
    }

    /// <summary>The one in the middle, or the mean of the two there; NaN where there is none.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered.Length == 0 ? double.NaN : (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }

    private static IReadOnlyList<(double X, double Y)> Thin(IReadOnlyList<(double X, double Y)> points) =>
        points.Count <= Most
            ? points
            : [.. points.Chunk((points.Count + Most - 1) / Most).Select(group => (Median(group.Select(p => p.X)), Median(group.Select(p => p.Y))))];
}

using TuyaActors.Chaos.Soak;

namespace TuyaActors.EndToEnd;

public sealed class TheilSenSpecs
{
    [Fact]
    public void Should_find_the_slope_of_a_line() => Assert.Equal(2, TheilSen.Slope([(0, 5), (1, 7), (3, 11), (10, 25)])!.Value, 9);

    [Fact]
    public void Should_find_none_where_nothing_changes() => Assert.Equal(0, TheilSen.Slope([(0, 5), (1, 5), (2, 5)]));

    [Fact]
    public void Should_take_the_median_of_all_pairs()
    {
        // The six slopes: 1, 4, 2, 7, 2.5, -2.
        Assert.Equal(2.25, TheilSen.Slope([(0, 0), (1, 1), (2, 8), (3, 6)])!.Value, 9);
    }

    [Fact]
    public void Should_not_mind_a_quarter_of_points_that_lie_anywhere()
    {
        var random = new Random(1);
        var points = Enumerable.Range(0, 100).Select(x => ((double)x, x % 4 == 3 ? random.NextDouble() * 1e6 : 100 + 0.5 * x)).ToList();

        Assert.InRange(TheilSen.Slope(points)!.Value, 0.4, 0.9);
    }

    [Fact]
    public void Should_see_a_slow_growth_under_waves()
    {
        var points = Enumerable.Range(0, 360).Select(x => ((double)x, 200 + 0.05 * x + 10 * Math.Sin(x * 0.7))).ToList();

        Assert.InRange(TheilSen.Slope(points)!.Value, 0.04, 0.06);
    }

    [Fact]
    public void Should_know_the_slope_of_far_more_points_than_it_pairs()
    {
        var points = Enumerable.Range(0, 100_003).Select(x => ((double)x, 3.0 * x + x % 7)).ToList();

        Assert.Equal(3, TheilSen.Slope(points)!.Value, 3);
    }

    [Fact]
    public void Should_know_no_slope_without_two_moments()
    {
        Assert.Null(TheilSen.Slope([]));
        Assert.Null(TheilSen.Slope([(1, 2)]));
        Assert.Null(TheilSen.Slope([(1, 2), (1, 3)]));
    }

    [Fact]
    public void Should_take_the_one_in_the_middle_or_the_mean_of_two()
    {
        Assert.Equal(3, TheilSen.Median([9, 3, 1]));
        Assert.Equal(2, TheilSen.Median([9, 3, 1, 1]));
        Assert.True(double.IsNaN(TheilSen.Median([])));
    }
}

using TuyaActors.Device;

namespace TuyaActors.Tests.Device;

public sealed class BackoffPolicySpecs
{
    private static readonly BackoffPolicy Steady = new(TimeSpan.FromSeconds(1), 1.8, TimeSpan.FromSeconds(60), 0);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1.8)]
    [InlineData(3, 3.24)]
    [InlineData(7, 34.012224)]
    [InlineData(8, 60)]
    [InlineData(1000, 60)]
    [InlineData(int.MaxValue, 60)]
    public void Should_grow_by_the_factor_up_to_the_cap(int failures, double seconds) =>
        Assert.Equal(seconds, Steady.Wait(failures, 0.5).TotalSeconds, 3);

    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.5, 8.5)]
    [InlineData(1, 7)]
    public void Should_shorten_by_at_most_the_jitter(double random, double seconds) =>
        Assert.Equal(seconds, new BackoffPolicy(TimeSpan.FromSeconds(10), 2, TimeSpan.FromSeconds(60), 0.3).Wait(1, random).TotalSeconds, 3);

    [Fact]
    public void Should_not_wait_longer_than_the_cap_when_the_first_wait_is_longer() =>
        Assert.Equal(TimeSpan.FromSeconds(2), new BackoffPolicy(TimeSpan.FromSeconds(9), 1.8, TimeSpan.FromSeconds(2), 0).Wait(1, 0));

    [Fact]
    public void Should_stay_the_same_when_the_factor_is_one() =>
        Assert.Equal(Steady.First, (Steady with { Factor = 1 }).Wait(50, 0));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Should_refuse_a_count_before_the_first_failure(int failures) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Steady.Wait(failures, 0));

    [Fact]
    public void Should_not_overflow_at_the_steepest_factor() =>
        Assert.Equal(TimeSpan.FromSeconds(60), (Steady with { Factor = 100 }).Wait(int.MaxValue, 0));
}

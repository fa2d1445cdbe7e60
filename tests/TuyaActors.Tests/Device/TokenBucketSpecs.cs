using TuyaActors.Device;

namespace TuyaActors.Tests.Device;

public sealed class TokenBucketSpecs
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(100_000)]
    public void Should_give_a_seconds_worth_at_once_and_then_make_wait(int perSecond)
    {
        var bucket = Drain(new TokenBucket(perSecond), Now, perSecond);
        Assert.Equal(TimeSpan.FromTicks(TimeSpan.TicksPerSecond / perSecond), bucket.Wait(Now));
    }

    [Fact]
    public void Should_give_no_more_than_the_rate_over_a_long_time()
    {
        var (bucket, given) = (new TokenBucket(3), 0);
        for (var at = TimeSpan.Zero; at < TimeSpan.FromSeconds(100); at += TimeSpan.FromMilliseconds(7))
        {
            if (bucket.Wait(Now + at) > TimeSpan.Zero)
                continue;
            bucket = bucket.Take(Now + at);
            given++;
        }

        Assert.InRange(given, 300, 303);
    }

    [Fact]
    public void Should_have_the_next_token_after_the_wait_and_not_before()
    {
        var bucket = Drain(new TokenBucket(20), Now, 20);
        var wait = bucket.Wait(Now);
        Assert.Equal(TimeSpan.FromTicks(1), bucket.Wait(Now + wait - TimeSpan.FromTicks(1)));
        Assert.Equal(TimeSpan.Zero, bucket.Wait(Now + wait));
    }

    [Fact]
    public void Should_not_save_more_than_a_seconds_worth()
    {
        var rested = Drain(new TokenBucket(5), Now, 5);
        var late = Now.AddHours(1);
        Assert.NotEqual(TimeSpan.Zero, Drain(rested, late, 5).Wait(late));
    }

    [Fact]
    public void Should_never_make_wait_when_there_is_no_ceiling() =>
        Assert.Equal(TimeSpan.Zero, Drain(new TokenBucket(0), Now, 1000).Wait(Now));

    [Fact]
    public void Should_begin_anew_when_the_clock_was_set_back()
    {
        var back = Now.AddHours(-1);
        var bucket = Drain(Drain(new TokenBucket(4), Now, 4), back, 4);
        Assert.Equal(TimeSpan.FromMilliseconds(250), bucket.Wait(back));
        Assert.Equal(TimeSpan.Zero, bucket.Wait(back.AddMilliseconds(250)));
    }

    [Fact]
    public void Should_make_nobody_wait_for_longer_than_it_takes_to_be_filled_when_the_clock_was_set_back_a_little()
    {
        var bucket = Drain(new TokenBucket(4), Now, 4);
        Assert.InRange(bucket.Wait(Now.AddMilliseconds(-1)), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(Drain(new TokenBucket(4), Now, 2).Wait(Now.AddMilliseconds(-400)), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    private static TokenBucket Drain(TokenBucket bucket, DateTimeOffset now, int tokens)
    {
        for (var i = 0; i < tokens; i++)
        {
            Assert.Equal(TimeSpan.Zero, bucket.Wait(now));
            bucket = bucket.Take(now);
        }

        return bucket;
    }
}

using Akka.TestKit;
using Xunit.Sdk;

namespace Akka.Conformance.Tests.TestKits;

/// <summary>How long a test waits.</summary>
public sealed class WaitingSpecs() : Akka.TestKit.Xunit2.TestKit("akka.test { timefactor = 2.0, single-expect-default = 1s }")
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Should_dilate_by_the_configured_factor()
    {
        Assert.Equal(TimeSpan.FromSeconds(6), Dilated(TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.FromSeconds(2), RemainingOrDefault);
        Assert.Equal(TimeSpan.FromSeconds(1), TestKitSettings.SingleExpectDefault);
    }

    [Fact]
    public void Should_wait_for_a_condition()
    {
        var asked = 0;

        AwaitCondition(() => ++asked == 3, TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(1));

        Assert.Equal(3, asked);
        Assert.ThrowsAny<XunitException>(() => AwaitCondition(() => false, Short));
        Assert.False(AwaitConditionNoThrow(() => false, Short));
    }

    [Fact]
    public async Task Should_wait_for_a_condition_without_a_thread()
    {
        var asked = 0;

        await AwaitConditionAsync(() => Task.FromResult(++asked == 3), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(1));

        Assert.Equal(3, asked);
        await Assert.ThrowsAnyAsync<XunitException>(() => AwaitConditionAsync(() => Task.FromResult(false), Short));
    }

    [Fact]
    public async Task Should_wait_for_an_assertion_and_throw_its_last_exception()
    {
        var tried = 0;

        AwaitAssert(() => Assert.Equal(3, ++tried), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(1));
        await AwaitAssertAsync(() => Assert.Equal(6, ++tried), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(1));

        Assert.Equal(6, tried);
        Assert.Throws<InvalidOperationException>(() => AwaitAssert(() => throw new InvalidOperationException(), Short));
    }

    [Fact]
    public void Should_wait_inside_of_a_block_no_longer_than_it_may_take()
    {
        Within(TimeSpan.FromSeconds(1), () =>
        {
            Assert.InRange(Remaining, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
            Assert.InRange(RemainingOrDefault, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        });

        Assert.ThrowsAny<XunitException>(() => Within(Short, () => ExpectMsg<string>()));
        Assert.Throws<InvalidOperationException>(() => Remaining);
    }

    [Fact]
    public async Task Should_fail_a_block_that_is_too_slow_or_too_fast()
    {
        Assert.ThrowsAny<XunitException>(() => Within(Short, () => AwaitConditionNoThrow(() => false, TimeSpan.FromMilliseconds(400))));
        Assert.ThrowsAny<XunitException>(() => Within(Short, TimeSpan.FromSeconds(1), () => { }));
        await Assert.ThrowsAnyAsync<XunitException>(() => WithinAsync(Short, () => AwaitConditionNoThrowAsync(() => false, TimeSpan.FromMilliseconds(400))));
        Assert.Equal(5, await WithinAsync(TimeSpan.FromSeconds(5), () => Task.FromResult(5)));
    }

    [Fact]
    public void Should_refuse_a_negative_time() =>
        Assert.Throws<ArgumentException>(() => ExpectMsg<string>(TimeSpan.FromSeconds(-5)));

    [Fact]
    public void Should_open_a_latch_after_its_knocks()
    {
        var latch = new TestLatch(2);
        latch.CountDown();
        Assert.False(latch.IsOpen);
        Assert.Throws<TimeoutException>(() => latch.Ready(TimeSpan.FromMilliseconds(10)));

        latch.CountDown();

        Assert.True(latch.IsOpen);
        latch.Ready(TimeSpan.FromMilliseconds(10));
    }
}

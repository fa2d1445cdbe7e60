using System.Diagnostics;
using Akka.Actor;

namespace Akka.Conformance.Tests;

public sealed class SchedulerSpecs : Spec
{
    [Fact]
    public void Should_tell_not_before_the_delay()
    {
        var delay = TimeSpan.FromMilliseconds(60);
        var watch = Stopwatch.StartNew();

        Sys.Scheduler.ScheduleTellOnce(delay, TestActor, "now", ActorRefs.NoSender);

        ExpectMsg("now");
        // The real engine counts in ticks of 10 ms, the current one included.
        Assert.InRange(watch.Elapsed, delay - TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Should_tell_in_the_order_of_the_times()
    {
        for (var i = 5; i > 0; i--)
            Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(60 * i), TestActor, i, ActorRefs.NoSender);

        for (var i = 1; i <= 5; i++)
            ExpectMsg(i);
    }

    [Fact]
    public void Should_tell_again_and_again_until_cancelled()
    {
        var repeating = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(
            TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(10), TestActor, "tick", ActorRefs.NoSender);
        for (var i = 0; i < 5; i++)
            ExpectMsg("tick");

        repeating.Cancel();

        ReceiveWhile<string>(TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100), message => (string)message);
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Should_not_tell_when_cancelled_in_time()
    {
        var cancelled = Sys.Scheduler.ScheduleTellOnceCancelable(TimeSpan.FromMilliseconds(50), TestActor, "never", ActorRefs.NoSender);

        Assert.False(cancelled.Token.IsCancellationRequested);
        cancelled.Cancel();

        Assert.True(cancelled.IsCancellationRequested);
        Assert.True(cancelled.Token.IsCancellationRequested);
        ExpectNoMsg(TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public void Should_run_an_action_and_survive_its_failure()
    {
        Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(10), () => throw new InvalidOperationException("bug"));
        Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(60), () => TestActor.Tell("ran"));

        ExpectMsg("ran");
    }

    [Fact]
    public void Should_refuse_spans_that_make_no_sense()
    {
        Assert.ThrowsAny<ArgumentException>(() =>
            Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(-1), TestActor, "never", ActorRefs.NoSender));
        Assert.ThrowsAny<ArgumentException>(() =>
            Sys.Scheduler.ScheduleTellRepeatedly(TimeSpan.Zero, TimeSpan.Zero, TestActor, "never", ActorRefs.NoSender));
    }

    [Fact]
    public void Should_keep_thousands_of_timers_of_which_most_are_cancelled()
    {
        var timers = Enumerable.Range(0, 10_000)
            .Select(i => Sys.Scheduler.ScheduleTellOnceCancelable(TimeSpan.FromMilliseconds(200 + (i % 50)), TestActor, i, ActorRefs.NoSender))
            .ToList();
        foreach (var (timer, i) in timers.Select((timer, i) => (timer, i)).Where(one => one.i % 100 != 0))
            timer.Cancel();

        var told = Enumerable.Range(0, 100).Select(_ => ExpectMsg<int>()).Order().ToList();

        Assert.Equal(Enumerable.Range(0, 100).Select(i => i * 100), told);
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }
}

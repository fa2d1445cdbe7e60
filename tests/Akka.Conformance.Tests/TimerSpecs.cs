using Akka.Actor;
using Akka.TestKit;

namespace Akka.Conformance.Tests;

public sealed class TimerSpecs : Spec
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public TimerSpecs()
        : base("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"")
    {
    }

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Should_fire_a_single_timer_once()
    {
        var actor = Timed(timers => timers.StartSingleTimer("key", "tick", Second));

        Step(Second - TimeSpan.FromMilliseconds(1));
        ExpectNothing(actor);
        Step(TimeSpan.FromMilliseconds(1));
        ExpectMsg("tick");
        Step(10 * Second);
        ExpectNothing(actor);
    }

    [Fact]
    public void Should_no_longer_be_active_when_a_single_timer_has_fired()
    {
        var actor = Timed(timers => timers.StartSingleTimer("key", "tick", Second));
        actor.Tell(new Query("key"));
        ExpectMsg(true);

        Step(Second);
        ExpectMsg("tick");

        actor.Tell(new Query("key"));
        ExpectMsg(false);
    }

    [Fact]
    public void Should_fire_a_periodic_timer_at_each_interval()
    {
        var actor = Timed(timers => timers.StartPeriodicTimer("key", "tick", Second));

        for (var i = 0; i < 5; i++)
        {
            Step(Second);
            ExpectMsg("tick");
        }
    }

    [Fact]
    public void Should_wait_for_the_first_time_as_long_as_told()
    {
        var actor = Timed(timers => timers.StartPeriodicTimer("key", "tick", 3 * Second, Second));

        Step(2 * Second);
        ExpectNothing(actor);
        Step(Second);
        ExpectMsg("tick");
        Step(Second);
        ExpectMsg("tick");
    }

    [Fact]
    public void Should_replace_the_timer_with_the_same_key()
    {
        var actor = Timed(timers =>
        {
            timers.StartSingleTimer("key", "old", Second);
            timers.StartSingleTimer("key", "new", 2 * Second);
        });

        Step(Second);
        ExpectNothing(actor);
        Step(Second);
        ExpectMsg("new");
    }

    [Fact]
    public void Should_not_fire_when_cancelled()
    {
        var actor = Timed(timers => timers.StartPeriodicTimer("key", "tick", Second));
        actor.Tell(new Run(timers => timers.Cancel("key")));
        ExpectNothing(actor);

        Step(5 * Second);

        ExpectNothing(actor);
    }

    [Fact]
    public void Should_fire_none_when_all_are_cancelled()
    {
        var actor = Timed(timers =>
        {
            timers.StartSingleTimer("one", "once", Second);
            timers.StartPeriodicTimer("other", "again and again", Second);
        });
        actor.Tell(new Run(timers => timers.CancelAll()));
        ExpectNothing(actor);

        Step(5 * Second);

        ExpectNothing(actor);
        actor.Tell(new Query("other"));
        ExpectMsg(false);
    }

    [Fact]
    public void Should_swallow_the_message_of_a_timer_that_fired_and_was_cancelled_before_its_turn()
    {
        using var busy = new ManualResetEventSlim();
        using var fired = new ManualResetEventSlim();
        var actor = Timed(timers => timers.StartSingleTimer("key", "tick", Second));
        actor.Tell(new Run(timers =>
        {
            busy.Set();
            fired.Wait(TimeSpan.FromSeconds(20));
            timers.Cancel("key");
        }));
        Assert.True(busy.Wait(TimeSpan.FromSeconds(20)));

        Clock.Advance(Second);
        fired.Set();

        ExpectNothing(actor);
    }

    [Fact]
    public void Should_cancel_all_timers_when_restarted()
    {
        var actor = Timed(timers => timers.StartPeriodicTimer("key", "tick", Second));
        actor.Tell(new Run(_ => throw new InvalidOperationException("bug")));
        actor.Tell(new Query("key"));
        ExpectMsg(false);

        Step(5 * Second);

        ExpectNothing(actor);
    }

    [Fact]
    public void Should_keep_apart_as_many_timers_as_there_are()
    {
        const int many = 30;
        var actor = Timed(timers =>
        {
            for (var i = 1; i <= many; i++)
                timers.StartSingleTimer(i, $"tick {i}", i * Second);
            for (var i = 3; i <= many; i += 3)
                timers.Cancel(i);
        });

        for (var i = 1; i <= many; i++)
        {
            actor.Tell(new Query(i));
            ExpectMsg(i % 3 != 0);
            Step(Second);
            if (i % 3 != 0)
                ExpectMsg($"tick {i}");
            actor.Tell(new Query(i));
            ExpectMsg(false);
        }

        ExpectNothing(actor);
    }

    [Fact]
    public void Should_cancel_all_timers_when_stopped()
    {
        var deadLetters = CreateTestProbe();
        Sys.EventStream.Subscribe(deadLetters.Ref, typeof(Event.AllDeadLetters));
        var actor = Timed(timers => timers.StartPeriodicTimer("key", "tick", Second));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);

        Clock.Advance(5 * Second);

        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        deadLetters.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    private IActorRef Timed(Action<ITimerScheduler> start)
    {
        var actor = Sys.ActorOf(Props.Create(() => new Ticking(TestActor)));
        actor.Tell(new Run(start));
        ExpectNothing(actor);
        return actor;
    }

    private void Step(TimeSpan by) => Clock.Advance(by);

    /// <summary>Nothing has come, and the actor has dealt with all that was told to it.</summary>
    private void ExpectNothing(IActorRef actor)
    {
        actor.Tell(new Sync());
        ExpectMsg("sync");
    }

    private sealed record Run(Action<ITimerScheduler> What);

    private sealed record Query(object Key);

    private sealed record Sync;

    private sealed class Ticking : ReceiveActor, IWithTimers
    {
        public Ticking(IActorRef listener)
        {
            Receive<Run>(message => message.What(Timers));
            Receive<Query>(message => listener.Tell(Timers.IsTimerActive(message.Key)));
            Receive<Sync>(_ => listener.Tell("sync"));
            Receive<string>(tick => listener.Tell(tick));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}

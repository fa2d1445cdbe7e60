using Akka.Actor;
using Akka.TestKit;

namespace Akka.Conformance.Tests.TestKits;

/// <summary>Time that the test moves.</summary>
public sealed class TestSchedulerSpecs() : Akka.TestKit.Xunit2.TestKit(VirtualTime)
{
    private const string VirtualTime = "akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"";

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Should_deliver_when_the_time_has_come_and_not_before()
    {
        Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(5), TestActor, "due", ActorRefs.NoSender);

        Scheduler.Advance(TimeSpan.FromSeconds(4));
        Assert.False(HasMessages);

        Scheduler.Advance(TimeSpan.FromSeconds(1));
        Assert.True(HasMessages);
        ExpectMsg("due");
    }

    [Fact]
    public void Should_deliver_nothing_while_time_stands_still()
    {
        Scheduler.ScheduleTellOnce(TimeSpan.Zero, TestActor, "now", ActorRefs.NoSender);
        Assert.False(HasMessages);

        Scheduler.Advance(TimeSpan.Zero);

        ExpectMsg("now");
    }

    [Fact]
    public void Should_deliver_in_the_order_of_the_times_and_then_of_the_scheduling()
    {
        Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(3), TestActor, 21, ActorRefs.NoSender);
        foreach (var number in Enumerable.Range(1, 20))
            Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(2), TestActor, number, ActorRefs.NoSender);
        Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(1), TestActor, 0, ActorRefs.NoSender);

        Scheduler.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(Enumerable.Range(0, 22), ReceiveN(22).Cast<int>());
    }

    [Fact]
    public void Should_repeat_once_a_step_and_count_from_its_end()
    {
        Scheduler.ScheduleTellRepeatedly(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TestActor, "tick", ActorRefs.NoSender);

        Assert.Equal([1, 0, 1, 0, 1, 0, 1], new[] { 1.5, 0.5, 0.5, 0.5, 2.7, 0.9, 0.1 }.Select(TicksAfter));

        int TicksAfter(double seconds)
        {
            Scheduler.Advance(TimeSpan.FromSeconds(seconds));
            var ticks = 0;
            while (HasMessages)
            {
                ExpectMsg("tick");
                ticks++;
            }

            return ticks;
        }
    }

    [Fact]
    public void Should_not_deliver_what_is_cancelled()
    {
        var once = Scheduler.ScheduleTellOnceCancelable(TimeSpan.FromSeconds(1), TestActor, "once", ActorRefs.NoSender);
        var repeated = Scheduler.ScheduleTellRepeatedlyCancelable(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TestActor, "tick", ActorRefs.NoSender);

        once.Cancel();
        Scheduler.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("tick");
        repeated.Cancel();
        Scheduler.Advance(TimeSpan.FromSeconds(1));

        Assert.False(HasMessages);
    }

    [Fact]
    public void Should_run_actions_on_the_thread_that_moves_the_time()
    {
        var thread = 0;
        Scheduler.Advanced.ScheduleOnce(TimeSpan.FromSeconds(1), () => thread = Environment.CurrentManagedThreadId);

        Scheduler.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void Should_count_from_the_end_of_the_step_what_is_scheduled_during_it()
    {
        List<string> ran = [];
        Scheduler.Advanced.ScheduleOnce(TimeSpan.FromSeconds(1), () =>
        {
            ran.Add("outer");
            Scheduler.Advanced.ScheduleOnce(TimeSpan.FromSeconds(1), () => ran.Add("inner"));
        });

        Scheduler.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["outer"], ran);

        Scheduler.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["outer", "inner"], ran);
    }

    [Fact]
    public void Should_tell_the_time_it_was_moved_to()
    {
        var start = Scheduler.Now;
        Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(5), TestActor, "due", ActorRefs.NoSender);

        Scheduler.AdvanceTo(start.AddSeconds(5));

        Assert.Equal(start.AddSeconds(5), Scheduler.Now);
        ExpectMsg("due");
    }

    [Fact]
    public void Should_refuse_to_go_back() =>
        Assert.Throws<InvalidOperationException>(() => Scheduler.AdvanceTo(Scheduler.Now.AddSeconds(-1)));

    [Fact]
    public void Should_drive_the_timers_of_actors()
    {
        var test = TestActor;
        Sys.ActorOf(Props.Create(() => new Ticker(test)));
        ExpectMsg("ready");

        Scheduler.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("tick");

        Scheduler.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("tick");
    }

    [Fact]
    public void Should_drive_receive_timeouts()
    {
        var test = TestActor;
        var actor = Sys.ActorOf(Props.Create(() => new Patient(test)));
        actor.Tell("arm");
        actor.Tell(new Identify("armed"));
        ExpectMsg<ActorIdentity>();

        Scheduler.Advance(TimeSpan.FromSeconds(1));

        ExpectMsg("timed out");
    }

    private sealed class Ticker : ReceiveActor, IWithTimers
    {
        private readonly IActorRef _target;

        public Ticker(IActorRef target)
        {
            _target = target;
            Receive<string>(tick => target.Tell(tick));
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartPeriodicTimer("key", "tick", TimeSpan.FromSeconds(1));
            _target.Tell("ready");
        }
    }

    private sealed class Patient : ReceiveActor
    {
        public Patient(IActorRef target)
        {
            Receive<string>(_ => Context.SetReceiveTimeout(TimeSpan.FromSeconds(1)));
            Receive<ReceiveTimeout>(_ => target.Tell("timed out"));
        }
    }
}

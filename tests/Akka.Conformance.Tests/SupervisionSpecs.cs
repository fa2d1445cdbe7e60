using Akka.Actor;

namespace Akka.Conformance.Tests;

public sealed class SupervisionSpecs : Spec
{
    [Fact]
    public void Should_keep_the_state_when_resumed()
    {
        var child = Child(new OneForOneStrategy(_ => Directive.Resume));

        child.Tell(5);
        ExpectMsg(5);
        child.Tell("fail");
        child.Tell(1);

        ExpectMsg(6);
    }

    [Fact]
    public void Should_lose_the_state_when_restarted()
    {
        var child = Child(new OneForOneStrategy(_ => Directive.Restart));

        child.Tell(5);
        ExpectMsg(5);
        child.Tell("fail");
        child.Tell(1);

        ExpectMsg(1);
    }

    [Fact]
    public void Should_stop_when_the_supervisor_says_so()
    {
        var child = Child(new OneForOneStrategy(_ => Directive.Stop));
        Watch(child);

        child.Tell("fail");

        ExpectTerminated(child);
    }

    [Fact]
    public void Should_fail_the_supervisor_when_it_escalates()
    {
        var middleStrategy = new OneForOneStrategy(_ => Directive.Escalate);
        var top = Sys.ActorOf(Props.Create(() => new Supervisor(new OneForOneStrategy(error => Told(error)))));
        top.Tell(Props.Create(() => new Supervisor(middleStrategy)));
        var middle = ExpectMsg<IActorRef>();
        middle.Tell(Props.Create(() => new Summing(TestActor)));
        var child = ExpectMsg<IActorRef>();
        Watch(child);

        child.Tell("fail");

        ExpectMsg("bug reached the top");
        ExpectTerminated(child);
    }

    [Fact]
    public void Should_leave_the_siblings_alone_when_the_strategy_is_one_for_one()
    {
        var (failing, sibling) = Pair(new OneForOneStrategy(_ => Directive.Restart));

        failing.Tell("fail");
        failing.Tell(1);
        ExpectMsg(1);
        sibling.Tell(1);
        ExpectMsg(11);
    }

    [Fact]
    public void Should_restart_the_siblings_too_when_the_strategy_is_all_for_one()
    {
        var (failing, sibling) = Pair(new AllForOneStrategy(_ => Directive.Restart));

        failing.Tell("fail");
        failing.Tell(1);
        ExpectMsg(1);
        // The supervisor goes from child to child: it answers when it has restarted the last.
        Sys.ActorSelection(failing.Path.Parent).Tell(new Identify(null), TestActor);
        ExpectMsg<ActorIdentity>();
        sibling.Tell(1);
        ExpectMsg(1);
    }

    [Fact]
    public void Should_stop_all_when_the_strategy_is_all_for_one_and_says_stop()
    {
        var (failing, sibling) = Pair(new AllForOneStrategy(_ => Directive.Stop));
        Watch(failing);
        Watch(sibling);

        failing.Tell("fail");

        Assert.Equal(
            new HashSet<IActorRef> { failing, sibling },
            new HashSet<IActorRef> { ExpectMsg<Terminated>().ActorRef, ExpectMsg<Terminated>().ActorRef });
    }

    [Fact]
    public void Should_stop_a_child_that_failed_more_often_than_allowed_in_the_window()
    {
        var child = Child(new OneForOneStrategy(2, TimeSpan.FromHours(1), _ => Directive.Restart));
        Watch(child);

        child.Tell("fail");
        child.Tell("fail");
        child.Tell(1);
        ExpectMsg(1);
        child.Tell("fail");

        ExpectTerminated(child);
    }

    [Fact]
    public void Should_forget_failures_that_are_longer_ago_than_the_window()
    {
        var window = TimeSpan.FromMilliseconds(50);
        var child = Child(new OneForOneStrategy(1, window, _ => Directive.Restart));

        for (var i = 0; i < 3; i++)
        {
            child.Tell("fail");
            child.Tell(1);
            ExpectMsg(1);
            ExpectNoMsg(3 * window);
        }
    }

    [Fact]
    public void Should_count_the_failures_of_each_child_by_themselves_when_the_strategy_is_one_for_one()
    {
        var (one, other) = Pair(new OneForOneStrategy(1, TimeSpan.FromHours(1), _ => Directive.Restart));

        one.Tell("fail");
        other.Tell("fail");

        one.Tell(1);
        ExpectMsg(1);
        other.Tell(1);
        ExpectMsg(1);
    }

    [Fact]
    public void Should_stop_all_when_one_failed_more_often_than_allowed_and_the_strategy_is_all_for_one()
    {
        var (failing, sibling) = Pair(new AllForOneStrategy(1, TimeSpan.FromHours(1), _ => Directive.Restart));
        Watch(failing);
        Watch(sibling);

        failing.Tell("fail");
        failing.Tell(1);
        ExpectMsg(1);
        failing.Tell("fail");

        Assert.Equal(
            new HashSet<IActorRef> { failing, sibling },
            new HashSet<IActorRef> { ExpectMsg<Terminated>().ActorRef, ExpectMsg<Terminated>().ActorRef });
    }

    [Fact]
    public void Should_stop_a_child_at_the_first_failure_when_no_retry_is_allowed()
    {
        var child = Child(new OneForOneStrategy(0, Timeout.InfiniteTimeSpan, _ => Directive.Restart));
        Watch(child);

        child.Tell("fail");

        ExpectTerminated(child);
    }

    [Fact]
    public void Should_restart_without_limit_when_none_is_set()
    {
        var child = Child(new OneForOneStrategy(_ => Directive.Restart));

        for (var i = 0; i < 50; i++)
            child.Tell("fail");
        child.Tell(1);

        ExpectMsg(1);
    }

    [Fact]
    public void Should_let_the_props_overrule_the_strategy_of_the_actor()
    {
        var supervisor = Sys.ActorOf(Props.Create(() => new Supervisor(new OneForOneStrategy(_ => Directive.Restart)))
            .WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Resume)));
        supervisor.Tell(Props.Create(() => new Summing(TestActor)));
        var child = ExpectMsg<IActorRef>();

        child.Tell(5);
        ExpectMsg(5);
        child.Tell("fail");
        child.Tell(1);

        ExpectMsg(6);
    }

    [Fact]
    public void Should_keep_what_is_told_while_the_supervisor_decides()
    {
        using var decide = new ManualResetEventSlim();
        using var asked = new ManualResetEventSlim();
        var child = Child(new OneForOneStrategy(_ =>
        {
            asked.Set();
            return decide.Wait(TimeSpan.FromSeconds(20)) ? Directive.Restart : Directive.Stop;
        }));

        child.Tell("fail");
        Assert.True(asked.Wait(TimeSpan.FromSeconds(20)));
        child.Tell(1);
        child.Tell(2);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        decide.Set();

        ExpectMsg(1);
        ExpectMsg(3);
    }

    private Directive Told(Exception error)
    {
        TestActor.Tell($"{error.Message} reached the top");
        return Directive.Restart;
    }

    private IActorRef Child(SupervisorStrategy strategy)
    {
        var supervisor = Sys.ActorOf(Props.Create(() => new Supervisor(strategy)));
        supervisor.Tell(Props.Create(() => new Summing(TestActor)));
        return ExpectMsg<IActorRef>();
    }

    private (IActorRef Failing, IActorRef Sibling) Pair(SupervisorStrategy strategy)
    {
        var supervisor = Sys.ActorOf(Props.Create(() => new Supervisor(strategy)));
        supervisor.Tell(Props.Create(() => new Summing(TestActor)));
        var failing = ExpectMsg<IActorRef>();
        supervisor.Tell(Props.Create(() => new Summing(TestActor)));
        var sibling = ExpectMsg<IActorRef>();
        failing.Tell(10);
        ExpectMsg(10);
        sibling.Tell(10);
        ExpectMsg(10);
        return (failing, sibling);
    }

    private sealed class Supervisor : ReceiveActor
    {
        private readonly SupervisorStrategy _strategy;

        public Supervisor(SupervisorStrategy strategy)
        {
            _strategy = strategy;
            Receive<Props>(props => Sender.Tell(Context.ActorOf(props)));
        }

        protected override SupervisorStrategy SupervisorStrategy() => _strategy;
    }

    private sealed class Summing : ReceiveActor
    {
        private int _sum;

        public Summing(IActorRef listener)
        {
            Receive<int>(number => listener.Tell(_sum += number));
            Receive<string>(_ => throw new InvalidOperationException("bug"));
        }
    }
}

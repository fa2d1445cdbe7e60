using Akka.Actor;

namespace Akka.Conformance.Tests;

public sealed class DeathWatchSpecs : Spec
{
    private sealed record WatchIt(IActorRef Subject);

    private sealed record WatchItWith(IActorRef Subject, object Message);

    private sealed record UnwatchIt(IActorRef Subject);

    [Fact]
    public void Should_hear_of_the_death_once_when_watched_twice()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Quiet()));
        Watch(subject);
        Watch(subject);

        Sys.Stop(subject);

        var terminated = ExpectMsg<Terminated>();
        Assert.Equal(subject, terminated.ActorRef);
        Assert.True(terminated.ExistenceConfirmed);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(40)]
    public void Should_hear_of_each_of_those_it_watches_and_of_no_other(int count)
    {
        var watcher = Sys.ActorOf(Props.Create(() => new Watcher(TestActor)));
        var subjects = Enumerable.Range(0, count).Select(i => Sys.ActorOf(Props.Create(() => new Quiet()), $"subject-{i}")).ToList();
        subjects.ForEach(subject => watcher.Tell(new WatchIt(subject)));
        subjects.Where((_, i) => i % 4 == 3).ToList().ForEach(subject => watcher.Tell(new UnwatchIt(subject)));
        watcher.Tell(new Identify(null));
        ExpectMsg<ActorIdentity>();

        subjects.ForEach(Sys.Stop);

        var expected = subjects.Where((_, i) => i % 4 != 3).Select(subject => $"terminated {subject.Path.Name} True");
        Assert.Equal(expected.Order(), subjects.Where((_, i) => i % 4 != 3).Select(_ => ExpectMsg<string>()).Order());
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_hear_at_once_when_the_subject_has_died_before()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Quiet()));
        Watch(subject);
        Sys.Stop(subject);
        ExpectTerminated(subject);

        var late = Sys.ActorOf(Props.Create(() => new Watcher(TestActor)));
        late.Tell(new WatchIt(subject));

        Assert.Equal($"terminated {subject.Path.Name} False", ExpectMsg<string>());
    }

    [Fact]
    public void Should_handle_what_the_subject_told_before_it_died_first()
    {
        for (var round = 0; round < 50; round++)
        {
            var subject = Sys.ActorOf(Props.Create(() => new LastWords(TestActor)));
            Watch(subject);
            subject.Tell("die");
            ExpectMsg("last words");
            ExpectTerminated(subject);
        }
    }

    [Fact]
    public void Should_get_its_own_message_when_it_watches_with_one()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Quiet()));
        var watcher = Sys.ActorOf(Props.Create(() => new Watcher(TestActor)));
        watcher.Tell(new WatchItWith(subject, "gone"));
        watcher.Tell("ping");
        ExpectMsg("ping");

        Sys.Stop(subject);

        ExpectMsg("gone");
    }

    [Fact]
    public void Should_hear_nothing_when_unwatched()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Quiet()));
        var watcher = Sys.ActorOf(Props.Create(() => new Watcher(TestActor)));
        watcher.Tell(new WatchIt(subject));
        watcher.Tell(new UnwatchIt(subject));
        watcher.Tell("ping");
        ExpectMsg("ping");
        Watch(subject);

        Sys.Stop(subject);

        ExpectTerminated(subject);
        watcher.Tell("pong");
        ExpectMsg("pong");
    }

    [Fact]
    public void Should_hear_nothing_when_unwatched_after_the_death_but_before_the_message()
    {
        using var blocked = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var subject = Sys.ActorOf(Props.Create(() => new Quiet()));
        var watcher = Sys.ActorOf(Props.Create(() => new Watcher(TestActor)));
        watcher.Tell(new WatchIt(subject));
        watcher.Tell(new Action(() =>
        {
            blocked.Set();
            go.Wait(TimeSpan.FromSeconds(20));
        }));
        watcher.Tell(new UnwatchIt(subject));
        Assert.True(blocked.Wait(TimeSpan.FromSeconds(20)));
        Watch(subject);
        Sys.Stop(subject);
        ExpectTerminated(subject);
        go.Set();
        watcher.Tell("ping");

        ExpectMsg("ping");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_fail_with_a_death_pact_when_the_message_is_not_handled()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Quiet()));
        var watcher = Sys.ActorOf(Props.Create(() => new PactKeeper(TestActor)));
        watcher.Tell(new WatchIt(subject));
        ExpectMsg("watching");
        Watch(watcher);

        Sys.Stop(subject);

        ExpectTerminated(watcher);
    }

    [Fact]
    public void Should_fail_with_an_exception_of_its_own_when_the_pact_is_kept()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Quiet()));
        var supervisor = Sys.ActorOf(Props.Create(() => new PactSupervisor(TestActor)));
        supervisor.Tell(Props.Create(() => new PactKeeper(TestActor)));
        ExpectMsg<IActorRef>().Tell(new WatchIt(subject));
        ExpectMsg("watching");

        Sys.Stop(subject);

        ExpectMsg<DeathPactException>();
    }

    [Fact]
    public void Should_not_hear_of_a_restart()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Quiet()));
        Watch(subject);

        subject.Tell("fail");
        subject.Tell(new Identify(1));

        Assert.Equal(subject, ExpectMsg<ActorIdentity>().Subject);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_go_on_watching_when_the_watcher_is_restarted()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Quiet()));
        var watcher = Sys.ActorOf(Props.Create(() => new Watcher(TestActor)));
        watcher.Tell(new WatchIt(subject));
        watcher.Tell(new Action(() => throw new InvalidOperationException("bug")));
        watcher.Tell("ping");
        ExpectMsg("ping");

        Sys.Stop(subject);

        Assert.StartsWith("terminated", ExpectMsg<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_free_the_name_for_the_parent_when_it_has_heard()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Renewing(TestActor)));

        for (var generation = 0; generation < 100; generation++)
            parent.Tell("renew");

        for (var generation = 1; generation <= 100; generation++)
            ExpectMsg(generation);
    }

    private sealed class Quiet : ReceiveActor
    {
        public Quiet() => Receive<string>(_ => throw new InvalidOperationException("bug"));
    }

    private sealed class LastWords : ReceiveActor
    {
        public LastWords(IActorRef listener) => ReceiveAny(_ =>
        {
            listener.Tell("last words");
            Context.Stop(Self);
        });
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef listener)
        {
            Receive<WatchIt>(message => Context.Watch(message.Subject));
            Receive<WatchItWith>(message => Context.WatchWith(message.Subject, message.Message));
            Receive<UnwatchIt>(message => Context.Unwatch(message.Subject));
            Receive<Terminated>(death => listener.Tell($"terminated {death.ActorRef.Path.Name} {death.ExistenceConfirmed}"));
            Receive<Action>(action => action());
            Receive<string>(listener.Tell);
        }
    }

    private sealed class PactKeeper : ReceiveActor
    {
        public PactKeeper(IActorRef listener) => Receive<WatchIt>(message =>
        {
            Context.Watch(message.Subject);
            listener.Tell("watching");
        });
    }

    private sealed class PactSupervisor : ReceiveActor
    {
        private readonly IActorRef _listener;

        public PactSupervisor(IActorRef listener)
        {
            _listener = listener;
            Receive<Props>(props => listener.Tell(Context.ActorOf(props)));
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(error =>
        {
            _listener.Tell(error);
            return Directive.Stop;
        });
    }

    private sealed class Renewing : ReceiveActor
    {
        private int _wanted;
        private int _generation;

        public Renewing(IActorRef listener)
        {
            Receive<string>(_ =>
            {
                if (_wanted++ == 0)
                    Context.Stop(Start());
            });
            Receive<Terminated>(_ =>
            {
                listener.Tell(++_generation);
                if (--_wanted > 0)
                    Context.Stop(Start());
            });
        }

        private static IActorRef Start() => Context.Watch(Context.ActorOf(Props.Create(() => new Quiet()), "child"));
    }
}

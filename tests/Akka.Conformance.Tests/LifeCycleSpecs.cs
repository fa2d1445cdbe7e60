using Akka.Actor;

namespace Akka.Conformance.Tests;

public sealed class LifeCycleSpecs : Spec
{
    [Fact]
    public void Should_call_the_hooks_in_order_when_started_restarted_and_stopped()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Hooked(TestActor)));

        ExpectMsg("constructor");
        ExpectMsg("PreStart");
        actor.Tell(new InvalidOperationException("bug"));
        ExpectMsg("PreRestart bug InvalidOperationException");
        ExpectMsg("PostStop");
        ExpectMsg("constructor");
        ExpectMsg("PostRestart bug");
        ExpectMsg("PreStart");
        Sys.Stop(actor);
        ExpectMsg("PostStop");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_keep_the_mailbox_and_drop_the_current_message_when_restarted()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Counting(TestActor)));

        actor.Tell(1);
        actor.Tell("fail");
        actor.Tell(2);
        actor.Tell(3);

        ExpectMsg("1 of 1");
        ExpectMsg("2 of 1");
        ExpectMsg("3 of 2");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_forget_what_it_became_when_restarted()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Becoming()));

        actor.Tell("become", TestActor);
        actor.Tell("who", TestActor);
        ExpectMsg("other");
        actor.Tell("fail", TestActor);
        actor.Tell("who", TestActor);
        ExpectMsg("initial");
    }

    [Fact]
    public void Should_stop_the_children_when_restarted()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(TestActor, true)), "parent");
        parent.Tell("child");
        var child = ExpectMsg<IActorRef>();
        Watch(child);

        parent.Tell("fail");

        ExpectTerminated(child);
        parent.Tell("child");
        var next = ExpectMsg<IActorRef>();
        Assert.Equal(child.Path, next.Path);
        Assert.NotEqual(child, next);
    }

    [Fact]
    public void Should_restart_the_children_that_pre_restart_left_alive()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(TestActor, false)), "parent");
        parent.Tell("child");
        var child = ExpectMsg<IActorRef>();
        child.Tell(1);
        ExpectMsg("1 of 1");

        parent.Tell("fail");
        parent.Tell("existing");

        Assert.Equal(child, ExpectMsg<IActorRef>());
        child.Tell(2);
        ExpectMsg("2 of 1");
    }

    [Fact]
    public void Should_stop_the_children_before_the_parent()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Generations(TestActor, 3)));
        ExpectMsg("started 3");
        ExpectMsg("started 2");
        ExpectMsg("started 1");

        Sys.Stop(parent);

        ExpectMsg("stopped 1");
        ExpectMsg("stopped 2");
        ExpectMsg("stopped 3");
    }

    [Theory]
    [InlineData("constructor")]
    [InlineData("PreStart")]
    public void Should_stop_by_default_when_it_cannot_start(string where)
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stillborn(where)));
        Watch(actor);

        ExpectTerminated(actor);
    }

    [Fact]
    public void Should_stop_by_default_when_post_restart_throws()
    {
        var actor = Sys.ActorOf(Props.Create(() => new BadSecondLife()));
        Watch(actor);

        actor.Tell("fail");

        ExpectTerminated(actor);
    }

    [Fact]
    public void Should_fail_when_it_comes_to_a_kill()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Counting(TestActor)));
        Watch(actor);

        actor.Tell(1);
        actor.Tell(Kill.Instance);

        ExpectMsg("1 of 1");
        ExpectTerminated(actor);
    }

    [Fact]
    public void Should_dispose_the_incarnation_when_restarted_and_stopped()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Disposing(TestActor)));

        actor.Tell("fail");
        ExpectMsg("disposed");
        Sys.Stop(actor);
        ExpectMsg("disposed");
    }

    [Fact]
    public void Should_refuse_to_be_made_by_new()
    {
        // The test kit makes its own actor the current one on this thread; a new thread has none.
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(() => new BadSecondLife()));
        thread.Start();
        thread.Join();

        Assert.IsType<ActorInitializationException>(error);
    }

    private sealed class Hooked : ReceiveActor
    {
        private readonly IActorRef _listener;

        public Hooked(IActorRef listener)
        {
            _listener = listener;
            _listener.Tell("constructor");
            Receive<Exception>(error => throw error);
        }

        protected override void PreStart() => _listener.Tell("PreStart");

        protected override void PostStop() => _listener.Tell("PostStop");

        protected override void PreRestart(Exception reason, object message)
        {
            _listener.Tell($"PreRestart {reason.Message} {message.GetType().Name}");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            _listener.Tell($"PostRestart {reason.Message}");
            base.PostRestart(reason);
        }
    }

    private sealed class Counting : ReceiveActor
    {
        private int _count;

        public Counting(IActorRef listener)
        {
            Receive<int>(number => listener.Tell($"{number} of {++_count}"));
            Receive<string>(_ => throw new InvalidOperationException("bug"));
        }
    }

    private sealed class Becoming : UntypedActor
    {
        protected override void OnReceive(object message) => Answer("initial", message);

        private void Answer(string who, object message)
        {
            switch (message)
            {
                case "become":
                    Become(other => Answer("other", other));
                    break;
                case "who":
                    Sender.Tell(who);
                    break;
                default:
                    throw new InvalidOperationException("bug");
            }
        }
    }

    private sealed class Parent : ReceiveActor
    {
        private readonly bool _stopsChildren;

        public Parent(IActorRef listener, bool stopsChildren)
        {
            _stopsChildren = stopsChildren;
            Receive<string>(message =>
            {
                switch (message)
                {
                    case "child":
                        listener.Tell(Context.ActorOf(Props.Create(() => new Counting(listener)), "child"));
                        break;
                    case "existing":
                        listener.Tell(Context.Child("child"));
                        break;
                    default:
                        throw new InvalidOperationException("bug");
                }
            });
        }

        protected override void PreRestart(Exception reason, object message)
        {
            if (_stopsChildren)
                base.PreRestart(reason, message);
        }
    }

    private sealed class Generations : ReceiveActor
    {
        private readonly IActorRef _listener;
        private readonly int _generation;

        public Generations(IActorRef listener, int generation)
        {
            _listener = listener;
            _generation = generation;
        }

        protected override void PreStart()
        {
            _listener.Tell($"started {_generation}");
            if (_generation > 1)
                Context.ActorOf(Props.Create(() => new Generations(_listener, _generation - 1)));
        }

        protected override void PostStop() => _listener.Tell($"stopped {_generation}");
    }

    private sealed class Stillborn : ReceiveActor
    {
        private readonly string _where;

        public Stillborn(string where)
        {
            _where = where;
            if (where == "constructor")
                throw new InvalidOperationException("bug");
        }

        protected override void PreStart()
        {
            if (_where == "PreStart")
                throw new InvalidOperationException("bug");
        }
    }

    private sealed class BadSecondLife : ReceiveActor
    {
        public BadSecondLife() => ReceiveAny(_ => throw new InvalidOperationException("bug"));

        protected override void PostRestart(Exception reason) => throw new InvalidOperationException("worse");
    }

    private sealed class Disposing : ReceiveActor, IDisposable
    {
        private readonly IActorRef _listener;

        public Disposing(IActorRef listener)
        {
            _listener = listener;
            ReceiveAny(_ => throw new InvalidOperationException("bug"));
        }

        public void Dispose() => _listener.Tell("disposed");
    }
}

using Akka.Actor;

namespace Akka.Conformance.Tests;

public sealed class AsyncHandlerSpecs : Spec
{
    [Fact]
    public void Should_hold_other_messages_back_until_the_handler_has_ended()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = Sys.ActorOf(Props.Create(() => new Awaiting(TestActor)));

        actor.Tell(gate.Task);
        actor.Tell("next");
        ExpectMsg("begin");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        gate.SetResult();

        ExpectMsg("end");
        ExpectMsg("next");
    }

    [Fact]
    public void Should_know_self_and_sender_after_an_await()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var probe = CreateTestProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Introducing()));

        actor.Tell(gate.Task, probe.Ref);
        actor.Tell("other", TestActor);
        gate.SetResult();

        probe.ExpectMsg(actor);
        Assert.Equal(actor, probe.LastSender);
    }

    [Fact]
    public void Should_fail_the_actor_when_the_handler_throws_after_an_await()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = Sys.ActorOf(Props.Create(() => new Awaiting(TestActor)));

        actor.Tell(gate.Task);
        actor.Tell("next");
        ExpectMsg("begin");
        gate.SetException(new InvalidOperationException("bug"));

        ExpectMsg("restarted by bug at Task");
        ExpectMsg("next");
    }

    [Fact]
    public void Should_fail_the_actor_when_the_handler_throws_before_an_await()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Awaiting(TestActor)));

        actor.Tell(0);
        actor.Tell("next");

        ExpectMsg("restarted by early at Int32");
        ExpectMsg("next");
    }

    [Fact]
    public void Should_keep_the_order_when_many_handlers_await()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Yielding(TestActor)));

        for (var i = 0; i < 1_000; i++)
            actor.Tell(i);

        for (var i = 0; i < 1_000; i++)
            ExpectMsg(i);
    }

    [Fact]
    public void Should_stop_at_once_when_told_to_while_a_handler_awaits()
    {
        var never = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Awaiting(TestActor)));
        Watch(actor);
        actor.Tell(never.Task);
        ExpectMsg("begin");

        Sys.Stop(actor);

        ExpectTerminated(actor);
    }

    [Fact]
    public void Should_handle_messages_after_an_asynchronous_start()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = Sys.ActorOf(Props.Create(() => new SlowStarter(TestActor, gate.Task)));

        actor.Tell("first");
        ExpectMsg("starting");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        gate.SetResult();

        ExpectMsg("started");
        ExpectMsg("first");
    }

    private sealed class Awaiting : ReceiveActor
    {
        private readonly IActorRef _listener;

        public Awaiting(IActorRef listener)
        {
            _listener = listener;
            ReceiveAsync<Task>(async gate =>
            {
                listener.Tell("begin");
                await gate;
                listener.Tell("end");
            });
            ReceiveAsync<int>(_ => throw new InvalidOperationException("early"));
            Receive<string>(message => listener.Tell(message));
        }

        protected override void PreRestart(Exception reason, object message)
        {
            _listener.Tell($"restarted by {reason.Message} at {(message is Task ? nameof(Task) : message.GetType().Name)}");
            base.PreRestart(reason, message);
        }
    }

    private sealed class Introducing : ReceiveActor
    {
        public Introducing()
        {
            ReceiveAsync<Task>(async gate =>
            {
                await gate;
                Sender.Tell(Self);
            });
            ReceiveAny(_ => { });
        }
    }

    private sealed class Yielding : ReceiveActor
    {
        public Yielding(IActorRef listener) => ReceiveAsync<int>(async number =>
        {
            if (number % 3 == 0)
                await Task.Yield();
            listener.Tell(number);
        });
    }

    private sealed class SlowStarter : UntypedActor
    {
        private readonly IActorRef _listener;
        private readonly Task _gate;

        public SlowStarter(IActorRef listener, Task gate)
        {
            _listener = listener;
            _gate = gate;
        }

        protected override void PreStart() => RunTask(async () =>
        {
            _listener.Tell("starting");
            await _gate;
            _listener.Tell("started");
        });

        protected override void OnReceive(object message) => _listener.Tell(message);
    }
}

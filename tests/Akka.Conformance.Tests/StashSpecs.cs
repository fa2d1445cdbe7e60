using Akka.Actor;
using Akka.Event;

namespace Akka.Conformance.Tests;

public sealed class StashSpecs : Spec
{
    [Fact]
    public void Should_bring_stashed_messages_back_in_order_and_before_what_waits()
    {
        using var allTold = new ManualResetEventSlim();
        var actor = Sys.ActorOf(Props.Create(() => new Door(TestActor, allTold)));

        actor.Tell(1);
        actor.Tell(2);
        actor.Tell("open");
        actor.Tell(3);
        allTold.Set();

        ExpectMsg(1);
        ExpectMsg(2);
        ExpectMsg(3);
    }

    [Fact]
    public void Should_keep_stashed_messages_in_order_when_restarted()
    {
        using var allTold = new ManualResetEventSlim();
        var actor = Sys.ActorOf(Props.Create(() => new Door(TestActor, allTold)));

        actor.Tell(1);
        actor.Tell(2);
        actor.Tell("fail");
        actor.Tell(3);
        actor.Tell("open");
        actor.Tell(4);
        allTold.Set();

        ExpectMsg(1);
        ExpectMsg(2);
        ExpectMsg(3);
        ExpectMsg(4);
    }

    [Fact]
    public void Should_bring_one_message_back_when_asked_for_one()
    {
        using var allTold = new ManualResetEventSlim();
        var actor = Sys.ActorOf(Props.Create(() => new Door(TestActor, allTold)));

        actor.Tell(1);
        actor.Tell(2);
        actor.Tell("one");
        allTold.Set();
        ExpectMsg("stashed 2");
        ExpectMsg("stashed 1");

        // Unstashed while the door is shut, the message is stashed again, behind the other one.
        actor.Tell("open");
        ExpectMsg(2);
        ExpectMsg(1);
    }

    [Fact]
    public void Should_refuse_to_stash_a_message_twice()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Twice(TestActor)));

        actor.Tell("twice");

        ExpectMsg<IllegalActorStateException>();
    }

    [Fact]
    public void Should_give_stashed_messages_to_the_dead_letters_when_stopped()
    {
        using var allTold = new ManualResetEventSlim();
        allTold.Set();
        var actor = Sys.ActorOf(Props.Create(() => new Door(TestActor, allTold)));
        Watch(actor);
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        actor.Tell(1);
        actor.Tell(2);
        actor.Tell(PoisonPill.Instance);

        Assert.Equal(1, ExpectMsg<DeadLetter>().Message);
        Assert.Equal(2, ExpectMsg<DeadLetter>().Message);
        ExpectTerminated(actor);
    }

    [Fact]
    public void Should_keep_the_sender_of_a_stashed_message()
    {
        using var allTold = new ManualResetEventSlim();
        allTold.Set();
        var actor = Sys.ActorOf(Props.Create(() => new Door(null, allTold)));
        var probe = CreateTestProbe();

        actor.Tell(1, probe.Ref);
        actor.Tell("open", ActorRefs.NoSender);

        probe.ExpectMsg(1);
    }

    [Fact]
    public void Should_be_given_to_an_actor_that_asks_for_any_stash()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Once(TestActor)));

        actor.Tell(1);
        actor.Tell("go");

        ExpectMsg("go");
        ExpectMsg(1);
    }

    private sealed class Once : ReceiveActor, IWithStash
    {
        public Once(IActorRef listener)
        {
            Receive<int>(_ => Stash.Stash());
            Receive<string>(message =>
            {
                listener.Tell(message);
                Become(() => ReceiveAny(listener.Tell));
                Stash.UnstashAll();
            });
        }

        public IStash Stash { get; set; } = null!;
    }

    /// <summary>Stashes numbers until it is opened; then passes them on, to their sender when there is no listener.</summary>
    private sealed class Door : ReceiveActor, IWithUnboundedStash
    {
        private readonly IActorRef? _listener;

        public Door(IActorRef? listener, ManualResetEventSlim allTold)
        {
            _listener = listener;
            Receive<int>(_ =>
            {
                allTold.Wait(TimeSpan.FromSeconds(20));
                Stash.Stash();
            });
            Receive<string>(message =>
            {
                switch (message)
                {
                    case "open":
                        Become(() => Receive<int>(number => (_listener ?? Sender).Tell(number)));
                        Stash.UnstashAll();
                        break;
                    case "one":
                        _listener.Tell($"stashed {Stash.Count}");
                        Stash.Unstash();
                        _listener.Tell($"stashed {Stash.Count}");
                        break;
                    default:
                        throw new InvalidOperationException("bug");
                }
            });
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Twice : ReceiveActor, IWithUnboundedStash
    {
        public Twice(IActorRef listener) => ReceiveAny(_ =>
        {
            Stash.Stash();
            try
            {
                Stash.Stash();
            }
            catch (IllegalActorStateException refusal)
            {
                listener.Tell(refusal);
            }
        });

        public IStash Stash { get; set; } = null!;
    }
}

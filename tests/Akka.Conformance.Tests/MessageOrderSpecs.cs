using Akka.Actor;

namespace Akka.Conformance.Tests;

public sealed class MessageOrderSpecs : Spec
{
    private sealed record Numbered(int Sender, int Number);

    [Fact]
    public void Should_keep_the_order_of_each_sender_when_many_tell_at_once()
    {
        const int senders = 8;
        const int each = 2_000;
        var recorder = Sys.ActorOf(Props.Create(() => new Recorder(senders * each, TestActor)));

        Parallel.For(0, senders, sender =>
        {
            for (var number = 0; number < each; number++)
                recorder.Tell(new Numbered(sender, number), ActorRefs.NoSender);
        });

        var seen = ExpectMsg<List<Numbered>>(TimeSpan.FromSeconds(20));
        for (var sender = 0; sender < senders; sender++)
            Assert.Equal(Enumerable.Range(0, each), seen.Where(one => one.Sender == sender).Select(one => one.Number));
    }

    [Fact]
    public void Should_put_what_an_actor_tells_itself_behind_what_waits_already()
    {
        using var bothTold = new ManualResetEventSlim();
        var actor = Sys.ActorOf(Props.Create(() => new SelfTeller(TestActor, bothTold)));

        actor.Tell("first");
        actor.Tell("second");
        bothTold.Set();

        ExpectMsg("first");
        ExpectMsg("second");
        ExpectMsg("from self");
    }

    [Fact]
    public void Should_handle_what_was_told_before_a_poison_pill_and_nothing_after()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Forwarding(TestActor)));
        Watch(actor);

        actor.Tell(1);
        actor.Tell(2);
        actor.Tell(PoisonPill.Instance);
        actor.Tell(3);

        ExpectMsg(1);
        ExpectMsg(2);
        ExpectTerminated(actor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_handle_nothing_more_when_it_stops_itself()
    {
        using var allTold = new ManualResetEventSlim();
        var actor = Sys.ActorOf(Props.Create(() => new SelfStopping(TestActor, allTold)));
        Watch(actor);

        actor.Tell(1);
        actor.Tell(2);
        allTold.Set();

        ExpectMsg(1);
        ExpectTerminated(actor);
    }

    [Fact]
    public void Should_refuse_to_tell_nothing()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Forwarding(TestActor)));
        actor.Tell(1);
        ExpectMsg(1);

        Assert.Throws<ArgumentNullException>(() => actor.Tell(null!));

        actor.Tell(2);
        ExpectMsg(2);
    }

    private sealed class Recorder : ReceiveActor
    {
        private readonly List<Numbered> _seen = [];

        public Recorder(int expected, IActorRef listener) => Receive<Numbered>(message =>
        {
            _seen.Add(message);
            if (_seen.Count == expected)
                listener.Tell(_seen);
        });
    }

    private sealed class SelfTeller : ReceiveActor
    {
        public SelfTeller(IActorRef listener, ManualResetEventSlim bothTold) => Receive<string>(message =>
        {
            bothTold.Wait(TimeSpan.FromSeconds(20));
            if (message == "first")
                Self.Tell("from self");
            listener.Tell(message);
        });
    }

    private sealed class Forwarding : ReceiveActor
    {
        public Forwarding(IActorRef listener) => Receive<int>(number => listener.Tell(number));
    }

    private sealed class SelfStopping : ReceiveActor
    {
        public SelfStopping(IActorRef listener, ManualResetEventSlim allTold) => Receive<int>(number =>
        {
            allTold.Wait(TimeSpan.FromSeconds(20));
            listener.Tell(number);
            Context.Stop(Self);
        });
    }
}

using Akka.Actor;
using Akka.Event;

namespace Akka.Conformance.Tests;

public sealed class DeadLettersSpecs : Spec
{
    [Fact]
    public void Should_publish_what_is_told_to_an_actor_that_has_stopped()
    {
        var actor = Stopped();
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var sender = CreateTestProbe();

        actor.Tell("late", sender.Ref);

        var letter = ExpectMsg<DeadLetter>();
        Assert.Equal("late", letter.Message);
        Assert.Equal(actor, letter.Recipient);
        Assert.Equal(sender.Ref, letter.Sender);
    }

    [Fact]
    public void Should_publish_what_the_mailbox_held_when_the_actor_stopped()
    {
        using var allTold = new ManualResetEventSlim();
        var actor = Sys.ActorOf(Props.Create(() => new Stopping(allTold)));
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        actor.Tell("stop");
        actor.Tell(1);
        actor.Tell(2);
        allTold.Set();

        Assert.Equal(1, ExpectMsg<DeadLetter>().Message);
        Assert.Equal(2, ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void Should_publish_what_is_told_to_a_path_without_an_actor()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        Sys.ActorSelection("/user/nobody").Tell("hello");

        Assert.Equal("hello", ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void Should_publish_what_an_actor_does_not_handle_as_unhandled()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var actor = Sys.ActorOf(Props.Create(() => new Choosy()));

        actor.Tell(42);

        var unhandled = ExpectMsg<UnhandledMessage>();
        Assert.Equal(42, unhandled.Message);
        Assert.Equal(actor, unhandled.Recipient);
        Assert.Equal(TestActor, unhandled.Sender);
    }

    [Fact]
    public void Should_keep_quiet_about_messages_whose_loss_is_no_news()
    {
        var actor = Stopped();
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        actor.Tell(new NoNews());
        actor.Tell(PoisonPill.Instance);
        actor.Tell("news");

        Assert.Equal("news", ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void Should_be_the_sender_of_a_message_without_one()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Replying()));
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        actor.Tell("hello", ActorRefs.NoSender);

        var letter = ExpectMsg<DeadLetter>();
        Assert.Equal("hello", letter.Message);
        Assert.Equal(actor, letter.Sender);
    }

    [Fact]
    public void Should_lose_no_message_when_many_tell_while_the_actor_stops()
    {
        const int tellers = 4;
        const int each = 2_000;
        var counter = CreateTestProbe();
        var dead = CreateTestProbe();
        Sys.EventStream.Subscribe(dead.Ref, typeof(DeadLetter));
        var actor = Sys.ActorOf(Props.Create(() => new Replying()));

        Parallel.For(0, tellers, teller =>
        {
            for (var i = 0; i < each; i++)
            {
                actor.Tell(i, counter.Ref);
                if (teller == 0 && i == each / 2)
                    actor.Tell(PoisonPill.Instance, ActorRefs.NoSender);
            }
        });

        Watch(actor);
        ExpectTerminated(actor);
        var answered = counter.ReceiveWhile<object>(TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(300), message => message);
        var lost = dead.ReceiveWhile<object>(TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(300), message => message);
        Assert.Equal(tellers * each, answered.Count + lost.Count);
        Assert.NotEmpty(lost);
    }

    [Fact]
    public void Should_publish_each_message_once_when_the_actor_that_stops_listens_to_dead_letters_itself()
    {
        using var allTold = new ManualResetEventSlim();
        var actor = Sys.ActorOf(Props.Create(() => new Stopping(allTold)));
        Sys.EventStream.Subscribe(actor, typeof(DeadLetter));
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var end = CreateTestProbe();
        end.Watch(actor);

        for (var i = 0; i <= 100; i++)
            actor.Tell(i);
        allTold.Set();

        for (var i = 1; i <= 100; i++)
            Assert.Equal(i, ExpectMsg<DeadLetter>().Message);
        end.ExpectTerminated(actor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    private IActorRef Stopped()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Choosy()));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        return actor;
    }

    private sealed record NoNews : IDeadLetterSuppression;

    private sealed class Choosy : ReceiveActor
    {
        public Choosy() => Receive<string>(_ => { });
    }

    private sealed class Stopping : ReceiveActor
    {
        public Stopping(ManualResetEventSlim allTold) => ReceiveAny(_ =>
        {
            allTold.Wait(TimeSpan.FromSeconds(20));
            Context.Stop(Self);
        });
    }

    private sealed class Replying : ReceiveActor
    {
        public Replying() => ReceiveAny(message => Sender.Tell(message));
    }
}

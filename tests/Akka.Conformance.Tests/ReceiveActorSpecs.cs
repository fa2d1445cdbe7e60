using Akka.Actor;
using Akka.Event;

namespace Akka.Conformance.Tests;

public sealed class ReceiveActorSpecs : Spec
{
    [Fact]
    public void Should_give_a_message_to_the_first_handler_that_fits()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Choosing(TestActor)));

        actor.Tell(5);
        ExpectMsg("small 5");
        actor.Tell(500);
        ExpectMsg("int 500");
        actor.Tell("text");
        ExpectMsg("declined, then any text");
        actor.Tell(1.5);
        ExpectMsg("any 1.5");
    }

    [Fact]
    public void Should_refuse_a_handler_behind_one_that_catches_all()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Overfull(TestActor)));

        ExpectMsg<InvalidOperationException>();
        Assert.False(actor.IsNobody());
    }

    [Fact]
    public void Should_refuse_a_handler_outside_of_the_constructor_and_become()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Late(TestActor)));

        actor.Tell("now");

        ExpectMsg<InvalidOperationException>();
    }

    [Fact]
    public void Should_go_back_to_what_it_was_when_unstacked()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var actor = Sys.ActorOf(Props.Create(() => new Stacking(TestActor)));

        actor.Tell("who");
        ExpectMsg("bottom");
        actor.Tell("push");
        actor.Tell("who");
        ExpectMsg("top");
        actor.Tell("pop");
        actor.Tell("pop");
        Assert.Equal("pop", ExpectMsg<UnhandledMessage>().Message);
        actor.Tell("who");
        ExpectMsg("bottom");
    }

    [Fact]
    public void Should_begin_with_what_it_became_in_the_constructor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new BornBecoming(TestActor)));

        actor.Tell("who");

        ExpectMsg("became");
    }

    private sealed class Choosing : ReceiveActor
    {
        public Choosing(IActorRef listener)
        {
            var declined = "";
            Receive<int>(number => number < 10, number => listener.Tell($"small {number}"));
            Receive<int>(number => listener.Tell($"int {number}"));
            Receive<string>(_ =>
            {
                declined = "declined, then ";
                return false;
            });
            ReceiveAny(message =>
            {
                listener.Tell(FormattableString.Invariant($"{declined}any {message}"));
                declined = "";
            });
        }
    }

    private sealed class Overfull : ReceiveActor
    {
        public Overfull(IActorRef listener)
        {
            ReceiveAny(_ => { });
            try
            {
                Receive<int>(_ => { });
            }
            catch (InvalidOperationException refusal)
            {
                listener.Tell(refusal);
            }
        }
    }

    private sealed class Late : ReceiveActor
    {
        public Late(IActorRef listener) => Receive<string>(_ =>
        {
            try
            {
                Receive<int>(_ => { });
            }
            catch (InvalidOperationException refusal)
            {
                listener.Tell(refusal);
            }
        });
    }

    private sealed class Stacking : ReceiveActor
    {
        public Stacking(IActorRef listener) => Receive<string>(message => message != "pop", message =>
        {
            if (message == "who")
                listener.Tell("bottom");
            else
                BecomeStacked(() => Receive<string>(next =>
                {
                    if (next == "who")
                        listener.Tell("top");
                    else
                        UnbecomeStacked();
                }));
        });
    }

    private sealed class BornBecoming : ReceiveActor
    {
        public BornBecoming(IActorRef listener)
        {
            Receive<string>(_ => listener.Tell("initial"));
            Become(() => Receive<string>(_ => listener.Tell("became")));
        }
    }
}

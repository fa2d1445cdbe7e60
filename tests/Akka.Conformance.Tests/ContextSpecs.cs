using Akka.Actor;

namespace Akka.Conformance.Tests;

/// <summary>What an actor learns from its context, and how it changes its behaviour through it.</summary>
public sealed class ContextSpecs : Spec
{
    [Fact]
    public void Should_know_the_actor_its_props_its_parent_and_the_sender()
    {
        var props = Props.Create(() => new Asked());
        var actor = Sys.ActorOf(props, "asked");

        actor.Tell("who", TestActor);

        var known = ExpectMsg<Known>();
        Assert.Equal(actor, known.Self);
        Assert.Equal(props.Type, known.Type);
        Assert.Equal(TestActor, known.Sender);
        Assert.Equal(actor.Path.Parent, known.Parent.Path);
    }

    [Fact]
    public void Should_know_the_children_that_live()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Asked()));
        actor.Tell("one");
        actor.Tell("two");
        actor.Tell("children", TestActor);
        Assert.Equal(["one", "two"], ExpectMsg<string[]>());

        actor.Tell("stop one", TestActor);
        ExpectMsg("gone");
        actor.Tell("children", TestActor);

        Assert.Equal(["two"], ExpectMsg<string[]>());
    }

    [Fact]
    public void Should_find_a_child_by_its_name_and_nobody_where_there_is_none()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Asked()));
        actor.Tell("one");
        actor.Tell("find one", TestActor);
        Assert.Equal(actor.Path / "one", ExpectMsg<IActorRef>().Path);

        actor.Tell("find none", TestActor);

        Assert.True(ExpectMsg<IActorRef>().IsNobody());
    }

    [Fact]
    public void Should_put_behaviours_on_each_other_and_take_them_off_again()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stacking(TestActor)));

        actor.Tell("x");
        ExpectMsg("bottom x");
        actor.Tell("push");
        actor.Tell("push");
        actor.Tell("x");
        ExpectMsg("top x");
        actor.Tell("pop");
        actor.Tell("x");
        ExpectMsg("top x");
        actor.Tell("pop");
        actor.Tell("x");
        ExpectMsg("bottom x");
    }

    [Fact]
    public void Should_keep_the_last_behaviour_when_there_is_none_below()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stacking(TestActor)));

        actor.Tell("pop");
        actor.Tell("x");

        ExpectMsg("bottom x");
    }

    [Fact]
    public void Should_forget_what_was_on_top_when_it_becomes_another()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stacking(TestActor)));

        actor.Tell("push");
        actor.Tell("become");
        actor.Tell("x");
        ExpectMsg("other x");
        actor.Tell("push");
        actor.Tell("x");
        ExpectMsg("over x");
        actor.Tell("pop");
        actor.Tell("pop");
        actor.Tell("x");

        ExpectMsg("bottom x");
    }

    private sealed record Known(IActorRef Self, Type Type, IActorRef Sender, IActorRef Parent);

    private sealed class Asked : ReceiveActor
    {
        public Asked()
        {
            Receive<Terminated>(_ => _waiting.Tell("gone"));
            Receive<string>(Answer);
        }

        private IActorRef _waiting = ActorRefs.Nobody;

        private void Answer(string question)
        {
            switch (question)
            {
                case "who":
                    Context.Sender.Tell(new Known(Context.Self, Context.Props.Type, Context.Sender, Context.Parent));
                    break;
                case "children":
                    Context.Sender.Tell(Context.GetChildren().Select(child => child.Path.Name).Order(StringComparer.Ordinal).ToArray());
                    break;
                case "stop one":
                    _waiting = Context.Sender;
                    Context.Stop(Context.Watch(Context.Child("one")));
                    break;
                case "find one" or "find none":
                    Context.Sender.Tell(Context.Child(question[5..]));
                    break;
                default:
                    Context.ActorOf(Props.Create(() => new Asked()), question);
                    break;
            }
        }
    }

    /// <summary>Once through the actor, once through the context: both are the same.</summary>
    private sealed class Stacking : UntypedActor
    {
        private readonly IActorRef _listener;

        public Stacking(IActorRef listener) => _listener = listener;

        protected override void OnReceive(object message) => Handle("bottom", message);

        private static bool IsTyped(object message) => message is string;

        private void Handle(string behaviour, object message)
        {
            switch (message)
            {
                case "push" when behaviour == "bottom":
                    BecomeStacked(next => Handle("top", next));
                    break;
                case "push" when behaviour == "other":
                    Context.BecomeStacked(next => Handle("over", next));
                    break;
                case "push":
                    Context.BecomeStacked(next =>
                    {
                        if (!IsTyped(next))
                            return false;
                        Handle("top", next);
                        return true;
                    });
                    break;
                case "become":
                    Context.Become(next => Handle("other", next));
                    break;
                case "pop":
                    Context.UnbecomeStacked();
                    break;
                default:
                    _listener.Tell($"{behaviour} {message}");
                    break;
            }
        }
    }
}

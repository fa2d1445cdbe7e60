using Akka.Actor;
using Akka.TestKit;

namespace Akka.Conformance.Tests;

public sealed class ReceiveTimeoutSpecs : Spec
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public ReceiveTimeoutSpecs()
        : base("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"")
    {
    }

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Should_fire_when_nothing_came_for_so_long_and_go_on_doing_so()
    {
        var actor = Waiting();

        Clock.Advance(Second);
        ExpectMsg("timeout");
        Synchronize(actor, influencing: false);
        Clock.Advance(Second);
        ExpectMsg("timeout");
    }

    [Fact]
    public void Should_start_anew_with_each_message()
    {
        var actor = Waiting();

        Clock.Advance(0.9 * Second);
        Synchronize(actor, influencing: true);
        Clock.Advance(0.9 * Second);
        Synchronize(actor, influencing: true);
        Clock.Advance(Second);
        ExpectMsg("timeout");
    }

    [Fact]
    public void Should_run_on_when_a_message_does_not_influence_it()
    {
        var actor = Waiting();

        Clock.Advance(0.6 * Second);
        Synchronize(actor, influencing: false);
        Clock.Advance(0.6 * Second);

        ExpectMsg("timeout");
    }

    [Fact]
    public void Should_end_when_it_is_set_to_nothing()
    {
        var actor = Waiting();
        actor.Tell("off");
        Synchronize(actor, influencing: true);

        Clock.Advance(5 * Second);

        Synchronize(actor, influencing: true);
    }

    [Fact]
    public void Should_not_fire_for_an_actor_that_has_stopped()
    {
        var actor = Waiting();
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Sys.EventStream.Subscribe(TestActor, typeof(Event.AllDeadLetters));

        Clock.Advance(5 * Second);

        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    private IActorRef Waiting()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Impatient(TestActor)));
        Synchronize(actor, influencing: false);
        return actor;
    }

    /// <summary>The second answer comes after all that belongs to the first message, the timer included.</summary>
    private void Synchronize(IActorRef actor, bool influencing)
    {
        actor.Tell(influencing ? "sync" : new QuietSync());
        ExpectMsg("sync");
        actor.Tell(new QuietSync());
        ExpectMsg("sync");
    }

    private sealed record QuietSync : INotInfluenceReceiveTimeout;

    private sealed class Impatient : ReceiveActor
    {
        public Impatient(IActorRef listener)
        {
            SetReceiveTimeout(Second);
            Receive<ReceiveTimeout>(_ => listener.Tell("timeout"));
            Receive<QuietSync>(_ => listener.Tell("sync"));
            Receive<string>(message =>
            {
                if (message == "off")
                    SetReceiveTimeout(null);
                else
                    listener.Tell(message);
            });
        }
    }
}

using Akka.Actor;
using Akka.Persistence;

namespace Akka.Conformance.Tests.Persistence;

public sealed class HeldBackCommandSpecs : PersistenceSpec
{
    [Fact]
    public void Should_hold_commands_back_until_the_event_is_handled()
    {
        Script.WriteGate = new TaskCompletionSource();
        var actor = StartWith((self, command) =>
        {
            TestActor.Tell($"command {command}");
            self.Persist(command, written => TestActor.Tell($"handled {written}"));
        });

        actor.Tell(1);
        actor.Tell(2);
        actor.Tell(3);
        ExpectMsg("command 1");
        ExpectToBeBehindItsMailbox(actor);
        Script.WriteGate.SetResult();

        ExpectMsg("handled 1");
        ExpectMsg("command 2");
        ExpectMsg("handled 2");
        ExpectMsg("command 3");
        ExpectMsg("handled 3");
    }

    [Fact]
    public void Should_not_hold_commands_back_for_an_asynchronous_event()
    {
        Script.WriteGate = new TaskCompletionSource();
        var actor = StartWith((self, command) =>
        {
            TestActor.Tell($"command {command}");
            self.PersistAsync(command, written => TestActor.Tell($"handled {written}"));
        });

        actor.Tell(1);
        actor.Tell(2);
        ExpectMsg("command 1");
        ExpectMsg("command 2");
        ExpectToBeBehindItsMailbox(actor);
        Script.WriteGate.SetResult();

        ExpectMsg("handled 1");
        ExpectMsg("handled 2");
    }

    [Fact]
    public void Should_handle_asynchronous_and_other_events_in_the_order_they_were_persisted()
    {
        Script.WriteGate = new TaskCompletionSource();
        var actor = StartWith((self, command) =>
        {
            TestActor.Tell($"command {command}");
            self.PersistAsync($"async {command}", written => TestActor.Tell($"handled {written}"));
            self.Persist($"event {command}", written => TestActor.Tell($"handled {written}"));
            self.PersistAsync($"late {command}", written => TestActor.Tell($"handled {written}"));
        });

        actor.Tell(1);
        actor.Tell(2);
        ExpectMsg("command 1");
        ExpectToBeBehindItsMailbox(actor);
        Script.WriteGate.SetResult();

        ExpectMsg("handled async 1");
        ExpectMsg("handled event 1");

        // The command is held back by the event only: it need not wait for what comes behind.
        FishForMessage<string>(text => text == "handled late 1");
        FishForMessage<string>(text => text == "handled late 2");
    }

    [Fact]
    public void Should_handle_what_is_deferred_after_what_was_persisted_before()
    {
        Script.WriteGate = new TaskCompletionSource();
        var actor = StartWith((self, command) =>
        {
            self.PersistAsync($"event {command}", written => TestActor.Tell($"handled {written}"));
            self.DeferAsync($"deferred {command}", deferred => TestActor.Tell($"{deferred} after {self.LastSequenceNr}"));
            TestActor.Tell($"end of {command}");
        });

        actor.Tell(1);
        ExpectMsg("end of 1");
        ExpectToBeBehindItsMailbox(actor);
        Script.WriteGate.SetResult();

        ExpectMsg("handled event 1");
        ExpectMsg("deferred 1 after 1");
        Assert.Equal(["scribe/1/event 1"], Script.Writes);
    }

    [Fact]
    public void Should_handle_what_is_deferred_at_once_when_nothing_is_persisted()
    {
        var actor = StartWith((self, command) =>
        {
            self.DeferAsync($"deferred {command}", TestActor.Tell);
            TestActor.Tell($"end of {command}");
        });

        actor.Tell(1);

        ExpectMsg("deferred 1");
        ExpectMsg("end of 1");
    }

    [Fact]
    public void Should_have_the_sender_of_the_command_when_it_handles_what_is_deferred()
    {
        var actor = StartWith((self, command) =>
        {
            self.PersistAsync(command, _ => { });
            self.DeferAsync(command, _ => self.Answer($"deferred {command}"));
        });
        var probe = CreateTestProbe();

        actor.Tell(1, probe.Ref);
        actor.Tell(2, TestActor);

        probe.ExpectMsg("deferred 1");
        ExpectMsg("deferred 2");
    }

    [Fact]
    public void Should_hold_back_the_death_of_a_watched_actor_too()
    {
        Script.WriteGate = new TaskCompletionSource();
        var watched = CreateTestProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Nurse(watched.Ref, TestActor)));
        actor.Tell("persist");
        ExpectMsg("persisting");

        Watch(watched.Ref);
        Sys.Stop(watched.Ref);
        ExpectTerminated(watched.Ref);
        ExpectToBeBehindItsMailbox(actor);
        Script.WriteGate.SetResult();

        ExpectMsg("handled");
        ExpectMsg("watched actor is dead");
    }

    [Fact]
    public void Should_hold_back_what_its_timers_tell_and_have_a_receive_timeout()
    {
        Script.WriteGate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Waker(TestActor)));
        actor.Tell("persist");
        ExpectMsg("persisting");

        // The clock of the test: the same timers, told to the test.
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(100), TestActor, "later", ActorRefs.NoSender);
        ExpectMsg("later");
        ExpectToBeBehindItsMailbox(actor);
        Script.WriteGate.SetResult();

        ExpectMsg("handled");
        ExpectMsg("timer");
        ExpectMsg("receive timeout");
    }

    private IActorRef StartWith(Action<Scribe, int> command) => Sys.ActorOf(Props.Create(() => new Scribe("scribe", command)));

    /// <summary>The answer comes when the actor has seen all it was told before; nothing else may have come until then.</summary>
    private void ExpectToBeBehindItsMailbox(IActorRef actor)
    {
        actor.Tell(new Identify("behind"), TestActor);
        Assert.Equal("behind", ExpectMsg<ActorIdentity>().MessageId);
    }

    private sealed class Nurse : ReceivePersistentActor
    {
        public Nurse(IActorRef watched, IActorRef listener)
        {
            Context.Watch(watched);
            Command<string>(text =>
            {
                listener.Tell("persisting");
                Persist(text, _ => listener.Tell("handled"));
            });
            Command<Terminated>(_ => listener.Tell("watched actor is dead"));
        }

        public override string PersistenceId => "nurse";
    }

    private sealed class Waker : ReceivePersistentActor, IWithTimers
    {
        public Waker(IActorRef listener)
        {
            Command<string>(
                text =>
                {
                    listener.Tell("persisting");
                    Timers.StartSingleTimer("key", "timer", TimeSpan.FromMilliseconds(10));
                    Persist(text, _ => listener.Tell("handled"));
                },
                text => text == "persist");
            Command<string>(text =>
            {
                listener.Tell(text);
                SetReceiveTimeout(TimeSpan.FromMilliseconds(10));
            });
            Command<ReceiveTimeout>(_ =>
            {
                SetReceiveTimeout(null);
                listener.Tell("receive timeout");
            });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        public override string PersistenceId => "waker";
    }
}

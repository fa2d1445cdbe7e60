using Akka.Actor;
using Akka.Persistence;

namespace Akka.Conformance.Tests.Persistence;

public sealed class RestartSpecs : PersistenceSpec
{
    [Fact]
    public void Should_recover_what_it_wrote_when_restarted()
    {
        var diary = StartDiary();
        ExpectMsg("recovered  up to 0");
        diary.Tell(new Diary.Write("a"));
        ExpectMsg("wrote a as 1");

        diary.Tell(new Diary.Fail());
        diary.Tell(new Diary.Write("b"));

        ExpectMsg("replayed a as 1");
        ExpectMsg("recovered a up to 1");
        ExpectMsg("wrote b as 2");
    }

    [Fact]
    public void Should_keep_the_event_whose_handler_threw_and_the_commands_that_waited_for_it()
    {
        Script.WriteGate = new TaskCompletionSource();
        var actor = StartFailing((self, command) => self.Persist(command, written =>
        {
            if (written == "bad")
                throw new InvalidOperationException("bug");
            TestActor.Tell($"handled {written}");
        }));

        actor.Tell("bad");
        actor.Tell("good");
        actor.Tell("better");
        Script.WriteGate.SetResult();

        ExpectMsg("PreRestart bug");
        ExpectMsg("replayed bad");
        ExpectMsg("handled good");
        ExpectMsg("handled better");
    }

    [Fact]
    public void Should_write_what_the_command_had_persisted_before_it_threw_but_not_handle_it()
    {
        var actor = StartFailing((self, command) =>
        {
            self.Persist(command, written => TestActor.Tell($"handled {written}"));
            if (command == "bad")
                throw new InvalidOperationException("bug");
        });

        actor.Tell("bad");
        actor.Tell("good");

        ExpectMsg("PreRestart bug");
        ExpectMsg("replayed bad");
        ExpectMsg("handled good");
        Assert.Equal(["failing/1/bad", "failing/2/good"], Script.Writes);
    }

    [Fact]
    public void Should_not_get_answers_to_what_the_incarnation_before_wrote()
    {
        var gate = Script.WriteGate = new TaskCompletionSource();
        var actor = StartFailing((self, command) =>
        {
            if (command == "fail")
                throw new InvalidOperationException("bug");
            self.PersistAsync(command, written => TestActor.Tell($"handled {written}"));
            TestActor.Tell($"end of {command}");
        });
        actor.Tell("a");
        ExpectMsg("end of a");

        // The journal has written the event when it replays it; its answer comes when a new incarnation is there.
        actor.Tell("fail");
        ExpectMsg("PreRestart bug");
        ExpectMsg("replayed a");
        Script.WriteGate = null;
        gate.SetResult();
        actor.Tell("b");

        ExpectMsg("end of b");
        ExpectMsg("handled b");
    }

    [Fact]
    public void Should_name_the_event_to_pre_restart_when_its_handler_threw()
    {
        Action<Failing, string> command = (self, text) => self.Persist(text, _ => throw new InvalidOperationException("bug"));
        var actor = Sys.ActorOf(Props.Create(() => new Failing(TestActor, command, true)));

        actor.Tell("bad");

        Assert.Equal("bad", Assert.IsAssignableFrom<IPersistentRepresentation>(ExpectMsg<Told>().Message).Payload);
    }

    [Fact]
    public void Should_bring_back_what_it_stashed_before_what_waited_for_the_event()
    {
        Script.WriteGate = new TaskCompletionSource();
        var actor = StartFailing((self, command) =>
        {
            if (command is "stashed" && self.IsFirst)
            {
                self.Stash.Stash();
                return;
            }

            self.Persist(command, written =>
            {
                if (written == "bad")
                    throw new InvalidOperationException("bug");
                TestActor.Tell($"handled {written}");
            });
        });

        actor.Tell("stashed");
        actor.Tell("bad");
        actor.Tell("held back");
        Script.WriteGate.SetResult();

        ExpectMsg("PreRestart bug");
        ExpectMsg("replayed bad");
        ExpectMsg("handled stashed");
        ExpectMsg("handled held back");
    }

    private IActorRef StartFailing(Action<Failing, string> command) => Sys.ActorOf(Props.Create(() => new Failing(TestActor, command, false)));

    private sealed record Told(object Message);

    private sealed class Failing : ReceivePersistentActor
    {
        private readonly IActorRef _listener;
        private readonly bool _tellsMessage;

        public Failing(IActorRef listener, Action<Failing, string> command, bool tellsMessage)
        {
            _listener = listener;
            _tellsMessage = tellsMessage;
            Recover<string>(text =>
            {
                IsFirst = false;
                listener.Tell($"replayed {text}");
            });
            Command<string>(text => command(this, text));
        }

        public override string PersistenceId => "failing";

        /// <summary>Nothing was replayed.</summary>
        public bool IsFirst { get; private set; } = true;

        protected override void PreRestart(Exception reason, object message)
        {
            _listener.Tell(_tellsMessage ? new Told(message) : $"PreRestart {reason.Message}");
            base.PreRestart(reason, message);
        }
    }
}

using Akka.Actor;
using Akka.Event;
using Akka.Persistence;

namespace Akka.Conformance.Tests.Persistence;

public sealed class PersistentActorSpecs : PersistenceSpec
{
    [Fact]
    public void Should_ask_the_handlers_in_order_until_one_takes_the_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Choosy(TestActor)));

        actor.Tell(5);
        actor.Tell(50);
        actor.Tell(500);
        actor.Tell("other");

        ExpectMsg("small");
        ExpectMsg("middle");
        ExpectMsg("large");
        ExpectMsg("any");
        actor.Tell("fail");
        ExpectMsg("recovered small from 5");
        ExpectMsg("recovered middle from 50");
        ExpectMsg("recovered large from 500");
    }

    [Fact]
    public void Should_publish_what_no_handler_takes()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var actor = Sys.ActorOf(Props.Create(() => new Scribe("scribe", (_, _) => Nothing())));

        actor.Tell("not a number");

        Assert.Equal("not a number", ExpectMsg<UnhandledMessage>().Message);
    }

    [Fact]
    public void Should_handle_commands_by_what_it_has_become_and_forget_that_when_restarted()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Lamp(TestActor)));

        actor.Tell("on");
        actor.Tell("on");
        actor.Tell("off");
        ExpectMsg("switched on");
        ExpectMsg("is on");
        ExpectMsg("switched off");
        actor.Tell("on");
        ExpectMsg("switched on");

        // What it is must come from its events: the restart forgets what it became.
        actor.Tell("fail");
        ExpectMsg("recovered as on");
        actor.Tell("on");
        ExpectMsg("is on");
    }

    [Fact]
    public void Should_be_able_to_have_one_method_for_all_commands()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Plain(TestActor)));

        actor.Tell("a");
        actor.Tell("other");
        actor.Tell("b");

        ExpectMsg("persisted a");
        ExpectMsg("became other");
        ExpectMsg("other got b");
        StopAndWait(actor);
        Sys.ActorOf(Props.Create(() => new Plain(TestActor)));
        ExpectMsg("recovered a");
    }

    [Fact]
    public void Should_refuse_handlers_after_the_constructor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Late(TestActor)));

        actor.Tell("now");

        ExpectMsg<InvalidOperationException>();
        ExpectMsg<InvalidOperationException>();
    }

    [Fact]
    public void Should_not_start_without_a_persistence_id()
    {
        var actor = Watch(Sys.ActorOf(Props.Create(() => new Scribe(null!, (_, _) => Nothing()))));

        ExpectTerminated(actor);
    }

    [Fact]
    public void Should_log_what_nobody_overrides()
    {
        Script.Reject = _ => new InvalidOperationException("too long");
        Action<Scribe, int> command = (self, number) => self.Persist(number, _ => TestActor.Tell("handled"));
        var actor = Sys.ActorOf(Props.Create(() => new Scribe("scribe", command)));

        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => actor.Tell(1));
    }

    [Fact]
    public void Should_have_a_log_of_its_own()
    {
        Action<Scribe, int> command = (self, number) => self.WriteToLog($"number {number}");
        var actor = Sys.ActorOf(Props.Create(() => new Scribe("scribe", command)));

        EventFilter.Warning("number 1").ExpectOne(() => actor.Tell(1));
    }

    private static void Nothing()
    {
    }

    private sealed class Choosy : ReceivePersistentActor
    {
        public Choosy(IActorRef listener)
        {
            Recover<int>(number => listener.Tell($"recovered small from {number}"), number => number < 10);
            Recover<int>(number =>
            {
                if (number < 100)
                    listener.Tell($"recovered middle from {number}");
                return number < 100;
            });
            Recover<int>(number => listener.Tell($"recovered large from {number}"));
            RecoverAny(_ => { });

            Command<int>(number => Persist(number, _ => listener.Tell("small")), number => number < 10);
            Command<int>(number =>
            {
                if (number < 100)
                    Persist(number, _ => listener.Tell("middle"));
                return number < 100;
            });
            Command<int>(number => Persist(number, _ => listener.Tell("large")));
            Command<string>(_ => throw new InvalidOperationException("bug"), text => text == "fail");
            CommandAny(_ => listener.Tell("any"));
        }

        public override string PersistenceId => "choosy";
    }

    private sealed class Lamp : ReceivePersistentActor
    {
        private readonly IActorRef _listener;
        private bool _isOn;

        public Lamp(IActorRef listener)
        {
            _listener = listener;
            Recover<bool>(isOn => _isOn = isOn);
            Recover<RecoveryCompleted>(_ =>
            {
                if (!_isOn)
                    return;
                listener.Tell("recovered as on");
                Become(On);
            });
            Off();
        }

        public override string PersistenceId => "lamp";

        private void Off()
        {
            Command<string>(_ => Switch(true, On), text => text == "on");
            Command<string>(_ => _listener.Tell("is off"), text => text == "off");
        }

        private void On()
        {
            Command<string>(_ => _listener.Tell("is on"), text => text == "on");
            Command<string>(_ => Switch(false, Off), text => text == "off");
            Command<string>(_ => throw new InvalidOperationException("bug"), text => text == "fail");
        }

        private void Switch(bool on, Action behaviour) => Persist(on, _ =>
        {
            _isOn = on;
            _listener.Tell(on ? "switched on" : "switched off");
            Become(behaviour);
        });
    }

    private sealed class Plain : UntypedPersistentActor
    {
        private readonly IActorRef _listener;

        public Plain(IActorRef listener) => _listener = listener;

        public override string PersistenceId => "plain";

        protected override void OnCommand(object message)
        {
            if (message is "other")
            {
                _listener.Tell("became other");
                Become(next => _listener.Tell($"other got {next}"));
                return;
            }

            Persist((string)message, written => _listener.Tell($"persisted {written}"));
        }

        protected override void OnRecover(object message)
        {
            if (message is string text)
                _listener.Tell($"recovered {text}");
        }
    }

    private sealed class Late : ReceivePersistentActor
    {
        public Late(IActorRef listener) => Command<string>(_ =>
        {
            listener.Tell(Record.Exception(() => Command<int>(_ => { })));
            listener.Tell(Record.Exception(() => Recover<int>(_ => { })));
        });

        public override string PersistenceId => "late";
    }
}

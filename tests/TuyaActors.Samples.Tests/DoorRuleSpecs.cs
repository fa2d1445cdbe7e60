using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Samples.Tests;

/// <summary>The rule in stepped time; the test is its router.</summary>
public sealed class DoorRuleSpecs : TestKit
{
    private static readonly DeviceId Door = new("door");
    private static readonly DeviceId Lamp = new("lamp");
    private static readonly DeviceSelector Lights = DeviceSelector.Of(Lamp);

    private readonly IActorRef _rule;
    private readonly TestProbe _said;

    public DoorRuleSpecs()
        : base("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
    {
        _said = CreateTestProbe();
        _rule = Sys.ActorOf(DoorRule.Props(TestActor, DeviceSelector.Of(Door), Lights, TimeSpan.FromMinutes(5), line => _said.Tell(line)));
        var subscribe = ExpectMsg<DeviceQueries.Subscribe>(TimeSpan.FromSeconds(20));
        Assert.Equal(DeviceSelector.Of(Door), subscribe.Filter.Selector);
        _rule.Tell(new DeviceReplies.Subscribed(subscribe.Filter));
    }

    private TestScheduler Time => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Should_light_for_five_minutes_when_the_door_opens()
    {
        Report(open: true);
        Answer(on: true, new CommandOutcome.Confirmed(Lamp, DpSet.Of((20, true))));

        Report(open: false);
        Step(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        ExpectNothing();
        Step(TimeSpan.FromSeconds(1));
        Answer(on: false, new CommandOutcome.Confirmed(Lamp, DpSet.Of((20, false))));
        Step(TimeSpan.FromMinutes(10));
        ExpectNothing();
    }

    [Fact]
    public void Should_begin_the_five_minutes_anew_when_the_door_opens_again()
    {
        Report(open: true);
        Answer(on: true, new CommandOutcome.Confirmed(Lamp, DpSet.Of((20, true))));
        Step(TimeSpan.FromMinutes(4));
        Report(open: true);
        Answer(on: true, new CommandOutcome.Confirmed(Lamp, DpSet.Of((20, true))));

        Step(TimeSpan.FromMinutes(4));
        ExpectNothing();
        Step(TimeSpan.FromMinutes(1));
        Expect(on: false);
    }

    [Fact]
    public void Should_keep_the_wish_for_light_only_as_long_as_there_is_to_be_light()
    {
        Report(open: true);

        Assert.Equal(Time.Now + TimeSpan.FromMinutes(5), Expect(on: true).Deadline);
    }

    [Fact]
    public void Should_try_until_the_light_is_off_when_the_lamp_was_offline()
    {
        Report(open: true);
        Answer(on: true, new CommandOutcome.Offline(Lamp, DeviceState.Backoff, null, false));
        Step(TimeSpan.FromMinutes(5));
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Answer(on: false, new CommandOutcome.Offline(Lamp, DeviceState.Backoff, null, false));
            Step(TimeSpan.FromSeconds(10));
        }

        Answer(on: false, new CommandOutcome.Confirmed(Lamp, DpSet.Of((20, false))));
        Step(TimeSpan.FromMinutes(1));
        ExpectNothing();
    }

    [Fact]
    public void Should_not_switch_off_any_more_when_the_door_opens_meanwhile()
    {
        Report(open: true);
        Answer(on: true, new CommandOutcome.Confirmed(Lamp, DpSet.Of((20, true))));
        Step(TimeSpan.FromMinutes(5));
        Expect(on: false);
        var late = LastSender;
        Report(open: true);
        Expect(on: true);

        late.Tell(new DeviceReplies.Outcomes([new CommandOutcome.TimedOut(Lamp, TimeSpan.FromSeconds(10))], []));
        Settle();
        Step(TimeSpan.FromMinutes(1));
        ExpectNothing();
    }

    private void Report(bool open)
    {
        var dps = DpSet.Of((1, open));
        _rule.Tell(new DeviceEvents.DpsReported(Door, dps, dps, ReportCause.Push, Time.Now));
        Settle();
    }

    private DeviceCommands.SetDpsOfMany Expect(bool on)
    {
        var command = ExpectMsg<DeviceCommands.SetDpsOfMany>(TimeSpan.FromSeconds(20));
        Assert.Equal((Lights, DpSet.Of((20, on))), (command.Devices, command.Dps));
        return command;
    }

    private void Answer(bool on, CommandOutcome outcome)
    {
        Expect(on);
        LastSender.Tell(new DeviceReplies.Outcomes(ImmutableArray.Create(outcome), []));
        // The answer reaches the rule by way of a task: it is there when the rule tells of it.
        _said.FishForMessage(line => line is string text && text.EndsWith(outcome.Sentence, StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        Settle();
    }

    private void Step(TimeSpan time)
    {
        Time.Advance(time);
        Settle();
    }

    /// <summary>Nothing that was told before is still to come.</summary>
    private void ExpectNothing()
    {
        Settle();
        Assert.False(HasMessages, "the rule says something that it should not");
    }

    private void Settle()
    {
        var probe = CreateTestProbe();
        _rule.Tell(new Identify(null), probe);
        probe.ExpectMsg<ActorIdentity>(TimeSpan.FromSeconds(20));
    }
}

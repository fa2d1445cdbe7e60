using Akka.Actor;
using Akka.TestKit;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Router;

namespace TuyaActors.Tests.Router;

/// <summary>How one device stands by its own word, or what is known where it gives none.</summary>
public sealed class FreshDeviceSpecs : RouterUnderTest
{
    private readonly TestProbe _lamp;

    public FreshDeviceSpecs() => _lamp = Known(Lamp, DeviceState.Online);

    [Fact]
    public void Should_let_the_device_be_asked_and_answer_how_it_stands_then()
    {
        var asker = Fresh();
        Refreshed(new CommandOutcome.Confirmed(Lamp, DpSet.Of((1, true))));
        Answer(_lamp, Snapshot(Lamp, DeviceState.Online, (1, true)));
        Assert.Equal(DpSet.Of((1, true)), asker.ExpectMsg<DeviceReplies.DeviceFound>(Patience).Device.Reported);
        ExpectNothing(asker);
    }

    [Fact]
    public void Should_wait_as_long_as_for_a_command_when_nobody_says_how_long_for_a_sleeper_too()
    {
        Known(Lamp, DeviceState.Asleep);
        var lamp = Known(Lamp);
        var begun = Clock;
        Ask(new DeviceQueries.GetDevice(Lamp) { Fresh = true });
        Assert.Equal(begun + 4.5 * Second, lamp.ExpectMsg<DeviceCommands.Refresh>(Patience).Deadline);
    }

    [Fact]
    public void Should_say_what_became_of_the_question_when_there_is_no_fallback()
    {
        foreach (var outcome in new CommandOutcome[] { new CommandOutcome.Offline(Lamp, DeviceState.Backoff, null, false), new CommandOutcome.Acknowledged(Lamp), new CommandOutcome.Expired(Lamp) })
        {
            var asker = Fresh();
            Refreshed(outcome);
            Assert.Equal(outcome, asker.ExpectMsg<DeviceReplies.DeviceNotAnswering>(Patience).Outcome);
        }
    }

    [Fact]
    public void Should_fall_back_to_what_is_known_and_mark_it_stale()
    {
        var asker = Fresh(Fallback.Stale);
        Answer(_lamp, Snapshot(Lamp, DeviceState.Online, (1, 1)));
        Refreshed(new CommandOutcome.TimedOut(Lamp, Second));
        Answer(_lamp, Snapshot(Lamp, DeviceState.Online, (1, 2)));
        var device = asker.ExpectMsg<DeviceReplies.DeviceFound>(Patience).Device;
        Assert.Equal((DpSet.Of((1, 2)), true), (device.Reported, device.Stale));
        ExpectNothing(asker);
    }

    [Theory]
    [InlineData(Fallback.None, false)]
    [InlineData(Fallback.Stale, false)]
    [InlineData(Fallback.Stale, true)]
    public void Should_answer_by_the_deadline_when_the_device_is_stuck(Fallback fallback, bool answersFirst)
    {
        var asker = Fresh(fallback, Clock + Second);
        if (answersFirst)
            Answer(_lamp, Snapshot(Lamp, DeviceState.Online, (1, 1)));
        Pass(0.949 * Second, asker);
        asker.ExpectNoMsg(TimeSpan.Zero);
        Pass(0.001 * Second, asker);
        if (answersFirst)
            Assert.True(asker.ExpectMsg<DeviceReplies.DeviceFound>(Patience).Device.Stale);
        else
            Assert.Equal(0.95 * Second, Assert.IsType<CommandOutcome.TimedOut>(asker.ExpectMsg<DeviceReplies.DeviceNotAnswering>(Patience).Outcome).Waited);
        Pass(10 * Second, asker);
        asker.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_not_call_an_answer_fresh_that_did_not_come()
    {
        var asker = Fresh(deadline: Clock + Second);
        Refreshed(new CommandOutcome.Confirmed(Lamp, DpSet.Empty));
        Pass(Second, asker);
        Assert.IsType<CommandOutcome.TimedOut>(asker.ExpectMsg<DeviceReplies.DeviceNotAnswering>(Patience).Outcome);
    }

    [Fact]
    public void Should_say_that_there_is_no_such_device_when_it_is_removed_meanwhile()
    {
        var asker = Fresh();
        Refreshed(new CommandOutcome.Cancelled(Lamp, "removed"));
        Sys.Stop(_lamp.Ref);
        asker.ExpectMsg<DeviceReplies.DeviceNotFound>(Patience);
        Ask(new DeviceQueries.GetDevice(Plug) { Fresh = true }).ExpectMsg<DeviceReplies.DeviceNotFound>(Patience);
    }

    [Fact]
    public void Should_fall_back_at_once_when_the_deadline_has_passed()
    {
        var asker = Fresh(Fallback.Stale, Clock - Second);
        Answer(_lamp, Snapshot(Lamp));
        Refreshed(new CommandOutcome.Expired(Lamp));
        Answer(_lamp, Snapshot(Lamp));
        Assert.True(asker.ExpectMsg<DeviceReplies.DeviceFound>(Patience).Device.Stale);
    }

    [Fact]
    public void Should_answer_also_when_the_router_crashes()
    {
        var asker = Fresh();
        _lamp.ExpectMsg<DeviceCommands.Refresh>(Patience);
        Router.Tell(new RouterMessages.Known(null!, _lamp.Ref));
        Assert.IsType<CommandOutcome.Cancelled>(asker.ExpectMsg<DeviceReplies.DeviceNotAnswering>(Patience).Outcome);
    }

    private TestProbe Fresh(Fallback fallback = Fallback.None, DateTimeOffset? deadline = null) =>
        Ask(new DeviceQueries.GetDevice(Lamp) { Fresh = true, Fallback = fallback, Deadline = deadline });

    private void Refreshed(CommandOutcome outcome)
    {
        _lamp.ExpectMsg<DeviceCommands.Refresh>(Patience);
        _lamp.Reply(outcome);
    }
}

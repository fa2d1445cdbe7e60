using Akka.Actor;
using Akka.TestKit;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Router;

namespace TuyaActors.Tests.Router;

/// <summary>A device shows which one it is, and ends as it was.</summary>
public sealed class IdentifySpecs : RouterUnderTest
{
    private readonly TestProbe _lamp;

    public IdentifySpecs() => _lamp = Known(Lamp, DeviceState.Online);

    [Theory]
    [InlineData(1, true)]
    [InlineData(20, false)]
    public void Should_turn_its_switch_over_and_after_a_second_back(int dp, bool isOn)
    {
        var asker = Identify();
        Answer(_lamp, Snapshot(Lamp, DeviceState.Online, (dp, isOn), (2, "white")));
        Told((dp, !isOn), confirm: true);
        Pass(0.9 * Second, _lamp);
        Assert.False(_lamp.HasMessages);
        Pass(0.1 * Second, _lamp);
        Told((dp, isOn), confirm: true);
        Assert.Equal(DpSet.Of((dp, isOn)), asker.ExpectMsg<CommandOutcome.Confirmed>(Patience).Reported);
        Pass(20 * Second, _lamp, asker);
        Assert.False(_lamp.HasMessages || asker.HasMessages);
    }

    [Fact]
    public void Should_prefer_20_to_1_and_take_the_one_that_is_named()
    {
        var both = Snapshot(Lamp, DeviceState.Online, (1, true), (7, false), (20, true));
        Identify();
        Answer(_lamp, both);
        Told((20, false), confirm: false);
        Sys.Stop(_lamp.Ref);
        var plug = Known(Plug);
        Ask(new DeviceCommands.Identify(Plug, 7));
        Answer(plug, both);
        Assert.Equal(DpSet.Of((7, true)), plug.ExpectMsg<DeviceCommands.SetDps>(Patience).Dps);
    }

    [Fact]
    public void Should_leave_it_as_somebody_has_just_wished()
    {
        Identify();
        Answer(_lamp, Snapshot(Lamp, DeviceState.Online, (1, false)) with { Desired = [new DesiredDp(1, true, At)] });
        Told((1, false), confirm: true);
        Pass(Second, _lamp);
        Told((1, true), confirm: true);
    }

    [Fact]
    public void Should_refuse_one_without_a_switch_and_a_dp_that_is_none()
    {
        var asker = Identify();
        Answer(_lamp, Snapshot(Lamp, DeviceState.Online, (1, 5), (2, true)));
        asker.ExpectMsg<CommandOutcome.Rejected>(Patience);

        asker = Ask(new DeviceCommands.Identify(Lamp, 1));
        Answer(_lamp, Snapshot(Lamp, DeviceState.Online, (1, 5)));
        Refreshed(new CommandOutcome.Confirmed(Lamp, DpSet.Empty));
        Answer(_lamp, Snapshot(Lamp, DeviceState.Online, (1, 5)));
        asker.ExpectMsg<CommandOutcome.Rejected>(Patience);
        Ask(new DeviceCommands.Identify(Plug)).ExpectMsg<CommandOutcome.UnknownDevice>(Patience);
        Assert.IsType<CommandOutcome.Expired>(Ask(new DeviceCommands.Identify(Lamp, null, Clock)).ExpectMsg<CommandOutcome>(Patience));
    }

    [Fact]
    public void Should_ask_for_the_values_first_when_they_may_be_out_of_date()
    {
        var asker = Identify(Clock + 60 * Second);
        Answer(_lamp, Snapshot(Lamp, DeviceState.Backoff, (1, false)));
        Assert.Equal(Clock + 55.5 * Second, Refreshed(new CommandOutcome.Confirmed(Lamp, DpSet.Empty)).Deadline);
        Answer(_lamp, Snapshot(Lamp, DeviceState.Online, (1, true)));
        Told((1, false), confirm: true);

        foreach (var failed in new CommandOutcome[] { new CommandOutcome.Offline(Plug, DeviceState.Backoff, null, false), new CommandOutcome.Acknowledged(Plug) })
        {
            var plug = Known(Plug);
            asker = Ask(new DeviceCommands.Identify(Plug));
            Answer(plug, Snapshot(Plug, DeviceState.Backoff, (1, false)));
            plug.ExpectMsg<DeviceCommands.Refresh>(Patience);
            plug.Reply(failed);
            Assert.False(asker.ExpectMsg<CommandOutcome>(Patience).Succeeded);
            SettleAll(plug);
            Assert.False(plug.HasMessages);
        }
    }

    [Fact]
    public void Should_set_it_back_when_nobody_knows_whether_it_was_turned_over()
    {
        foreach (var unclear in new CommandOutcome[] { new CommandOutcome.TimedOut(Lamp, Second), new CommandOutcome.Offline(Lamp, DeviceState.Backoff, null, WasSent: true) })
        {
            var asker = Identify(Clock + 10 * Second);
            Answer(_lamp, Snapshot(Lamp, DeviceState.Online, (1, true)));
            var turn = _lamp.ExpectMsg<DeviceCommands.SetDps>(Patience);
            _lamp.Reply(unclear);
            var back = _lamp.ExpectMsg<DeviceCommands.SetDps>(Patience);
            Assert.Equal(DpSet.Of((1, true)), back.Dps);
            Assert.Equal(Clock + 15 * Second, back.Deadline); // it may be back only then
            Assert.True(turn.Deadline < Clock + 5 * Second);
            _lamp.Reply(new CommandOutcome.Confirmed(Lamp, back.Dps));
            Assert.Equal(unclear, asker.ExpectMsg<CommandOutcome>(Patience));
            SettleAll();
        }
    }

    [Fact]
    public void Should_leave_alone_what_was_not_turned_over()
    {
        foreach (var outcome in new CommandOutcome[] { new CommandOutcome.Rejected(Lamp, "no"), new CommandOutcome.Superseded(Lamp), new CommandOutcome.Expired(Lamp) })
        {
            var asker = Identify();
            Answer(_lamp, Snapshot(Lamp, DeviceState.Online, (1, true)));
            _lamp.ExpectMsg<DeviceCommands.SetDps>(Patience);
            _lamp.Reply(outcome);
            Assert.Equal(outcome, asker.ExpectMsg<CommandOutcome>(Patience));
            SettleAll(_lamp);
            Assert.False(_lamp.HasMessages);
        }
    }

    [Fact]
    public void Should_answer_by_the_deadline_and_set_it_back_when_it_is_stuck_half_way()
    {
        var asker = Identify(Clock + 2 * Second);
        Answer(_lamp, Snapshot(Lamp, DeviceState.Online, (1, true)));
        _lamp.ExpectMsg<DeviceCommands.SetDps>(Patience);
        Pass(1.9 * Second, asker);
        asker.ExpectMsg<CommandOutcome.TimedOut>(Patience);
        Assert.Equal(DpSet.Of((1, true)), _lamp.ExpectMsg<DeviceCommands.SetDps>(Patience).Dps);
    }

    [Fact]
    public void Should_set_it_back_also_when_the_router_crashes()
    {
        var asker = Identify();
        Answer(_lamp, Snapshot(Lamp, DeviceState.Online, (1, true)));
        Told((1, false), confirm: true);
        Router.Tell(new RouterMessages.Known(null!, _lamp.Ref));
        asker.ExpectMsg<CommandOutcome.Cancelled>(Patience);
        Assert.Equal(DpSet.Of((1, true)), _lamp.ExpectMsg<DeviceCommands.SetDps>(Patience).Dps);
    }

    [Fact]
    public void Should_not_show_a_device_twice_at_once()
    {
        var first = Identify();
        _lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience);
        var second = CreateTestProbe();
        Router.Tell(new DeviceCommands.Identify(Lamp), second.Ref);
        second.ExpectMsg<CommandOutcome.Rejected>(Patience);
        Sys.Stop(_lamp.Ref);
        first.ExpectMsg<CommandOutcome.Cancelled>(Patience);
    }

    [Fact]
    public void Should_show_a_device_again_as_soon_as_it_has_answered()
    {
        for (var i = 0; i < 100; i++)
        {
            var asker = Identify();
            Answer(_lamp, Snapshot(Lamp));
            Assert.Contains("has not shown a switch", asker.ExpectMsg<CommandOutcome.Rejected>(Patience).Reason, StringComparison.Ordinal);
        }
    }

    private TestProbe Identify(DateTimeOffset? deadline = null) => Ask(new DeviceCommands.Identify(Lamp, null, deadline));

    private void Told((int, DpValue) dp, bool confirm)
    {
        var set = _lamp.ExpectMsg<DeviceCommands.SetDps>(Patience);
        Assert.Equal(DpSet.Of(dp), set.Dps);
        if (!confirm)
            return;
        _lamp.Reply(new CommandOutcome.Confirmed(Lamp, set.Dps));
        SettleAll();
    }

    private DeviceCommands.Refresh Refreshed(CommandOutcome outcome)
    {
        var refresh = _lamp.ExpectMsg<DeviceCommands.Refresh>(Patience);
        _lamp.Reply(outcome);
        return refresh;
    }
}

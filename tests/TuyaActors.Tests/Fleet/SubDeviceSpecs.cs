using TuyaActors.Fleet;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Fleet;

public sealed class SubDeviceSpecs : FleetUnderTest
{
    private static readonly DeviceId Kid = new("child");

    [Fact]
    public void Should_show_what_its_gateway_can_do()
    {
        Behave("gate", Manner.Away);
        var fleet = Start(Device("gate"), Child("child", "gate"));
        ExpectState("child", DeviceState.Connecting);
        Assert.Equal(DeviceState.Connecting, Look(fleet, "child").State);
        Behave("gate", Manner.Sound);
        Time.Advance(TimeSpan.FromSeconds(5));
        ExpectState("child", DeviceState.Backoff);
        var waiting = Look(fleet, "child");
        Assert.Equal((DiagnosisKind.Unreachable, true), (waiting.Diagnosis!.Kind, waiting.Stale));
        Ask<CommandOutcome.Acknowledged>(fleet, new DeviceCommands.Reconnect(new DeviceId("gate")));
        ExpectState("child", DeviceState.Online);
        Assert.Equal(("cid-child", "gate", 1), (Look(fleet, "child").Cid, Look(fleet, "child").Gateway!.Value.Value, Look(fleet, "child").Connects));
    }

    [Fact]
    public void Should_count_as_online_when_it_joins_a_gateway_that_is()
    {
        var fleet = Start(Device("gate"));
        ExpectState("gate", DeviceState.Online);
        for (var i = 1; i <= 20; i++)
        {
            Ask<FleetReply.Done>(fleet, new FleetCommands.AddDevice(Child($"child-{i}", "gate")));
            // Whoever hears of it can ask for it, and it is counted.
            ExpectState($"child-{i}", DeviceState.Online);
            Assert.Equal(DeviceState.Online, Look(fleet, $"child-{i}").State);
            Assert.Equal(i, Ask<FleetHealth>(fleet, new DeviceQueries.GetHealth()).SubDevicesOnline);
        }
    }

    [Fact]
    public void Should_tell_its_own_history_and_its_gateways_frames()
    {
        var fleet = Start(Device("gate"), Child("child", "gate"));
        ExpectState("child", DeviceState.Online);
        Say("gate", Protocol.Payloads.DeviceReplies.Status(ProtocolVersion.V33, "gate", DpSet.Of((9, "low")), 0, "cid-child"));
        ExpectEvent<DeviceEvents.DpsReported>("child");

        var history = Ask<DeviceReplies.HistoryFound>(fleet, new DeviceQueries.GetHistory(Kid)).History;
        Assert.Equal((Kid, DeviceState.Online), (history.DeviceId, history.Periods[0].State));
        Assert.Equal(9, Assert.Single(history.Dps, dp => dp.DpId == 9).DpId);
        Assert.Equal(["low"], history.Dps.Single(dp => dp.DpId == 9).Texts.ToArray());
        Assert.Empty(history.Addresses);

        var frames = Ask<DeviceReplies.FramesRecorded>(fleet, new DeviceQueries.GetFrames(Kid));
        Assert.Equal((Kid, "gate"), (frames.DeviceId, frames.Recording.DeviceId.Value));
        Ask<DeviceReplies.DeviceNotFound>(fleet, new DeviceQueries.GetHistory(new DeviceId("nobody")));
        Ask<DeviceReplies.DeviceNotFound>(fleet, new DeviceQueries.GetFrames(new DeviceId("nobody")));
        Assert.Empty(Ask<DeviceReplies.Sightings>(fleet, new DeviceQueries.GetSightings()).Heard);
    }

    [Fact]
    public void Should_be_gone_when_it_is_removed_before_its_gateway_got_round_to_it()
    {
        var fleet = Start(Device("gate"));
        ExpectState("gate", DeviceState.Online);
        fleet.Tell(new FleetCommands.AddDevice(Child("child", "gate")), TestActor);
        fleet.Tell(new FleetCommands.RemoveDevice(Kid), TestActor);
        ExpectMsg<FleetReply.Done>();
        ExpectMsg<FleetReply.Done>();
        // The gateway has told the fleet of the sub-device when it answers, and the fleet the router when that answers.
        Look(fleet, "gate");
        Ask<FleetMessages.Doors>(fleet, new FleetMessages.GetDoors());

        Ask<DeviceReplies.DeviceNotFound>(fleet, new DeviceQueries.GetDevice(Kid));
        Assert.Single(Ask<DeviceReplies.Devices>(fleet, new DeviceQueries.GetDevices()).Found);
        Assert.Equal(0, Ask<FleetHealth>(fleet, new DeviceQueries.GetHealth()).SubDevices);
    }

    [Fact]
    public void Should_have_its_values_and_commands_apart_from_its_siblings()
    {
        var fleet = Start(Device("gate"), Child("child", "gate"), Child("sibling", "gate"));
        ExpectState("sibling", DeviceState.Online);
        var outcome = Ask<CommandOutcome.Confirmed>(fleet, new DeviceCommands.SetDps(Kid, DpSet.Of((1, true))));
        Assert.Equal((Kid, DpSet.Of((1, true))), (outcome.DeviceId, outcome.Reported));
        Assert.True(Look(fleet, "child").Reported[1].AsBoolean());
        Ask<CommandOutcome.Confirmed>(fleet, new DeviceCommands.Refresh(new DeviceId("sibling")));
        Assert.False(Look(fleet, "sibling").Reported[1].AsBoolean());
        Assert.False(Look(fleet, "gate").Reported[1].AsBoolean());
    }

    [Fact]
    public void Should_show_a_wish_without_a_deadline_until_its_time_is_up()
    {
        Behave("gate", Manner.Away);
        var fleet = Start(Device("gate"), Child("child", "gate"));
        ExpectState("child", DeviceState.Connecting);
        fleet.Tell(new DeviceCommands.SetDps(Kid, DpSet.Of((1, true))), TestActor);
        Look(fleet, "child");
        Look(fleet, "gate");
        var wish = Assert.Single(Look(fleet, "child").Desired);
        Assert.Equal((1, (DpValue)true, Time.Now + TimeSpan.FromSeconds(5)), (wish.DpId, wish.Value, wish.Deadline));

        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(ExpectMsg<CommandOutcome.Offline>().WasSent);
        Assert.Empty(Look(fleet, "child").Desired);
    }

    [Fact]
    public void Should_not_keep_a_wish_that_was_refused()
    {
        Behave("gate", Manner.WrongKey);
        var fleet = Start(Device("gate"), Child("child", "gate"));
        ExpectState("child", DeviceState.Backoff);
        Time.Advance(TimeSpan.FromSeconds(1));
        ExpectState("child", DeviceState.KeyRejected);
        Assert.Equal(
            DeviceState.KeyRejected,
            Ask<CommandOutcome.Offline>(fleet, new DeviceCommands.SetDps(Kid, DpSet.Of((1, true)), Time.Now + TimeSpan.FromMinutes(1))).State);
        Assert.Empty(Look(fleet, "child").Desired);
    }

    [Fact]
    public void Should_not_reconnect_what_it_shares()
    {
        var fleet = Start(Device("gate"), Child("child", "gate"));
        ExpectState("child", DeviceState.Online);
        Assert.Contains("'gate'", Ask<CommandOutcome.Rejected>(fleet, new DeviceCommands.Reconnect(Kid)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_take_its_commands_with_it_and_leave_the_gateways_alone_when_it_is_removed()
    {
        Behave("gate", Manner.DeafToSubDevices);
        var fleet = Start(Device("gate", ProtocolVersion.V35), Child("child", "gate"));
        ExpectState("child", DeviceState.Online);
        var (forChild, forGate) = (CreateTestProbe(), CreateTestProbe());
        fleet.Tell(new DeviceCommands.SetDps(Kid, DpSet.Of((1, true))), forChild.Ref);
        Look(fleet, "child");
        Ask<FleetReply.Done>(fleet, new FleetCommands.RemoveDevice(Kid));
        forChild.ExpectMsg<CommandOutcome.Cancelled>();

        // 3.5 matches by order: the removed command must not take the acknowledgement of this one.
        fleet.Tell(new DeviceCommands.SetDps(new DeviceId("gate"), DpSet.Of((7, true))), forGate.Ref);
        Ask<CommandOutcome.Confirmed>(fleet, new DeviceCommands.Refresh(new DeviceId("gate")));
        Time.Advance(TimeSpan.FromSeconds(5));
        forGate.ExpectMsg<CommandOutcome.Acknowledged>();
    }

    [Fact]
    public void Should_move_to_another_gateway()
    {
        var fleet = Start(Device("gate"), Device("gate-2"), Child("child", "gate"));
        ExpectState("child", DeviceState.Online);
        Ask<FleetReply.Done>(fleet, new FleetCommands.UpdateDevice(Child("child", "gate-2")));
        ExpectState("child", DeviceState.Online);
        Assert.Equal("gate-2", Look(fleet, "child").Gateway!.Value.Value);
        Ask<CommandOutcome.Confirmed>(fleet, new DeviceCommands.SetDps(Kid, DpSet.Of((1, true))));
        Ask<FleetReply.Done>(fleet, new FleetCommands.RemoveDevice(new DeviceId("gate")));
        Assert.Contains("1 sub-devices", Ask<FleetReply.Refused>(fleet, new FleetCommands.RemoveDevice(new DeviceId("gate-2"))).Reason, StringComparison.Ordinal);
    }
}

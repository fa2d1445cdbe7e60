using Akka.Actor;
using TuyaActors.Fleet;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;
using DeviceReplies = TuyaActors.Protocol.Payloads.DeviceReplies;

namespace TuyaActors.Tests.Fleet;

public sealed class SubDeviceLivenessSpecs : FleetUnderTest
{
    private static readonly DeviceId Kid = new("child");
    private static readonly DeviceId Gate = new("gate");

    [Fact]
    public void Should_be_out_of_reach_when_its_gateway_says_so_and_online_when_it_says_that()
    {
        var fleet = StartFamily();
        Say("gate", DeviceReplies.SubDevices(["cid-sibling"], ["cid-child"]));

        var lost = ExpectChange(DeviceState.OutOfReach);
        Assert.Equal((DeviceState.Online, DiagnosisKind.OutOfReach, 905), (lost.From, lost.Diagnosis!.Kind, lost.Diagnosis.TinytuyaCode));
        Assert.Contains("gate", lost.Diagnosis.Evidence!, StringComparison.Ordinal);
        Assert.Contains("battery", lost.Diagnosis.Sentence, StringComparison.Ordinal);
        Assert.Equal((DeviceState.OutOfReach, true), (Look(fleet, "child").State, Look(fleet, "child").Stale));
        Assert.Equal(DeviceState.Online, Look(fleet, "sibling").State);
        Assert.Equal(1, Ask<FleetHealth>(fleet, new DeviceQueries.GetHealth()).SubDevicesOnline);
        var queries = Queries();

        Say("gate", DeviceReplies.SubDevices(["cid-child"], []));

        Assert.Null(ExpectChange(DeviceState.Online).Diagnosis);
        Look(fleet, "gate");
        Assert.Equal(queries + 1, Queries()); // what it missed meanwhile

        int Queries() => AskedOf("gate").Count(r => r is { Kind: DeviceRequestKind.Query, Cid: "cid-child" });
    }

    [Fact]
    public void Should_ask_when_it_comes_online_and_each_interval_from_then_on()
    {
        Hocon = "tuya.gateway.liveness-interval = 20s";
        var fleet = StartFamily();
        Look(fleet, "gate");
        for (var asked = 1; asked < 6; asked++)
        {
            Assert.Equal(asked, Asked());
            Say("gate", DeviceReplies.SubDevices(["cid-child", "cid-sibling"], []));
            Look(fleet, "gate");
            Pass(fleet, TimeSpan.FromSeconds(20));
        }
    }

    [Fact]
    public void Should_never_ask_when_it_must_not()
    {
        Hocon = "tuya.gateway.liveness-interval = 0s";
        var fleet = StartFamily();
        Pass(fleet, TimeSpan.FromMinutes(10));
        Assert.Equal(0, Asked());
        Say("gate", DeviceReplies.SubDevices([], ["cid-child"]));
        ExpectChange(DeviceState.OutOfReach); // what it is told unasked counts
    }

    [Fact]
    public void Should_not_ask_a_device_that_is_no_gateway()
    {
        var fleet = Start(Device("gate"));
        ExpectState("gate", DeviceState.Online);
        Pass(fleet, TimeSpan.FromMinutes(5));
        Assert.Equal(0, Asked());
    }

    [Fact]
    public void Should_ask_once_for_all_that_joined()
    {
        var fleet = Start(Device("gate"));
        ExpectState("gate", DeviceState.Online);
        for (var i = 0; i < 10; i++)
            Ask<FleetReply.Done>(fleet, new FleetCommands.AddDevice(Child($"child-{i}", "gate")));
        Pass(fleet, TimeSpan.FromSeconds(1));
        Assert.Equal(1, Asked());
    }

    [Fact]
    public void Should_leave_the_children_of_a_gateway_that_never_answers_as_they_are_and_ask_no_more()
    {
        var fleet = StartFamily();
        for (var i = 0; i < 20; i++)
        {
            Pass(fleet, TimeSpan.FromMinutes(1));
            Assert.Equal(DeviceState.Online, Look(fleet, "child").State);
        }

        Assert.Equal(3, Asked());
    }

    [Fact]
    public void Should_be_online_again_when_it_reports_of_itself_but_not_when_the_gateway_answers_from_memory()
    {
        var fleet = StartFamily();
        Say("gate", DeviceReplies.SubDevices([], ["cid-child"]));
        ExpectChange(DeviceState.OutOfReach);

        Ask<CommandOutcome.Confirmed>(fleet, new DeviceCommands.Refresh(Kid));
        Assert.Equal(DeviceState.OutOfReach, Look(fleet, "child").State);
        // An answer that comes when nobody waits for it any more.
        Say("gate", DeviceReplies.QueryReply(ProtocolVersion.V34, "gate", CommandId.DpQueryNew, DpSet.Of((1, true)), "cid-child"));
        Look(fleet, "gate");
        Assert.Equal(DeviceState.OutOfReach, Look(fleet, "child").State);

        Say("gate", DeviceReplies.Status(ProtocolVersion.V34, "gate", DpSet.Of((1, true)), 0, "cid-child"));
        ExpectChange(DeviceState.Online);
        Assert.True(Look(fleet, "child").Reported[1].AsBoolean());
        // What it did not report is asked when the gateway's memory has caught up.
        var queries = AskedOf("gate").Count;
        Pass(fleet, TimeSpan.FromSeconds(1));
        Look(fleet, "gate");
        Assert.Equal(queries + 1, AskedOf("gate").Count);
    }

    [Fact]
    public void Should_be_unknown_no_longer_than_its_gateway_is_away_and_out_of_reach_as_before_then()
    {
        var fleet = StartFamily();
        Say("gate", DeviceReplies.SubDevices([], ["cid-child"]));
        ExpectChange(DeviceState.OutOfReach);
        Hang("gate");
        Assert.Equal(DiagnosisKind.Unresponsive, ExpectChange(DeviceState.Backoff).Diagnosis!.Kind);
        Pass(fleet, TimeSpan.FromSeconds(1));
        ExpectState("gate", DeviceState.Online);
        Assert.Equal(DeviceState.Negotiating, ExpectChange(DeviceState.OutOfReach).From); // not online for a moment in between
        Assert.Equal(2, Asked());
        Say("gate", DeviceReplies.SubDevices(["cid-child"], []));
        ExpectChange(DeviceState.Online);
    }

    [Fact]
    public void Should_send_its_commands_all_the_same()
    {
        var fleet = StartFamily();
        Say("gate", DeviceReplies.SubDevices([], ["cid-child"]));
        ExpectChange(DeviceState.OutOfReach);
        Ask<CommandOutcome.Confirmed>(fleet, new DeviceCommands.SetDps(Kid, DpSet.Of((1, true))));
        ExpectChange(DeviceState.Online); // it has reported the value
    }

    [Theory]
    [InlineData(Manner.RefusesSubDevices)]
    [InlineData(Manner.DeafToSubDevices)]
    internal void Should_say_that_it_was_out_of_reach_when_its_gateway_refuses_or_keeps_silent(Manner manner)
    {
        Behave("gate", manner);
        var fleet = StartFamily();
        Say("gate", DeviceReplies.SubDevices([], ["cid-child"]));
        ExpectChange(DeviceState.OutOfReach);
        var caller = CreateTestProbe();
        fleet.Tell(new DeviceCommands.SetDps(Kid, DpSet.Of((1, true))), caller.Ref);
        Look(fleet, "child");
        Pass(fleet, TimeSpan.FromSeconds(2));
        var outcome = caller.ExpectMsg<CommandOutcome.Offline>(TimeSpan.FromSeconds(20));
        Assert.Equal((Kid, DeviceState.OutOfReach, DiagnosisKind.OutOfReach, true), (outcome.DeviceId, outcome.State, outcome.Diagnosis!.Kind, outcome.WasSent));
        Assert.Contains("gateway", outcome.Sentence, StringComparison.Ordinal);
        Assert.Empty(Look(fleet, "child").Desired);
    }

    [Fact]
    public void Should_give_a_command_the_time_that_its_sender_gave_it()
    {
        Behave("gate", Manner.DeafToSubDevices);
        var fleet = StartFamily();
        Say("gate", DeviceReplies.SubDevices([], ["cid-child"]));
        ExpectChange(DeviceState.OutOfReach);
        var caller = CreateTestProbe();
        fleet.Tell(new DeviceCommands.SetDps(Kid, DpSet.Of((1, true)), Time.Now + TimeSpan.FromSeconds(30)), caller.Ref);
        Look(fleet, "child");
        Pass(fleet, TimeSpan.FromSeconds(5));
        Say("gate", DeviceReplies.Status(ProtocolVersion.V34, "gate", DpSet.Of((1, true)), 0, "cid-child"));
        caller.ExpectMsg<CommandOutcome.Confirmed>(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Should_publish_and_show_what_nobody_defined_once()
    {
        var fleet = StartFamily();
        Events.Send(fleet, new DeviceQueries.Subscribe(Messages.EventFilter.Sightings));
        Events.FishForMessage<Messages.DeviceReplies.Subscribed>(_ => true);
        Say("gate", DeviceReplies.SubDevices(["cid-child", "new-1"], ["new-2"]));
        Say("gate", DeviceReplies.SubDevices(["new-1"], ["new-2"]));
        Say("gate", DeviceReplies.Status(ProtocolVersion.V34, "gate", DpSet.Of((1, true)), 0, "new-3"));
        Say("gate", DeviceReplies.Status(ProtocolVersion.V34, "gate", DpSet.Of((1, false)), 0, "new-3"));
        Assert.Equal(
            [("new-1", true), ("new-2", false), ("new-3", true)],
            Enumerable.Range(0, 3).Select(_ => ExpectEvent<DeviceEvents.SubDeviceSeen>("gate")).Select(e => (e.Cid, e.Reachable)));
        Assert.Equal(["new-1", "new-2", "new-3"], Look(fleet, "gate").UnknownCids.ToArray());
        Assert.DoesNotContain(Events.ReceiveWhile<object>(TimeSpan.Zero, e => e), e => e is DeviceEvents.SubDeviceSeen);

        Ask<FleetReply.Done>(fleet, new FleetCommands.AddDevice(Child("found", "gate", "new-2")));
        Ask<FleetMessages.Doors>(fleet, new FleetMessages.GetDoors());
        Assert.Equal(["new-1", "new-3"], Look(fleet, "gate").UnknownCids.ToArray());
        Assert.Equal(DeviceState.OutOfReach, Look(fleet, "found").State);
    }

    [Fact]
    public void Should_keep_its_values_when_it_gets_another_name()
    {
        var fleet = StartFamily();
        Say("gate", DeviceReplies.Status(ProtocolVersion.V34, "gate", DpSet.Of((7, "kept")), 0, "cid-child"));
        Assert.Equal(Kid, Events.FishForMessage<DeviceEvents.DpsReported>(e => e.Dps.ContainsKey(7)).DeviceId);
        var before = Look(fleet, "child");
        var queries = AskedOf("gate").Count;

        Ask<FleetReply.Done>(fleet, new FleetCommands.UpdateDevice(Child("child", "gate") with { Name = "kitchen" }));
        ExpectEvent<DeviceEvents.Updated>("child");
        Look(fleet, "gate");

        var after = Look(fleet, "child");
        Assert.Equal("kitchen", after.Name);
        Assert.Equal((before.Reported, before.ReportedAt, before.Since, before.Pushes), (after.Reported, after.ReportedAt, after.Since, after.Pushes));
        Assert.Equal(DeviceState.Online, after.State);
        Assert.Equal(queries, AskedOf("gate").Count);
        Assert.DoesNotContain(Events.ReceiveWhile<object>(TimeSpan.Zero, e => e), e => e is DeviceEvents.StateChanged);
    }

    [Fact]
    public void Should_begin_anew_at_another_cid()
    {
        var fleet = StartFamily();
        Say("gate", DeviceReplies.Status(ProtocolVersion.V34, "gate", DpSet.Of((7, "not its own")), 0, "cid-child"));
        Events.FishForMessage<DeviceEvents.DpsReported>(e => e.Dps.ContainsKey(7));
        Ask<FleetReply.Done>(fleet, new FleetCommands.UpdateDevice(Child("child", "gate", "other-cid")));
        ExpectState("child", DeviceState.Online);
        Assert.False(Look(fleet, "child").Reported.ContainsKey(7));
    }

    private IActorRef StartFamily()
    {
        var fleet = Start(Device("gate", ProtocolVersion.V34), Child("child", "gate"), Child("sibling", "gate"));
        ExpectState("child", DeviceState.Online);
        Look(fleet, "gate");
        return fleet;
    }

    private int Asked() => AskedOf("gate").Count(r => r.Kind == DeviceRequestKind.SubDevices);

    private DeviceEvents.StateChanged ExpectChange(DeviceState to) =>
        Events.FishForMessage<DeviceEvents.StateChanged>(e => e.DeviceId == Kid && e.To == to, TimeSpan.FromSeconds(20));

    // What was said before has been heard, and the timers stand.
    private void Pass(IActorRef fleet, TimeSpan time)
    {
        Look(fleet, Gate.Value);
        Time.Advance(time);
        Look(fleet, Gate.Value);
    }
}

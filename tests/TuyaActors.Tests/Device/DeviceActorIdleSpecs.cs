using Akka.Actor;
using Akka.TestKit;
using TuyaActors.Connection;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

public sealed class DeviceActorIdleSpecs : CommandsUnderTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Should_say_idle_at_once_when_nothing_has_moved_for_long()
    {
        var device = Start();
        BringOnline(device);
        Pass(device, 2 * Second);
        Assert.Equal(DpSet.Of((1, false)), WhenIdle(device).ExpectMsg<CommandOutcome.Confirmed>().Reported);
    }

    [Fact]
    public void Should_wait_while_values_change_and_tell_where_they_came_to_rest()
    {
        var device = Start();
        var spec = BringOnline(device);
        var caller = WhenIdle(device, 60);
        for (var position = 10; position <= 50; position += 10)
        {
            Pass(device, Second);
            device.Tell(Report(spec.Epoch, 0, CommandId.Status, $$"""{"3":{{position}}}"""));
        }

        Pass(device, 1.9 * Second);
        caller.ExpectNoMsg(TimeSpan.Zero);
        Pass(device, 0.1 * Second);
        Assert.Equal(DpSet.Of((1, false), (3, 50)), caller.ExpectMsg<CommandOutcome.Confirmed>().Reported);
    }

    [Fact]
    public void Should_not_be_kept_waiting_by_reports_that_change_nothing()
    {
        var device = Start();
        var spec = BringOnline(device);
        var caller = WhenIdle(device);
        Pass(device, Second);
        device.Tell(Report(spec.Epoch, 0, CommandId.Status, """{"1":false}"""));
        Pass(device, Second);
        caller.ExpectMsg<CommandOutcome.Confirmed>();
    }

    [Fact]
    public void Should_wait_for_a_set_in_flight_and_a_while_longer()
    {
        var device = Start();
        var spec = BringOnline(device);
        Pass(device, 10 * Second);
        Set(device, DpSet.Of((1, false)), 60 * Second);
        var caller = WhenIdle(device, 60);
        Pass(device, 10 * Second);
        device.Tell(Report(spec.Epoch, 0, CommandId.Status, """{"1":false}""")); // the end of the set; no value is new
        Pass(device, 1.9 * Second);
        caller.ExpectNoMsg(TimeSpan.Zero);
        Pass(device, 0.1 * Second);
        caller.ExpectMsg<CommandOutcome.Confirmed>();
    }

    [Fact]
    public void Should_wait_for_what_the_ceiling_holds_back()
    {
        var device = Start(hocon: "tuya { max-sets-per-second = 1, idle-after = 0s }");
        BringOnline(device);
        Set(device, DpSet.Of((1, true)), 0.5 * Second);
        Set(device, DpSet.Of((2, true)), 0.9 * Second);
        var caller = WhenIdle(device);
        Pass(device, 0.5 * Second);
        caller.ExpectNoMsg(TimeSpan.Zero);
        Pass(device, 0.4 * Second);
        caller.ExpectMsg<CommandOutcome.Confirmed>();
    }

    [Fact]
    public void Should_time_out_when_the_device_never_rests()
    {
        var device = Start();
        var spec = BringOnline(device);
        var caller = WhenIdle(device, 4);
        for (var watts = 0; watts < 4; watts++)
        {
            device.Tell(Report(spec.Epoch, 0, CommandId.Status, $$"""{"19":{{watts}}}"""));
            Pass(device, Second);
        }

        Assert.Equal(4 * Second, caller.ExpectMsg<CommandOutcome.TimedOut>().Waited);
    }

    [Fact]
    public void Should_say_offline_when_the_device_does_not_come_online_in_time()
    {
        var device = Start();
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.Refused, "refused"));
        var caller = WhenIdle(device, 0.5);
        Pass(device, 0.5 * Second);
        Assert.Equal(DiagnosisKind.Refused, caller.ExpectMsg<CommandOutcome.Offline>().Diagnosis!.Kind);
    }

    [Fact]
    public void Should_keep_waiting_over_a_lost_connection_and_count_from_the_new_one()
    {
        var device = Start();
        var spec = BringOnline(device);
        var caller = WhenIdle(device, 60);
        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "closed"));
        Pass(device, 5 * Second);
        caller.ExpectNoMsg(TimeSpan.Zero);
        BringOnline(device);
        Pass(device, 2 * Second);
        caller.ExpectMsg<CommandOutcome.Confirmed>();
    }

    [Fact]
    public void Should_look_at_each_device_behind_a_gateway_by_itself()
    {
        var device = StartGateway("", "a", "b");
        var spec = BringOnline(device);
        Pass(device, 2 * Second);
        device.Tell(Received(spec.Epoch, 0, CommandId.Status, 0, """{"cid":"a","dps":{"1":1}}"""));
        Set(device, DpSet.Of((1, true)), 60 * Second);
        var (own, a, b) = (WhenIdle(device, 60), WhenIdle(device, 60, "a"), WhenIdle(device, 60, "b"));
        Assert.Equal(ChildId("b"), b.ExpectMsg<CommandOutcome.Confirmed>().DeviceId);
        Pass(device, 2 * Second);
        Assert.Equal(DpSet.Of((1, 1)), a.ExpectMsg<CommandOutcome.Confirmed>().Reported);
        own.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_refuse_more_than_may_wait()
    {
        var device = StartGateway("tuya.max-waiting-commands = 2", "a");
        WhenIdle(device);
        WhenIdle(device);
        WhenIdle(device).ExpectMsg<CommandOutcome.Rejected>();
        WhenIdle(device, 5, "a").ExpectNoMsg(TimeSpan.Zero);
        Set(device, DpSet.Of((1, true))).ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_cancel_the_wait_for_a_child_that_leaves()
    {
        var device = StartGateway("", "a");
        var caller = WhenIdle(device, 60, "a");
        device.Tell(new DeviceMessages.DetachSubDevice(ChildId("a")));
        caller.ExpectMsg<CommandOutcome.Cancelled>();
        WhenIdle(device, 60, "a").ExpectMsg<CommandOutcome.Cancelled>();
    }

    // ---- tickets

    [Fact]
    public void Should_mark_the_report_that_answers_a_refresh_with_its_ticket_and_no_other()
    {
        var device = Start();
        var spec = BringOnline(device);
        device.Tell(new DeviceCommands.Refresh(Id, null, "green"), TestActor);
        var green = ExpectWrite(CommandId.DpQuery);
        device.Tell(new DeviceCommands.Refresh(Id, null, "blue"), TestActor);
        var blue = ExpectWrite(CommandId.DpQuery);
        device.Tell(new DeviceCommands.Refresh(Id), TestActor);
        var plain = ExpectWrite(CommandId.DpQuery);
        device.Tell(Report(spec.Epoch, 0, CommandId.Status, """{"1":true}"""));
        foreach (var query in new[] { blue, green, plain })
            device.Tell(Report(spec.Epoch, query.Seqno, CommandId.DpQuery, """{"1":true}"""));
        Assert.Null(Router.FishForMessage<DeviceEvents.DpsReported>(e => e.Cause == ReportCause.Push).Ticket);
        Assert.Equal(["blue", "green", null], new[] { 1, 2, 3 }.Select(_ => Router.ExpectMsg<DeviceEvents.DpsReported>().Ticket));
    }

    [Fact]
    public void Should_keep_the_ticket_when_the_question_is_asked_again_in_the_device22_way()
    {
        var device = Start();
        var spec = BringOnline(device);
        device.Tell(new DeviceCommands.Refresh(Id, null, "green"), TestActor);
        device.Tell(Received(spec.Epoch, ExpectWrite(CommandId.DpQuery).Seqno, CommandId.DpQuery, 1, "json obj data unvalid"));
        device.Tell(Report(spec.Epoch, ExpectWrite(CommandId.ControlNew).Seqno, CommandId.ControlNew, """{"1":true}"""));
        Router.FishForMessage<DeviceEvents.DpsReported>(e => e.Ticket == "green");
        FishForMessage<CommandOutcome.Confirmed>(_ => true);
    }

    [Fact]
    public void Should_mark_the_report_of_a_child_with_the_ticket()
    {
        var device = StartGateway("", "a");
        var spec = BringOnline(device);
        ExpectAllWritten(device);
        Command(device, new DeviceCommands.Refresh(ChildId("a"), null, "green"), "a");
        var query = ExpectWrite(CommandId.DpQuery);
        device.Tell(Received(spec.Epoch, query.Seqno, CommandId.DpQuery, 0, """{"cid":"a","dps":{"1":1}}"""));
        Assert.Equal("green", Router.FishForMessage<DeviceEvents.DpsReported>(e => e.DeviceId == ChildId("a")).Ticket);
    }

    [Fact]
    public void Should_refuse_a_ticket_that_is_too_long()
    {
        var device = Start();
        BringOnline(device);
        Command(device, new DeviceCommands.Refresh(Id, null, new string('x', 65))).ExpectMsg<CommandOutcome.Rejected>();
        Command(device, new DeviceCommands.Refresh(Id, null, new string('x', 64))).ExpectNoMsg(TimeSpan.Zero);
    }

    // ---- what is asked of a child

    [Fact]
    public void Should_name_the_childs_own_dps_in_a_query_where_dps_must_be_named()
    {
        var device = Start(Definition with { Version = ProtocolVersion.V32 });
        device.Tell(new DeviceMessages.AttachSubDevice(new DeviceDefinition(ChildId("a")) { Gateway = Id, Cid = "a" }));
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 1));
        device.Tell(Report(spec.Epoch, 0, CommandId.Status, """{"1":false,"2":false}"""));
        device.Tell(Received(spec.Epoch, 0, CommandId.Status, 0, """{"cid":"a","dps":{"101":5}}"""));
        ExpectAllWritten(device);
        Command(device, new DeviceCommands.Refresh(ChildId("a")), "a");
        var query = System.Text.Encoding.UTF8.GetString(ExpectAllWritten(device).OfType<ConnectionCommands.Write>().Single().Request.Payload);
        Assert.Contains("\"101\"", query, StringComparison.Ordinal);
        Assert.DoesNotContain("\"1\"", query, StringComparison.Ordinal);
    }

    private TestProbe WhenIdle(IActorRef device, double seconds = 5, string? cid = null) =>
        Command(device, new DeviceCommands.WhenIdle(cid is null ? Id : ChildId(cid), Time.Now.AddSeconds(seconds)), cid);
}

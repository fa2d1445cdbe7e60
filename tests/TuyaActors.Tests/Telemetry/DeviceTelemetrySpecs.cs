using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using TuyaActors.Admission;
using TuyaActors.Connection;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Telemetry;
using TuyaActors.Tests.Device;

namespace TuyaActors.Tests.Telemetry;

public class DeviceTelemetrySpecs : DeviceUnderTest
{
    private readonly Measured _measured;

    public DeviceTelemetrySpecs()
    {
        Telemetry.Begin();
        _measured = new Measured(FleetName);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Telemetry.End();
        _measured.Dispose();
    }

    [Fact]
    public void Should_count_a_device_where_it_stands_and_no_longer_once_it_has_stopped()
    {
        var device = Start();
        BringOnline(device);
        Look(device);
        Assert.Equal([("tuya.state=online,tuya.behind_gateway=False", 1)], _measured.Look("tuya.devices"));

        Watch(device);
        Sys.Stop(device);
        ExpectTerminated(device);
        Assert.Empty(_measured.Look("tuya.devices"));
    }

    [Fact]
    public void Should_count_a_device_once_after_a_crash()
    {
        var device = Start(Definition with { Version = ProtocolVersion.V34 });
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        // A second "opened" can only come from a mistake in our own code.
        EventFilter.Exception<IllegalTransitionException>().ExpectOne(() => device.Tell(new ConnectionEvent.Opened(spec.Epoch)));
        Admission.FishForMessage<AdmissionMessages.Ask>(_ => true);
        Look(device);
        Assert.Equal([("tuya.state=waiting,tuya.behind_gateway=False", 1)], _measured.Look("tuya.devices"));
    }

    [Fact]
    public void Should_tell_how_long_the_handshake_took_and_how_each_attempt_ended()
    {
        var device = Start();
        var first = Admit(device);
        device.Tell(new ConnectionEvent.Closed(first.Epoch, ConnectionEnd.Refused, "refused"));
        ExpectState(DeviceState.Backoff);
        Pass(device, TimeSpan.FromSeconds(1));
        var second = Admit(device);
        device.Tell(new ConnectionEvent.Opened(second.Epoch));
        Look(device);
        Time.Advance(TimeSpan.FromMilliseconds(250));
        device.Tell(new ConnectionEvent.Ready(second.Epoch, 1));
        var query = ExpectWrite(CommandId.DpQuery);
        device.Tell(Report(second.Epoch, query.Seqno, CommandId.DpQuery, """{"1":false}"""));
        ExpectState(DeviceState.Online);

        Assert.Equal([("tuya.result=refused", 1), ("tuya.result=online", 1)], _measured.Of("tuya.connects"));
        Assert.Equal([("tuya.version=3.3", 0.25)], _measured.Of("tuya.handshake.duration"));
    }

    [Fact]
    public void Should_tell_each_commands_time_and_outcome_and_none_of_the_fleets_own_questions()
    {
        var device = Start();
        var connection = BringOnline(device);
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true))), TestActor);
        var write = ExpectWrite(CommandId.Control);
        Time.Advance(TimeSpan.FromMilliseconds(100));
        device.Tell(Report(connection.Epoch, write.Seqno, CommandId.Status, """{"1":true}"""));
        ExpectMsg<CommandOutcome.Confirmed>();
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Empty), TestActor);
        ExpectMsg<CommandOutcome.Rejected>();

        Assert.Equal(
            [("tuya.command=set_dps,tuya.outcome=confirmed", 0.1), ("tuya.command=set_dps,tuya.outcome=rejected", 0)],
            _measured.Of("tuya.command.duration"));
    }

    [Fact]
    public void Should_not_count_a_question_of_the_fleets_own_that_ends_with_the_device()
    {
        var device = Start();
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 1));
        ExpectWrite(CommandId.DpQuery);
        device.Tell(new DeviceMessages.Close());
        Watch(device);
        ExpectTerminated(device);
        Assert.Empty(_measured.Of("tuya.command.duration"));
    }

    [Fact]
    public void Should_tell_how_many_commands_wait_until_they_are_answered_or_the_device_stops()
    {
        var device = Start();
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true)), Time.Now + TimeSpan.FromSeconds(2)), TestActor);
        device.Tell(new DeviceCommands.Refresh(Id, Time.Now + TimeSpan.FromMinutes(2)), TestActor);
        Look(device);
        Assert.Equal([("", 2)], _measured.Look("tuya.commands.waiting"));

        Time.Advance(TimeSpan.FromSeconds(2));
        ExpectMsg<CommandOutcome.Offline>();
        Look(device);
        Assert.Equal([("", 1)], _measured.Look("tuya.commands.waiting"));

        Watch(device);
        Sys.Stop(device);
        ExpectMsg<CommandOutcome.Cancelled>();
        ExpectTerminated(device);
        Assert.Empty(_measured.Look("tuya.commands.waiting"));
    }

    [Fact]
    public void Should_trace_a_command_as_part_of_its_callers_activity()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TuyaTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var caller = new Activity("caller").Start();
        var device = Start();
        var connection = BringOnline(device);
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true))) { TraceParent = caller.Id }, TestActor);
        var write = ExpectWrite(CommandId.Control);
        device.Tell(Report(connection.Epoch, write.Seqno, CommandId.Status, """{"1":true}"""));
        ExpectMsg<CommandOutcome.Confirmed>();

        var activity = Assert.Single(ended, a => a.TraceId == caller.TraceId);
        Assert.Equal(caller.SpanId, activity.ParentSpanId);
        Assert.Equal("tuya.command", activity.OperationName);
        Assert.Equal("confirmed", activity.GetTagItem("tuya.outcome"));
        Assert.Equal(Id.Value, activity.GetTagItem("tuya.device.id"));
        Assert.Equal(ActivityStatusCode.Ok, activity.Status);
        Assert.Equal("sent", Assert.Single(activity.Events).Name);
        Assert.Same(caller, Activity.Current);
    }
}

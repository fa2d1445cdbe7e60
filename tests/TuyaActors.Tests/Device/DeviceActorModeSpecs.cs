using System.Net;
using Akka.Actor;
using TuyaActors.Admission;
using TuyaActors.Connection;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

/// <summary>Devices that are not connected all the time.</summary>
public sealed class DeviceActorModeSpecs : DeviceUnderTest
{
    private static readonly DeviceDefinition Sensor = Definition with { Mode = ConnectionMode.Battery };
    private static readonly DeviceDefinition Shy = Definition with { Mode = ConnectionMode.OnDemand };
    private static readonly DeviceMessages.Sighted Seen = new(new DeviceSighting(Id, IPAddress.Parse("192.0.2.7"), ProtocolVersion.V33, null, 6668, Known: true));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    // ---- battery

    [Fact]
    public void Should_leave_a_sleeper_alone_until_it_is_seen()
    {
        var device = Start(Sensor);
        ExpectState(DeviceState.Asleep);
        Assert.Equal(DiagnosisKind.Asleep, Look(device).Diagnosis?.Kind);
        Pass(device, Seconds(600));
        Admission.ExpectNoMsg(TimeSpan.Zero);

        device.Tell(Seen);

        BringOnline(device);
        Assert.Null(Look(device).Diagnosis);
    }

    [Fact]
    public void Should_connect_a_sleeper_at_once_that_was_seen_before_the_start()
    {
        var device = Start(Sensor, "tuya.reconnect.start-jitter = 1s");
        device.Tell(Seen);
        Pass(device, Seconds(1));

        BringOnline(device);
    }

    [Fact]
    public void Should_keep_a_command_for_a_sleeper_and_carry_it_out_when_it_wakes()
    {
        var device = Start(Sensor);
        ExpectState(DeviceState.Asleep);
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true))), TestActor);
        Assert.Equal(1, Assert.Single(Look(device).Desired).DpId);
        Pass(device, Seconds(1800));
        ExpectNoMsg(TimeSpan.Zero);

        device.Tell(Seen);
        var spec = BringOnline(device);
        var write = ExpectWrite(CommandId.Control);
        device.Tell(Report(spec.Epoch, write.Seqno, CommandId.Status, """{"1":true}"""));

        ExpectMsg<CommandOutcome.Confirmed>();
        Assert.Empty(Look(device).Desired);
    }

    [Fact]
    public void Should_let_a_wish_for_a_sleeper_expire()
    {
        var device = Start(Sensor);
        ExpectState(DeviceState.Asleep);
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true))), TestActor);

        Pass(device, Seconds(3600));

        Assert.False(ExpectMsg<CommandOutcome>().Succeeded);
        Assert.Empty(Look(device).Desired);
    }

    [Fact]
    public void Should_let_a_sleeper_go_when_nothing_is_left_to_do_and_not_wake_it_again_at_once()
    {
        var device = Start(Sensor);
        device.Tell(Seen);
        BringOnline(device);

        Pass(device, Seconds(1));
        ExpectState(DeviceState.Asleep);
        device.Tell(Seen);
        Pass(device, Seconds(29));
        device.Tell(Seen);
        Look(device);
        AdmissionIsNotAsked();

        Pass(device, Seconds(1));
        device.Tell(Seen);
        BringOnline(device);
    }

    [Fact]
    public void Should_wake_a_served_sleeper_for_a_command_while_it_is_awake()
    {
        var device = Start(Sensor);
        device.Tell(Seen);
        BringOnline(device);
        Pass(device, Seconds(1));
        ExpectState(DeviceState.Asleep);

        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true))), TestActor);

        BringOnline(device);
        ExpectWrite(CommandId.Control);
    }

    [Fact]
    public void Should_not_call_it_trouble_when_a_sleeper_falls_asleep()
    {
        var device = Start(Sensor);
        device.Tell(Seen);
        var spec = BringOnline(device);

        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "gone"));

        Assert.Equal(DiagnosisKind.Asleep, ExpectState(DeviceState.Asleep).Diagnosis?.Kind);
    }

    [Fact]
    public void Should_try_a_sleeper_that_does_not_let_us_in_with_longer_and_longer_waits()
    {
        var device = Start(Sensor);
        device.Tell(Seen);
        Refuse(device);

        device.Tell(Seen);
        Look(device);
        AdmissionIsNotAsked();
        Pass(device, Seconds(1));
        device.Tell(Seen);
        Refuse(device);

        Pass(device, Seconds(1));
        device.Tell(Seen);
        Look(device);
        AdmissionIsNotAsked();
        Pass(device, Seconds(0.8));
        device.Tell(Seen);
        Refuse(device);
    }

    [Fact]
    public void Should_try_a_sleeper_that_did_not_let_us_in_again_when_the_clock_was_set_back()
    {
        var device = Start(Sensor);
        device.Tell(Seen);
        Refuse(device);
        StepClock(device, TimeSpan.FromHours(-1));

        Pass(device, Seconds(1));
        device.Tell(Seen);

        BringOnline(device);
    }

    [Fact]
    public void Should_not_take_a_sleeper_for_awake_that_was_seen_before_the_clock_was_set_back()
    {
        var device = Start(Sensor);
        device.Tell(Seen);
        BringOnline(device);
        Pass(device, Seconds(1));
        ExpectState(DeviceState.Asleep);
        StepClock(device, TimeSpan.FromHours(-1));
        Pass(device, Seconds(600));

        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true))), TestActor);

        Look(device);
        AdmissionIsNotAsked();
    }

    [Fact]
    public void Should_serve_a_sleeper_again_when_the_clock_was_set_back()
    {
        var device = Start(Sensor);
        device.Tell(Seen);
        BringOnline(device);
        Pass(device, Seconds(1));
        ExpectState(DeviceState.Asleep);
        StepClock(device, TimeSpan.FromHours(-1));

        Pass(device, Seconds(30));
        device.Tell(Seen);

        BringOnline(device);
    }

    [Fact]
    public void Should_stop_at_a_sleeper_that_refuses_the_key_twice()
    {
        var device = Start(Sensor);
        device.Tell(Seen);
        Refuse(device, ConnectionEnd.KeyMismatch);
        Assert.Equal(DiagnosisKind.KeyRejected, Look(device).Diagnosis?.Kind);
        Pass(device, Seconds(1));
        device.Tell(Seen);
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.KeyMismatch, "wrong"));

        ExpectState(DeviceState.KeyRejected);
    }

    // ---- on demand

    [Fact]
    public void Should_let_go_of_the_connection_soon_after_the_answer()
    {
        var device = Start(Shy);
        BringOnline(device);
        Pass(device, TimeSpan.FromMilliseconds(99));
        Assert.Equal(DeviceState.Online, Look(device).State);

        Pass(device, TimeSpan.FromMilliseconds(1));

        ExpectState(DeviceState.Idle);
        var idle = Look(device);
        Assert.False(idle.Stale);
        Assert.Null(idle.Diagnosis);
        Assert.False(idle.Reported[1].AsBoolean());
    }

    [Fact]
    public void Should_connect_for_a_command_and_stay_until_it_is_answered()
    {
        var device = Start(Shy);
        BringOnline(device);
        Pass(device, Seconds(0.1));
        ExpectState(DeviceState.Idle);

        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true))), TestActor);
        var spec = Reach(device);
        var write = ExpectWrite(CommandId.Control);
        Pass(device, Seconds(0.5));
        Assert.Equal(DeviceState.Online, Look(device).State);
        device.Tell(Report(spec.Epoch, write.Seqno, CommandId.Control, """{"1":true}"""));

        ExpectMsg<CommandOutcome.Confirmed>();
        Pass(device, Seconds(0.1));
        ExpectState(DeviceState.Idle);
    }

    [Fact]
    public void Should_send_one_command_for_each_connection_to_a_device_that_closes_behind_the_answer()
    {
        var device = Start(Shy);
        BringOnline(device);
        Pass(device, Seconds(0.1));
        ExpectState(DeviceState.Idle);
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true))), TestActor);
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((2, true))), TestActor);

        foreach (var dp in new[] { 1, 2 })
        {
            var spec = Reach(device);
            var write = ExpectWrite(CommandId.Control);
            Assert.Contains($"\"{dp}\":true", System.Text.Encoding.UTF8.GetString(write.Request.Payload), StringComparison.Ordinal);
            device.Tell(Ack(spec.Epoch, write.Seqno, CommandId.Control));
            device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "closed"));
            ExpectMsg<CommandOutcome.Acknowledged>();
        }

        ExpectState(DeviceState.Idle);
    }

    [Fact]
    public void Should_send_the_next_command_over_the_same_connection_where_the_device_leaves_it_open()
    {
        var device = Start(Shy);
        var spec = BringOnline(device);
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true))), TestActor);
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((2, true))), TestActor);

        foreach (var dp in new[] { 1, 2 })
        {
            var write = ExpectWrite(CommandId.Control);
            device.Tell(Report(spec.Epoch, write.Seqno, CommandId.Control, $$"""{"{{dp}}":true}"""));
            ExpectMsg<CommandOutcome.Confirmed>();
        }
    }

    [Fact]
    public void Should_look_at_the_device_from_time_to_time()
    {
        var device = Start(Shy);
        BringOnline(device);
        Pass(device, Seconds(0.1));
        ExpectState(DeviceState.Idle);

        Pass(device, Seconds(60));

        BringOnline(device);
    }

    [Fact]
    public void Should_not_call_it_trouble_when_such_a_device_closes_the_connection_with_nothing_left_to_do()
    {
        var device = Start(Shy);
        var spec = BringOnline(device);

        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "closed"));

        Assert.Null(ExpectState(DeviceState.Idle).Diagnosis);
    }

    [Fact]
    public void Should_take_an_acknowledged_command_for_taken_when_the_device_closes_behind_it()
    {
        var device = Start(Shy);
        var spec = BringOnline(device);
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true))), TestActor);
        var write = ExpectWrite(CommandId.Control);
        device.Tell(Ack(spec.Epoch, write.Seqno, CommandId.Control));

        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "closed"));

        ExpectMsg<CommandOutcome.Acknowledged>();
        ExpectState(DeviceState.Idle);
    }

    [Fact]
    public void Should_say_that_a_device_rests_that_has_closed_the_connection_behind_its_last_command()
    {
        var device = Start(Shy);
        var spec = BringOnline(device);
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true))), TestActor);
        var write = ExpectWrite(CommandId.Control);
        device.Tell(new DeviceCommands.WhenIdle(Id), TestActor);
        device.Tell(Ack(spec.Epoch, write.Seqno, CommandId.Control));
        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "closed"));
        ExpectMsg<CommandOutcome.Acknowledged>();
        ExpectState(DeviceState.Idle);

        Pass(device, Seconds(2));

        ExpectMsg<CommandOutcome.Confirmed>();
    }

    [Fact]
    public void Should_say_what_is_wrong_when_such_a_device_closes_the_connection_before_its_answer()
    {
        var device = Start(Shy);
        var spec = BringOnline(device);
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true))), TestActor);
        ExpectWrite(CommandId.Control);

        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "closed"));

        Assert.True(ExpectMsg<CommandOutcome.Offline>().WasSent);
        Assert.Equal(DiagnosisKind.Unresponsive, ExpectState(DeviceState.Backoff).Diagnosis?.Kind);
    }

    [Fact]
    public void Should_connect_anew_when_the_mode_changes()
    {
        var device = Start();
        BringOnline(device);

        device.Tell(new DeviceMessages.Redefine(Sensor));
        ExpectState(DeviceState.Asleep);
        device.Tell(new DeviceMessages.Redefine(Definition));

        BringOnline(device);
        Pass(device, Seconds(5));
        Assert.Equal(DeviceState.Online, Look(device).State);
    }

    private ConnectionSpec Reach(IActorRef device)
    {
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 1));
        return spec;
    }

    private void Refuse(IActorRef device, ConnectionEnd end = ConnectionEnd.Refused)
    {
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Closed(spec.Epoch, end, "no"));
        ExpectState(DeviceState.Asleep);
    }

    // What it was told before is worked off, so a question would be there by now.
    private void AdmissionIsNotAsked()
    {
        while (Admission.HasMessages)
            Assert.IsNotType<AdmissionMessages.Ask>(Admission.ReceiveOne(TimeSpan.Zero));
    }
}

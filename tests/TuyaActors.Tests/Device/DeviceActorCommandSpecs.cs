using Akka.Actor;
using TuyaActors.Connection;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

public sealed class DeviceActorCommandSpecs : DeviceUnderTest
{
    private static readonly DpSet On = DpSet.Of((1, true));

    [Fact]
    public void Should_confirm_a_set_by_the_report_that_follows_its_acknowledgement()
    {
        var device = Start();
        var spec = BringOnline(device);
        device.Tell(new DeviceCommands.SetDps(Id, On), TestActor);
        var write = ExpectWrite(CommandId.Control);
        device.Tell(Ack(spec.Epoch, write.Seqno, CommandId.Control));
        Assert.Equal(DpSet.Of((1, false)), Look(device).Reported);
        Assert.Single(Look(device).Desired);

        device.Tell(Report(spec.Epoch, 0, CommandId.Status, """{"1":true}"""));

        Assert.Equal(On, FishForMessage<CommandOutcome.Confirmed>(_ => true).Reported);
        var after = Look(device);
        Assert.Equal(On, after.Reported);
        Assert.Empty(after.Desired);
    }

    [Fact]
    public void Should_ask_when_an_acknowledged_set_is_not_reported()
    {
        var device = Start();
        var spec = BringOnline(device);
        device.Tell(new DeviceCommands.SetDps(Id, On), TestActor);
        device.Tell(Ack(spec.Epoch, ExpectWrite(CommandId.Control).Seqno, CommandId.Control));
        Pass(device, TimeSpan.FromSeconds(1));

        var query = ExpectWrite(CommandId.DpQuery);
        device.Tell(Report(spec.Epoch, query.Seqno, CommandId.DpQuery, """{"1":true}"""));

        FishForMessage<CommandOutcome.Confirmed>(_ => true);
    }

    [Fact]
    public void Should_ask_when_a_set_is_neither_acknowledged_nor_reported()
    {
        var device = Start();
        var spec = BringOnline(device);
        device.Tell(new DeviceCommands.SetDps(Id, On), TestActor);
        ExpectWrite(CommandId.Control);
        Pass(device, TimeSpan.FromSeconds(1));

        var query = ExpectWrite(CommandId.DpQuery);
        device.Tell(Report(spec.Epoch, query.Seqno, CommandId.DpQuery, """{"1":true}"""));

        FishForMessage<CommandOutcome.Confirmed>(_ => true);
    }

    [Fact]
    public void Should_say_acknowledged_when_a_set_was_taken_and_never_reported()
    {
        var device = Start();
        var spec = BringOnline(device);
        device.Tell(new DeviceCommands.SetDps(Id, On), TestActor);
        device.Tell(Ack(spec.Epoch, ExpectWrite(CommandId.Control).Seqno, CommandId.Control));
        Pass(device, TimeSpan.FromSeconds(5));
        FishForMessage<CommandOutcome.Acknowledged>(_ => true);
        Assert.Empty(Look(device).Desired);
    }

    [Fact]
    public void Should_say_that_nothing_came_back()
    {
        var device = Start();
        BringOnline(device);
        device.Tell(new DeviceCommands.SetDps(Id, On, Time.Now + TimeSpan.FromSeconds(3)), TestActor);
        ExpectWrite(CommandId.Control);
        Pass(device, TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), FishForMessage<CommandOutcome.TimedOut>(_ => true).Waited);
    }

    [Fact]
    public void Should_pass_on_a_refusal()
    {
        var device = Start();
        var spec = BringOnline(device);
        device.Tell(new DeviceCommands.SetDps(Id, On), TestActor);
        device.Tell(Received(spec.Epoch, ExpectWrite(CommandId.Control).Seqno, CommandId.Control, 1, "parse data error"));
        var rejected = FishForMessage<CommandOutcome.Rejected>(_ => true);
        Assert.Equal(1u, rejected.Retcode);
        Assert.Contains("parse data error", rejected.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_send_what_waited_when_the_device_comes_online()
    {
        var device = Start();
        device.Tell(new DeviceCommands.SetDps(Id, On), TestActor);
        var spec = BringOnline(device);
        var write = ExpectWrite(CommandId.Control);
        device.Tell(Report(spec.Epoch, write.Seqno, CommandId.Control, """{"1":true}"""));
        FishForMessage<CommandOutcome.Confirmed>(_ => true);
    }

    [Fact]
    public void Should_say_why_a_command_could_not_be_sent_in_time()
    {
        var device = Start();
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.Refused, "refused"));
        device.Tell(new DeviceCommands.SetDps(Id, On, Time.Now + TimeSpan.FromMilliseconds(500)), TestActor);
        Pass(device, TimeSpan.FromMilliseconds(500));
        var offline = FishForMessage<CommandOutcome.Offline>(_ => true);
        Assert.Equal((DiagnosisKind.Refused, false), (offline.Diagnosis!.Kind, offline.WasSent));
    }

    [Fact]
    public void Should_not_send_a_command_twice_when_its_connection_is_lost()
    {
        var device = Start();
        var spec = BringOnline(device);
        device.Tell(new DeviceCommands.SetDps(Id, On), TestActor);
        ExpectWrite(CommandId.Control);
        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "closed"));
        Assert.True(FishForMessage<CommandOutcome.Offline>(_ => true).WasSent);
        Pass(device, TimeSpan.FromSeconds(1));
        BringOnline(device);
        Look(device);
        Assert.DoesNotContain(Connection.ReceiveWhile<object>(TimeSpan.Zero, w => w), w => w is ConnectionCommands.Write { Request.Command: CommandId.Control });
    }

    [Fact]
    public void Should_refuse_at_once_while_the_key_is_rejected()
    {
        var device = Start();
        device.Tell(new DeviceCommands.SetDps(Id, On, Time.Now + TimeSpan.FromHours(1)), TestActor);
        for (var i = 0; i < 2; i++)
        {
            device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.KeyMismatch, "wrong key"));
            Pass(device, TimeSpan.FromSeconds(2));
        }

        Assert.Equal(DeviceState.KeyRejected, ExpectMsg<CommandOutcome.Offline>().State); // the one that waited
        device.Tell(new DeviceCommands.SetDps(Id, On), TestActor);
        Assert.Equal(DiagnosisKind.KeyRejected, ExpectMsg<CommandOutcome.Offline>().Diagnosis!.Kind);
    }

    [Fact]
    public void Should_not_carry_out_what_has_expired()
    {
        var device = Start();
        BringOnline(device);
        device.Tell(new DeviceCommands.SetDps(Id, On, Time.Now), TestActor);
        ExpectMsg<CommandOutcome.Expired>();
    }

    [Fact]
    public void Should_refuse_more_than_may_wait()
    {
        var device = Start(hocon: "tuya.max-waiting-commands = 2");
        for (var i = 0; i < 3; i++)
            device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((i + 1, true))), TestActor);
        Assert.Contains("2 commands wait", ExpectMsg<CommandOutcome.Rejected>().Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_set_of_nothing()
    {
        var device = Start();
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Empty), TestActor);
        ExpectMsg<CommandOutcome.Rejected>();
    }

    [Fact]
    public void Should_refuse_what_fits_no_frame_and_stay_online()
    {
        var device = Start();
        BringOnline(device);
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, new string('x', 40_000)))), TestActor);
        Assert.Contains("do not fit a frame", ExpectMsg<CommandOutcome.Rejected>().Sentence, StringComparison.Ordinal);
        Assert.Equal(DeviceState.Online, Look(device).State);
        Assert.Empty(Look(device).Desired);
    }

    [Fact]
    public void Should_cancel_what_is_open_when_it_is_taken_out_of_service()
    {
        var device = Start();
        device.Tell(new DeviceCommands.Refresh(Id), TestActor);
        device.Tell(PoisonPill.Instance);
        ExpectMsg<CommandOutcome.Cancelled>();
    }

    [Fact]
    public void Should_ask_in_the_device22_way_after_data_unvalid()
    {
        var device = Start();
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 1));
        device.Tell(Received(spec.Epoch, ExpectWrite(CommandId.DpQuery).Seqno, CommandId.DpQuery, 1, "json obj data unvalid"));
        var query = ExpectWrite(CommandId.ControlNew);
        device.Tell(Report(spec.Epoch, query.Seqno, CommandId.ControlNew, """{"1":true,"20":"x"}"""));
        Assert.Equal(2, Look(device).Reported.Count);
    }

    [Fact]
    public void Should_connect_now_when_an_operator_says_so()
    {
        var device = Start();
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.ClosedBeforeWeSpoke, "closed"));
        ExpectState(DeviceState.Backoff);
        device.Tell(new DeviceCommands.Reconnect(Id), TestActor);
        ExpectMsg<CommandOutcome.Acknowledged>();
        Admit(device);
    }

    [Fact]
    public void Should_keep_a_waiting_command_across_a_change_of_key()
    {
        var device = Start();
        device.Tell(new DeviceCommands.SetDps(Id, On), TestActor);
        Admit(device);
        device.Tell(new DeviceMessages.Redefine(Definition with { Key = OtherKey }));
        var spec = BringOnline(device);
        Assert.Equal(OtherKey, spec.Key);
        device.Tell(Report(spec.Epoch, ExpectWrite(CommandId.Control).Seqno, CommandId.Control, """{"1":true}"""));
        FishForMessage<CommandOutcome.Confirmed>(_ => true);
    }
}

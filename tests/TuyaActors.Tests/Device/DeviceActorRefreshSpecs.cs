using Akka.Actor;
using TuyaActors.Connection;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

public sealed class DeviceActorRefreshSpecs : DeviceUnderTest
{
    private const string Meter = """{"18":260,"19":600,"20":2300}""";

    [Fact]
    public void Should_measure_anew_each_minute_and_faster_while_somebody_watches()
    {
        var device = Start();
        var spec = Plug(device);
        Assert.Empty(Refreshes(device, spec, seconds: 59));
        Assert.Equal([60], Refreshes(device, spec, seconds: 2, from: 59));
        device.Tell(new DeviceMessages.WatchedDps([19]));
        var fast = Refreshes(device, spec, seconds: 20);
        Assert.InRange(fast.Count, 4, 5);
        device.Tell(new DeviceMessages.WatchedDps([]));
        Assert.Empty(Refreshes(device, spec, seconds: 50));
    }

    [Fact]
    public void Should_go_on_measuring_when_the_clock_was_set_back()
    {
        var device = Start();
        var spec = Plug(device);
        StepClock(device, TimeSpan.FromHours(-1));
        Assert.InRange(Refreshes(device, spec, seconds: 200).Count, 2, 3);
    }

    [Fact]
    public void Should_not_look_closely_for_hours_after_a_command_when_the_clock_was_set_back()
    {
        var device = Start();
        var spec = Plug(device);
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true))), TestActor);
        var set = ExpectWrite(CommandId.Control);
        device.Tell(Report(spec.Epoch, set.Seqno, CommandId.Control, """{"1":true}"""));
        ExpectMsg<CommandOutcome.Confirmed>();
        StepClock(device, TimeSpan.FromHours(-1));
        Refreshes(device, spec, seconds: 60);
        Assert.InRange(Refreshes(device, spec, seconds: 120).Count, 1, 2);
    }

    [Fact]
    public void Should_name_the_dps_and_count_as_no_command()
    {
        var device = Start(hocon: "tuya.max-waiting-commands = 1");
        Plug(device);
        Beat(device, 60);
        var update = ExpectWrite(CommandId.UpdateDps);
        Assert.Equal("""{"dpId":[18,19,20]}""", System.Text.Encoding.UTF8.GetString(update.Request.Payload));
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true))), TestActor);
        ExpectWrite(CommandId.Control);
        Assert.Single(Look(device).Desired);
    }

    [Fact]
    public void Should_look_closely_after_a_command()
    {
        var device = Start();
        var spec = Plug(device);
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true))), TestActor);
        var set = ExpectWrite(CommandId.Control);
        device.Tell(Report(spec.Epoch, set.Seqno, CommandId.Control, """{"1":true}"""));
        ExpectMsg<CommandOutcome.Confirmed>();
        Assert.Equal([5, 10, 15, 20, 25, 30], Refreshes(device, spec, seconds: 60));
    }

    [Fact]
    public void Should_leave_alone_what_is_no_meter_or_is_not_to_be_refreshed()
    {
        var lamp = Start();
        var spec = BringOnline(lamp);
        lamp.Tell(new DeviceMessages.WatchedDps([19, 20]));
        Assert.Empty(Refreshes(lamp, spec, seconds: 100));

        var off = Start(hocon: "tuya.refresh.dps = []");
        spec = Plug(off);
        Assert.Empty(Refreshes(off, spec, seconds: 100));
    }

    [Fact]
    public void Should_use_queries_when_it_is_refused()
    {
        var device = Start();
        var spec = Plug(device);
        EventFilter.Info(contains: "UPDATEDPS").ExpectOne(() =>
        {
            Beat(device, 60);
            device.Tell(Received(spec.Epoch, ExpectWrite(CommandId.UpdateDps).Seqno, CommandId.UpdateDps, 1, ""));
            Beat(device, 4);
        });
        for (var i = 0; i < 3; i++)
        {
            device.Tell(Report(spec.Epoch, ExpectWrite(CommandId.DpQuery).Seqno, CommandId.DpQuery, Meter));
            Beat(device, 60);
        }

        ExpectWrite(CommandId.DpQuery);
        Assert.DoesNotContain(Written(device), w => w.Request.Command == CommandId.UpdateDps);
        Assert.Equal(DpSet.Of((1, false), (18, 260), (19, 600), (20, 2300)), Look(device).Reported);
    }

    [Fact]
    public void Should_use_queries_when_it_is_not_answered_while_heartbeats_are()
    {
        var device = Start();
        var spec = Plug(device);
        for (var i = 0; i < 2; i++)
        {
            Beat(device, 60);
            ExpectWrite(CommandId.UpdateDps);
            Beat(device, 2);
            device.Tell(Ack(spec.Epoch, 0, CommandId.Heartbeat));
            Beat(device, 2);
            device.Tell(Report(spec.Epoch, ExpectWrite(CommandId.DpQuery).Seqno, CommandId.DpQuery, Meter));
        }

        Beat(device, 61);
        ExpectWrite(CommandId.DpQuery);
        Assert.DoesNotContain(Written(device), w => w.Request.Command == CommandId.UpdateDps);
    }

    [Fact]
    public void Should_refresh_nothing_while_it_is_offline_and_go_on_when_it_is_back()
    {
        var device = Start();
        var spec = Plug(device);
        device.Tell(new DeviceMessages.WatchedDps([18]));
        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "closed"));
        ExpectState(DeviceState.Backoff);
        Pass(device, TimeSpan.FromSeconds(1));
        var waiting = Admit(device);
        Pass(device, TimeSpan.FromSeconds(4));
        Look(device);
        Assert.Empty(Written(device));
        device.Tell(new ConnectionEvent.Opened(waiting.Epoch));
        device.Tell(new ConnectionEvent.Ready(waiting.Epoch, 1));
        device.Tell(Report(waiting.Epoch, ExpectWrite(CommandId.DpQuery).Seqno, CommandId.DpQuery, Meter));
        ExpectState(DeviceState.Online);
        Assert.Equal([5], Refreshes(device, waiting, seconds: 7));
    }

    [Fact]
    public void Should_match_the_answer_of_a_device_that_echoes_no_number()
    {
        var device = Start(Definition with { Version = ProtocolVersion.V35 });
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 3));
        ExpectWrite(CommandId.DpQueryNew);
        device.Tell(Report(spec.Epoch, 4711, CommandId.DpQueryNew, Meter));
        Beat(device, 60);
        ExpectWrite(CommandId.UpdateDps);
        device.Tell(Received(spec.Epoch, 4712, CommandId.UpdateDps, 1, ""));
        Beat(device, 4);
        ExpectWrite(CommandId.DpQueryNew);
    }

    private ConnectionSpec Plug(IActorRef device)
    {
        var spec = BringOnline(device);
        device.Tell(Report(spec.Epoch, 0, CommandId.Status, Meter));
        Look(device);
        return spec;
    }

    // The seconds at which it was refreshed; each refresh is answered, and so is each heartbeat.
    private List<int> Refreshes(IActorRef device, ConnectionSpec spec, int seconds, int from = 0)
    {
        var found = new List<int>();
        for (var second = from + 1; second <= from + seconds; second++)
        {
            Pass(device, TimeSpan.FromSeconds(1));
            Look(device);
            foreach (var write in Written(device))
            {
                Assert.NotEqual(CommandId.DpQuery, write.Request.Command);
                if (write.Request.Command == CommandId.Heartbeat)
                    device.Tell(Ack(spec.Epoch, 0, CommandId.Heartbeat));
                if (write.Request.Command != CommandId.UpdateDps)
                    continue;
                found.Add(second);
                device.Tell(Ack(spec.Epoch, write.Seqno, CommandId.UpdateDps));
                device.Tell(Report(spec.Epoch, 0, CommandId.Status, Meter));
            }
        }

        return found;
    }

    // Time passes, and the device answers heartbeats.
    private void Beat(IActorRef device, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            Pass(device, TimeSpan.FromSeconds(1));
            Look(device);
            if (second % 5 == 0)
                device.Tell(Ack(1, 0, CommandId.Heartbeat));
        }
    }

    private List<ConnectionCommands.Write> Written(IActorRef device) => [.. ExpectAllWritten(device).OfType<ConnectionCommands.Write>()];
}

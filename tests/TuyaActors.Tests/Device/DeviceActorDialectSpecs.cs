using Akka.Actor;
using TuyaActors.Connection;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

public sealed class DeviceActorDialectSpecs : DeviceUnderTest
{
    private const string Unvalid = "json obj data unvalid";

    [Fact]
    public void Should_probe_the_ranges_and_ask_for_what_was_found_from_then_on()
    {
        var device = Start();
        var spec = Learn(device);
        var probes = Enumerable.Range(0, 4).Select(_ => ExpectWrite(CommandId.ControlNew)).ToList();
        Answer(device, spec, probes[0], """{"1":true,"9":0}""");
        Answer(device, spec, probes[1], """{"20":7}""");
        Pass(device, TimeSpan.FromSeconds(5)); // nothing in the other ranges: no reason to doubt
        Heartbeat(device, spec);
        device.Tell(new DeviceCommands.Refresh(Id), TestActor);
        Assert.Equal("""{"1":null,"9":null,"20":null}""", Dps(ExpectWrite(CommandId.ControlNew)));
    }

    [Theory]
    [InlineData(Unvalid)]
    [InlineData("no such thing")]
    public void Should_go_back_when_it_refuses_the_other_way_too(string refusal)
    {
        var device = Start();
        var spec = Learn(device);
        var probes = Enumerable.Range(0, 4).Select(_ => ExpectWrite(CommandId.ControlNew)).ToList();
        foreach (var probe in probes)
            device.Tell(Received(spec.Epoch, probe.Seqno, CommandId.ControlNew, 1, refusal));

        var query = ExpectWrite(CommandId.DpQuery);
        Look(device);
        Assert.DoesNotContain(Connection.ReceiveWhile<object>(TimeSpan.Zero, w => w), w => w is ConnectionCommands.Write);

        // And there it stays, on this connection.
        device.Tell(Received(spec.Epoch, query.Seqno, CommandId.DpQuery, 1, Unvalid));
        device.Tell(new DeviceCommands.Refresh(Id), TestActor);
        device.Tell(Received(spec.Epoch, ExpectWrite(CommandId.DpQuery).Seqno, CommandId.DpQuery, 1, Unvalid));
        Assert.Contains("data unvalid", ExpectMsg<CommandOutcome.Rejected>().Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_answer_a_refresh_in_the_way_that_works()
    {
        var device = Start();
        var spec = Settle(device);
        device.Tell(new DeviceCommands.Refresh(Id), TestActor);
        device.Tell(Received(spec.Epoch, ExpectWrite(CommandId.ControlNew).Seqno, CommandId.ControlNew, 1, "no"));
        Answer(device, spec, ExpectWrite(CommandId.DpQuery), """{"1":false}""");
        Assert.Equal(DpSet.Of((1, false)), ExpectMsg<CommandOutcome.Confirmed>().Reported);
    }

    [Fact]
    public void Should_go_back_when_two_queries_in_a_row_had_no_answer_from_a_device_that_is_there()
    {
        var device = Start();
        var spec = Settle(device);
        for (var i = 0; i < 2; i++)
        {
            device.Tell(new DeviceCommands.Refresh(Id), TestActor);
            ExpectWrite(CommandId.ControlNew);
            Pass(device, TimeSpan.FromSeconds(2));
            Heartbeat(device, spec);
            Pass(device, TimeSpan.FromSeconds(3));
            ExpectMsg<CommandOutcome.TimedOut>();
        }

        ExpectWrite(CommandId.DpQuery);
    }

    [Fact]
    public void Should_not_blame_the_way_for_a_device_that_says_nothing_at_all()
    {
        var device = Start();
        Settle(device);
        for (var i = 0; i < 2; i++)
        {
            Pass(device, TimeSpan.FromMilliseconds(1));
            device.Tell(new DeviceCommands.Refresh(Id), TestActor);
            ExpectWrite(CommandId.ControlNew);
            Pass(device, TimeSpan.FromSeconds(5));
            ExpectMsg<CommandOutcome.TimedOut>();
        }

        device.Tell(new DeviceCommands.Refresh(Id), TestActor);
        ExpectWrite(CommandId.ControlNew);
    }

    [Fact]
    public void Should_take_values_that_come_by_a_push_for_the_answer()
    {
        var device = Start();
        var spec = Settle(device);
        for (var i = 0; i < 3; i++)
        {
            device.Tell(new DeviceCommands.Refresh(Id), TestActor);
            var query = ExpectWrite(CommandId.ControlNew);
            Pass(device, TimeSpan.FromMilliseconds(1));
            device.Tell(Ack(spec.Epoch, query.Seqno, CommandId.ControlNew));
            device.Tell(Report(spec.Epoch, 0, CommandId.Status, """{"1":true}"""));
            Pass(device, TimeSpan.FromSeconds(5));
            FishForMessage(m => m is CommandOutcome);
        }

        device.Tell(new DeviceCommands.Refresh(Id), TestActor);
        ExpectWrite(CommandId.ControlNew);
    }

    [Fact]
    public void Should_ask_all_that_was_refused_meanwhile_again()
    {
        var device = Start();
        var spec = BringOnline(device);
        device.Tell(new DeviceCommands.Refresh(Id), TestActor);
        device.Tell(new DeviceCommands.Refresh(Id), TestActor);
        foreach (var query in new[] { ExpectWrite(CommandId.DpQuery), ExpectWrite(CommandId.DpQuery) })
            device.Tell(Received(spec.Epoch, query.Seqno, CommandId.DpQuery, 1, Unvalid));
        foreach (var query in new[] { ExpectWrite(CommandId.ControlNew), ExpectWrite(CommandId.ControlNew) })
            Answer(device, spec, query, """{"1":true}""");
        ExpectMsg<CommandOutcome.Confirmed>();
        ExpectMsg<CommandOutcome.Confirmed>();
    }

    [Fact]
    public void Should_say_once_that_it_learned_and_once_that_it_took_it_back()
    {
        var device = Start();
        EventFilter.Info(contains: "device22 way").Expect(2, TimeSpan.FromSeconds(20), () =>
        {
            var wait = TimeSpan.Zero;
            for (var i = 0; i < 4; i++)
            {
                var spec = Learn(device);
                device.Tell(Received(spec.Epoch, ExpectWrite(CommandId.ControlNew).Seqno, CommandId.ControlNew, 1, Unvalid));
                ExpectWrite(CommandId.DpQuery);
                device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "closed"));
                ExpectState(DeviceState.Backoff);
                Pass(device, TimeSpan.FromMinutes(1));
            }

            Look(device);
        });
    }

    // Refuses the first query, and is online with it.
    private ConnectionSpec Learn(IActorRef device)
    {
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 1));
        device.Tell(Received(spec.Epoch, ExpectWrite(CommandId.DpQuery).Seqno, CommandId.DpQuery, 1, Unvalid));
        ExpectState(DeviceState.Online);
        return spec;
    }

    // Learned, and proved by an answer to the first probe.
    private ConnectionSpec Settle(IActorRef device)
    {
        var spec = Learn(device);
        var probes = Enumerable.Range(0, 4).Select(_ => ExpectWrite(CommandId.ControlNew)).ToList();
        Answer(device, spec, probes[0], """{"1":true}""");
        foreach (var probe in probes.Skip(1))
            device.Tell(Received(spec.Epoch, probe.Seqno, CommandId.ControlNew, 1, ""));
        return spec;
    }

    private static void Answer(IActorRef device, ConnectionSpec spec, ConnectionCommands.Write query, string dps) =>
        device.Tell(Report(spec.Epoch, query.Seqno, query.Request.Command, dps));

    private static void Heartbeat(IActorRef device, ConnectionSpec spec) => device.Tell(Ack(spec.Epoch, 0, CommandId.Heartbeat));

    private static string Dps(ConnectionCommands.Write write) =>
        System.Text.Json.JsonDocument.Parse(write.Request.Payload).RootElement.GetProperty("dps").GetRawText();
}

using Akka.Actor;
using TuyaActors.Connection;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

/// <summary>Devices that take only so many DPs in one set.</summary>
public sealed class DeviceActorDpLimitSpecs : CommandsUnderTest
{
    private static readonly DpSet Three = DpSet.Of((1, true), (2, 20), (3, 30));

    [Fact]
    public void Should_send_once_more_what_the_device_passed_over_and_keep_to_the_limit_from_then_on()
    {
        var device = Start();
        var epoch = BringOnlineWithThree(device);
        var caller = Set(device, Three);
        TakeFirst(device, epoch, Three);
        Pass(device, TimeSpan.FromSeconds(1));
        var query = ExpectWrite(CommandId.DpQuery);
        device.Tell(Report(epoch, query.Seqno, CommandId.DpQuery, """{"1":true,"2":0,"3":0}"""));
        TakeFirst(device, epoch, DpSet.Of((2, 20)));
        EventFilter.Info(start: "Device 'lamp'", contains: "at most 1 DPs").ExpectOne(() => TellReport(device, epoch, """{"2":20}"""));
        TakeFirst(device, epoch, DpSet.Of((3, 30)));
        caller.ExpectNoMsg(TimeSpan.Zero);
        TellReport(device, epoch, """{"3":30}""");
        Assert.Equal(Three, caller.ExpectMsg<CommandOutcome.Confirmed>().Reported);
        Assert.Empty(Look(device).Desired);

        var next = Set(device, DpSet.Of((1, false), (3, 31)));
        TakeFirst(device, epoch, DpSet.Of((1, false)));
        TakeFirst(device, epoch, DpSet.Of((3, 31)));
        TellReport(device, epoch, """{"1":false,"3":31}""");
        next.ExpectMsg<CommandOutcome.Confirmed>();
    }

    [Fact]
    public void Should_send_one_by_one_what_the_device_refuses_as_a_whole()
    {
        var device = Start();
        var epoch = BringOnlineWithThree(device);
        var caller = Set(device, Three);
        Refuse(device, epoch, Three);
        foreach (var part in Three.Split(1))
            TakeFirst(device, epoch, part);
        TellReport(device, epoch, """{"1":true,"2":20,"3":30}""");
        caller.ExpectMsg<CommandOutcome.Confirmed>();
        Set(device, DpSet.Of((2, 21), (3, 31)));
        Assert.Equal([DpSet.Of((2, 21))], Written(device).Select(w => w.Dps));
    }

    [Fact]
    public void Should_pass_on_the_refusal_of_one_dp_and_learn_nothing()
    {
        var device = Start();
        var epoch = BringOnlineWithThree(device);
        var caller = Set(device, Three);
        Refuse(device, epoch, Three);
        TakeFirst(device, epoch, DpSet.Of((1, true)));
        Refuse(device, epoch, DpSet.Of((2, 20)));
        Assert.Equal(1u, caller.ExpectMsg<CommandOutcome.Rejected>().Retcode);
        Assert.Empty(Look(device).Desired);
        Set(device, DpSet.Of((2, 21), (3, 31)));
        Assert.Equal([DpSet.Of((2, 21), (3, 31))], Written(device).Select(w => w.Dps));
    }

    [Fact]
    public void Should_say_acknowledged_where_a_dp_is_read_only_and_learn_nothing()
    {
        var device = Start();
        var epoch = BringOnlineWithThree(device);
        var caller = Set(device, Three);
        TakeFirst(device, epoch, Three);
        TellReport(device, epoch, """{"1":true,"3":30}""");
        Pass(device, TimeSpan.FromSeconds(1));
        device.Tell(Report(epoch, ExpectWrite(CommandId.DpQuery).Seqno, CommandId.DpQuery, """{"1":true,"2":0,"3":30}"""));
        TakeFirst(device, epoch, DpSet.Of((2, 20)));
        Pass(device, TimeSpan.FromSeconds(1));
        device.Tell(Report(epoch, ExpectWrite(CommandId.DpQuery).Seqno, CommandId.DpQuery, """{"1":true,"2":0,"3":30}"""));
        Assert.Empty(Written(device));
        Pass(device, TimeSpan.FromSeconds(3));
        caller.ExpectMsg<CommandOutcome.Acknowledged>();
        Set(device, DpSet.Of((1, false), (3, 31)));
        Assert.Equal([DpSet.Of((1, false), (3, 31))], Written(device).Select(w => w.Dps));
    }

    [Fact]
    public void Should_not_undo_a_later_set_by_sending_once_more()
    {
        var device = Start();
        var epoch = BringOnlineWithThree(device);
        Set(device, Three);
        TakeFirst(device, epoch, Three);
        Set(device, DpSet.Of((2, 99)));
        TakeFirst(device, epoch, DpSet.Of((2, 99)));
        Pass(device, TimeSpan.FromSeconds(1));
        device.Tell(Report(epoch, ExpectWrite(CommandId.DpQuery).Seqno, CommandId.DpQuery, """{"1":true,"2":0,"3":0}"""));
        TakeFirst(device, epoch, DpSet.Of((3, 30)));
        Assert.Empty(Written(device));
    }

    [Fact]
    public void Should_give_up_the_parts_that_have_not_gone_out_to_a_later_set()
    {
        var device = Start();
        var epoch = BringOnlineWithThree(device);
        LearnOne(device, epoch);
        var first = Set(device, DpSet.Of((1, false), (2, 1), (3, 1)));
        var head = Written(device).Single();
        Set(device, DpSet.Of((2, 2), (3, 2)));
        device.Tell(Report(epoch, head.Seqno, CommandId.Control, """{"1":false}"""));
        Assert.Equal(DpSet.Of((1, false)), first.ExpectMsg<CommandOutcome.Confirmed>().Reported);
        Assert.Equal([2, 3], Look(device).Desired.Select(d => d.DpId));
    }

    [Fact]
    public void Should_time_out_when_not_every_part_could_be_sent()
    {
        var device = Start();
        var epoch = BringOnlineWithThree(device);
        LearnOne(device, epoch);
        var caller = Set(device, DpSet.Of((1, false), (2, 1)));
        Assert.Single(Written(device));
        Pass(device, TimeSpan.FromSeconds(5));
        caller.ExpectMsg<CommandOutcome.TimedOut>();
        Assert.Empty(Written(device));
    }

    [Fact]
    public void Should_count_every_part_against_the_ceiling()
    {
        var device = Start(hocon: "tuya.max-sets-per-second = 4");
        var epoch = BringOnlineWithThree(device);
        LearnOne(device, epoch); // takes all four
        var caller = Set(device, DpSet.Of((1, false), (2, 1)));
        Assert.Empty(Written(device));
        Pass(device, TimeSpan.FromMilliseconds(250));
        TakeFirst(device, epoch, DpSet.Of((1, false)));
        Assert.Empty(Written(device));
        Pass(device, TimeSpan.FromMilliseconds(250));
        TakeFirst(device, epoch, DpSet.Of((2, 1)));
        TellReport(device, epoch, """{"1":false,"2":1}""");
        caller.ExpectMsg<CommandOutcome.Confirmed>();
    }

    [Fact]
    public void Should_lose_the_whole_set_when_the_connection_is_lost_between_two_parts()
    {
        var device = Start();
        var epoch = BringOnlineWithThree(device);
        LearnOne(device, epoch);
        var caller = Set(device, DpSet.Of((1, false), (2, 1)));
        device.Tell(new ConnectionEvent.Closed(epoch, ConnectionEnd.ClosedLater, "closed"));
        Assert.True(caller.ExpectMsg<CommandOutcome.Offline>().WasSent);
        Pass(device, TimeSpan.FromSeconds(1));
        BringOnline(device);
        Assert.Empty(Written(device));
    }

    [Fact]
    public void Should_remember_the_limit_after_a_crash()
    {
        var device = Start(Definition with { Version = ProtocolVersion.V34 });
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 1));
        LearnOne(device, spec.Epoch, CommandId.ControlNew);

        // A third "opened" can only come from a mistake in our own code.
        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "closed"));
        Pass(device, TimeSpan.FromSeconds(1));
        spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        EventFilter.Exception<IllegalTransitionException>().ExpectOne(() => device.Tell(new ConnectionEvent.Opened(spec.Epoch)));

        spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 1));
        Set(device, DpSet.Of((1, false), (2, 1)));
        Assert.Equal([DpSet.Of((1, false))], Written(device).Select(w => w.Dps));
    }

    [Fact]
    public void Should_learn_for_each_device_behind_a_gateway_by_itself()
    {
        var device = StartGateway("", "a", "b");
        var epoch = BringOnlineWithThree(device);
        LearnOne(device, epoch, cid: "a");
        foreach (var cid in new[] { "a", "b", null })
            Set(device, DpSet.Of((1, false), (2, 1)), cid: cid);
        Assert.Equal([1, 2, 2], Written(device).Select(w => w.Dps.Count));
    }

    [Fact]
    public void Should_find_nothing_out_where_that_is_not_wanted()
    {
        var device = Start(hocon: "tuya.learn-dp-limits = off");
        var epoch = BringOnlineWithThree(device);
        var caller = Set(device, Three);
        Refuse(device, epoch, Three);
        caller.ExpectMsg<CommandOutcome.Rejected>();
        Assert.Empty(Written(device));
    }

    private long BringOnlineWithThree(IActorRef device)
    {
        var spec = BringOnline(device);
        TellReport(device, spec.Epoch, """{"1":false,"2":0,"3":0}""");
        return spec.Epoch;
    }

    private void TellReport(IActorRef device, long epoch, string dps)
    {
        device.Tell(Report(epoch, 0, CommandId.Status, dps));
        Look(device);
    }

    /// <summary>One set is on its way, of just these DPs, and the device acknowledges it.</summary>
    private void TakeFirst(IActorRef device, long epoch, DpSet expected)
    {
        var set = Assert.Single(Written(device));
        Assert.Equal(expected, set.Dps);
        device.Tell(Ack(epoch, set.Seqno, CommandId.Control));
        Look(device);
    }

    private void Refuse(IActorRef device, long epoch, DpSet expected)
    {
        var set = Assert.Single(Written(device));
        Assert.Equal(expected, set.Dps);
        device.Tell(Received(epoch, set.Seqno, CommandId.Control, 1, "no"));
        Look(device);
    }

    /// <summary>Shows the device, by refusing three and taking each, that one is the limit. Four sets go out.</summary>
    private void LearnOne(IActorRef device, long epoch, CommandId command = CommandId.Control, string? cid = null)
    {
        var caller = Set(device, Three, cid: cid);
        device.Tell(Received(epoch, Assert.Single(Written(device)).Seqno, command, 1, "no"));
        for (var i = 0; i < 3; i++)
            device.Tell(Ack(epoch, Assert.Single(Written(device)).Seqno, command));
        device.Tell(Received(epoch, 0, CommandId.Status, 0, cid is null ? """{"dps":{"1":true,"2":20,"3":30}}""" : $$$"""{"cid":"{{{cid}}}","dps":{"1":true,"2":20,"3":30}}"""));
        caller.ExpectMsg<CommandOutcome.Confirmed>();
        Written(device);
    }
}

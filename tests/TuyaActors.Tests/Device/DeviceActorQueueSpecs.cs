using Akka.Actor;
using TuyaActors.Connection;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

/// <summary>Commands that cannot go out at once: what becomes of them, and in which order and at which pace they go.</summary>
public sealed class DeviceActorQueueSpecs : CommandsUnderTest
{
    // ---- coalescing

    [Fact]
    public void Should_send_the_last_of_several_sets_of_one_dp_and_tell_every_caller()
    {
        var device = Start();
        var callers = Enumerable.Range(1, 4).Select(i => Set(device, DpSet.Of((20, i)))).ToList();
        foreach (var caller in callers.SkipLast(1))
        {
            var outcome = caller.ExpectMsg<CommandOutcome.Superseded>();
            Assert.Equal((Id, false), (outcome.DeviceId, outcome.Succeeded));
        }

        Assert.Equal([new DesiredDp(20, 4, Time.Now + TimeSpan.FromSeconds(5))], Look(device).Desired.ToArray());
        var spec = BringOnline(device);
        Assert.Equal([DpSet.Of((20, 4))], Written(device).Select(w => w.Dps));
        device.Tell(Report(spec.Epoch, 0, CommandId.Status, """{"20":4}"""));
        Assert.Equal(DpSet.Of((20, 4)), callers[^1].ExpectMsg<CommandOutcome.Confirmed>().Reported);
        Assert.Empty(Look(device).Desired);
    }

    [Fact]
    public void Should_send_and_confirm_what_a_later_set_left_of_an_earlier_one()
    {
        var device = Start();
        var earlier = Set(device, DpSet.Of((1, true), (20, 10)));
        var later = Set(device, DpSet.Of((20, 90), (21, 5)));
        var spec = BringOnline(device);
        Assert.Equal([DpSet.Of((1, true)), DpSet.Of((20, 90), (21, 5))], Written(device).Select(w => w.Dps));

        device.Tell(Report(spec.Epoch, 0, CommandId.Status, """{"1":true}"""));
        Assert.Equal(DpSet.Of((1, true)), earlier.ExpectMsg<CommandOutcome.Confirmed>().Reported);
        Assert.Equal([20, 21], Look(device).Desired.Select(d => d.DpId));
        device.Tell(Report(spec.Epoch, 0, CommandId.Status, """{"20":90,"21":5}"""));
        later.ExpectMsg<CommandOutcome.Confirmed>();
    }

    [Fact]
    public void Should_keep_the_wish_of_the_later_of_two_equal_sets()
    {
        var device = Start();
        var first = Set(device, DpSet.Of((1, true)), TimeSpan.FromSeconds(1));
        Set(device, DpSet.Of((1, true)), TimeSpan.FromSeconds(9));
        first.ExpectMsg<CommandOutcome.Superseded>();
        Assert.Equal([new DesiredDp(1, true, Time.Now + TimeSpan.FromSeconds(9))], Look(device).Desired.ToArray());
    }

    [Fact]
    public void Should_keep_the_wish_of_a_set_in_flight_when_an_earlier_equal_one_ends()
    {
        var device = Start();
        BringOnline(device);
        var first = Set(device, DpSet.Of((1, true)), TimeSpan.FromSeconds(1));
        Set(device, DpSet.Of((1, true)), TimeSpan.FromSeconds(9));
        Pass(device, TimeSpan.FromSeconds(1));
        first.ExpectMsg<CommandOutcome.TimedOut>();
        Assert.Single(Look(device).Desired);
    }

    [Fact]
    public void Should_not_take_over_from_a_set_that_is_sent_or_belongs_to_another_device()
    {
        var device = StartGateway("", "a");
        BringOnline(device);
        var sent = Set(device, DpSet.Of((1, true)));
        var child = Set(device, DpSet.Of((1, true)), cid: "a");
        Set(device, DpSet.Of((1, false)));
        Assert.Equal(3, Written(device).Count);
        sent.ExpectNoMsg(TimeSpan.Zero);
        child.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_make_room_in_a_full_queue_by_taking_over()
    {
        var device = Start(hocon: "tuya.max-waiting-commands = 2");
        var (first, second) = (Set(device, DpSet.Of((1, 1))), Set(device, DpSet.Of((2, 1))));
        Set(device, DpSet.Of((3, 1), (1, 2))).ExpectNoMsg(TimeSpan.Zero);
        first.ExpectMsg<CommandOutcome.Superseded>();
        var refused = Set(device, DpSet.Of((2, 9), (3, 9), (4, 9))); // takes over the second only, and leaves two
        refused.ExpectNoMsg(TimeSpan.Zero);
        second.ExpectMsg<CommandOutcome.Superseded>();
        Set(device, DpSet.Of((5, 1))).ExpectMsg<CommandOutcome.Rejected>();
    }

    [Fact]
    public void Should_take_nothing_over_with_a_set_that_is_refused_itself()
    {
        var device = Start(hocon: "tuya.max-waiting-commands = 1");
        var waiting = Set(device, DpSet.Of((1, 1), (2, 1)));
        Set(device, DpSet.Of((1, 2))).ExpectMsg<CommandOutcome.Rejected>();
        BringOnline(device);
        Assert.Equal([DpSet.Of((1, 1), (2, 1))], Written(device).Select(w => w.Dps));
        waiting.ExpectNoMsg(TimeSpan.Zero);
    }

    // ---- the ceiling

    [Fact]
    public void Should_send_a_seconds_worth_at_once_and_the_rest_at_the_rate()
    {
        var device = Start(hocon: "tuya.max-sets-per-second = 4");
        BringOnline(device);
        for (var dp = 1; dp <= 7; dp++)
            Set(device, DpSet.Of((dp, true)));
        Assert.Equal([1, 2, 3, 4], Written(device).Select(w => w.Dps.Keys.Single()));
        Pass(device, TimeSpan.FromMilliseconds(249));
        Assert.Empty(Written(device));
        Pass(device, TimeSpan.FromMilliseconds(1));
        Assert.Equal([5], Written(device).Select(w => w.Dps.Keys.Single()));
        Pass(device, TimeSpan.FromMilliseconds(250));
        Pass(device, TimeSpan.FromMilliseconds(250));
        Assert.Equal([6, 7], Written(device).Select(w => w.Dps.Keys.Single()));
    }

    [Fact]
    public void Should_coalesce_what_the_ceiling_holds()
    {
        var device = Start(hocon: "tuya.max-sets-per-second = 2");
        BringOnline(device);
        var callers = Enumerable.Range(1, 60).Select(i => Set(device, DpSet.Of((22, i)))).ToList();
        Assert.Equal([1, 2], Written(device).Select(w => (int)w.Dps[22].AsInteger()));
        Pass(device, TimeSpan.FromSeconds(1));
        Assert.Equal([60], Written(device).Select(w => (int)w.Dps[22].AsInteger()));
        Assert.All(callers[2..^1], caller => caller.ExpectMsg<CommandOutcome.Superseded>());
    }

    [Fact]
    public void Should_hold_nothing_when_there_is_no_ceiling()
    {
        var device = Start(hocon: "tuya.max-sets-per-second = 0");
        BringOnline(device);
        for (var i = 0; i < 200; i++)
            Set(device, DpSet.Of((1, i)));
        Assert.Equal(200, Written(device).Count);
    }

    [Fact]
    public void Should_count_a_refresh_that_somebody_asked_for()
    {
        var device = Start(hocon: "tuya.max-sets-per-second = 1");
        BringOnline(device);
        device.Tell(new DeviceCommands.Refresh(Id), TestActor);
        ExpectWrite(CommandId.DpQuery);
        Set(device, DpSet.Of((1, true)));
        Assert.Empty(Written(device));
        Pass(device, TimeSpan.FromSeconds(1));
        Assert.Single(Written(device));
    }

    [Fact]
    public void Should_say_expired_when_the_ceiling_held_a_command_until_its_deadline()
    {
        var device = Start(hocon: "tuya.max-sets-per-second = 1");
        BringOnline(device);
        Set(device, DpSet.Of((1, true)));
        var held = Set(device, DpSet.Of((2, true)), TimeSpan.FromMilliseconds(500));
        Pass(device, TimeSpan.FromMilliseconds(500));
        held.ExpectMsg<CommandOutcome.Expired>();
        Assert.Single(Look(device).Desired);
        Pass(device, TimeSpan.FromSeconds(1));
        Assert.Single(Written(device)); // the first only
    }

    [Fact]
    public void Should_keep_what_the_ceiling_held_when_the_connection_is_lost()
    {
        var device = Start(hocon: "tuya.max-sets-per-second = 1");
        var spec = BringOnline(device);
        var sent = Set(device, DpSet.Of((1, true)), TimeSpan.FromMinutes(1));
        var held = Set(device, DpSet.Of((2, true)), TimeSpan.FromMinutes(1));
        Written(device);
        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "closed"));
        Assert.True(sent.ExpectMsg<CommandOutcome.Offline>().WasSent);
        Pass(device, TimeSpan.FromSeconds(1));
        BringOnline(device);
        Assert.Equal([DpSet.Of((2, true))], Written(device).Select(w => w.Dps));
        held.ExpectNoMsg(TimeSpan.Zero);
    }

    // ---- fairness among the devices behind a gateway

    [Fact]
    public void Should_send_for_each_device_behind_the_gateway_in_turn()
    {
        var device = StartGateway("", "a", "b");
        for (var dp = 1; dp <= 4; dp++)
            Set(device, DpSet.Of((dp, true)), cid: "a");
        Set(device, DpSet.Of((1, true)));
        Set(device, DpSet.Of((1, true)), cid: "b");
        BringOnline(device);
        Assert.Equal(["a", null, "b", "a", "a", "a"], Written(device).Select(w => w.Cid));
    }

    [Fact]
    public void Should_not_let_a_flood_for_one_child_delay_its_sibling_by_more_than_one_turn()
    {
        var device = StartGateway("tuya.max-sets-per-second = 1", "a", "b");
        BringOnline(device);
        for (var dp = 1; dp <= 50; dp++)
            Set(device, DpSet.Of((dp, true)), cid: "a");
        Set(device, DpSet.Of((1, true)), cid: "b");
        Pass(device, TimeSpan.FromSeconds(1));
        Pass(device, TimeSpan.FromSeconds(1));
        Assert.Equal(["a", "a", "b"], Written(device).Select(w => w.Cid));
    }

    [Fact]
    public void Should_not_let_one_child_fill_the_queue_of_its_siblings()
    {
        var device = StartGateway("tuya.max-waiting-commands = 2", "a", "b");
        var flood = Enumerable.Range(1, 3).Select(dp => Set(device, DpSet.Of((dp, true)), cid: "a")).ToList();
        Assert.Contains("2 commands wait", flood[2].ExpectMsg<CommandOutcome.Rejected>().Sentence, StringComparison.Ordinal);
        Set(device, DpSet.Of((1, true)), cid: "b").ExpectNoMsg(TimeSpan.Zero);
        Set(device, DpSet.Of((1, true))).ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_tell_the_child_which_wish_is_left_after_a_later_one()
    {
        var device = StartGateway("", "a");
        Set(device, DpSet.Of((1, true), (2, 7)), cid: "a");
        var later = Set(device, DpSet.Of((2, 7)), TimeSpan.FromSeconds(9), "a");
        var child = LookAtChild(device, "sub-a-1");
        Assert.Equal([(1, 5.0), (2, 9.0)], child.Desired.Select(d => (d.DpId, (d.Deadline - Time.Now).TotalSeconds)));

        // The end of the earlier one leaves the equal wish of the later one.
        Pass(device, TimeSpan.FromSeconds(5));
        Assert.Equal([2], LookAtChild(device, "sub-a-1").Desired.Select(d => d.DpId));
        later.ExpectNoMsg(TimeSpan.Zero);
    }
}

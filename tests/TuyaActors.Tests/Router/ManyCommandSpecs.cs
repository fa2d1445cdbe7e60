using Akka.Actor;
using Akka.TestKit;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Router;

namespace TuyaActors.Tests.Router;

/// <summary>One command to many: one outcome for each of them, by the deadline.</summary>
public sealed class ManyCommandSpecs : RouterUnderTest
{
    private static readonly DpSet On = DpSet.Of((1, true));

    [Fact]
    public void Should_answer_with_one_outcome_for_each_device_and_what_meant_nobody()
    {
        var (lamp, plug) = (Known(Lamp, DeviceState.Online, d => d with { Tags = ["Attic"], Name = "Desk" }), Known(Plug, DeviceState.Online, d => d with { Group = "study" }));
        Known(new DeviceId("other"), DeviceState.Online);
        var who = DeviceSelector.Tagged("attic", "cellar").Or(DeviceSelector.Named("DESK", "Nobody")).Or(DeviceSelector.InGroup("Study", "x")).Or(DeviceSelector.Of(Lamp, new DeviceId("gone")));
        var asker = Ask(new DeviceCommands.SetDpsOfMany(who, On));
        Assert.Equal(On, lamp.ExpectMsg<DeviceCommands.SetDps>(Patience).Dps);
        lamp.Reply(new CommandOutcome.Confirmed(Lamp, On));
        plug.ExpectMsg<DeviceCommands.SetDps>(Patience);
        plug.Reply(new CommandOutcome.Rejected(Plug, "no"));
        var reply = asker.ExpectMsg<DeviceReplies.Outcomes>(Patience);
        Assert.Equal(["gone", "lamp", "plug"], Ids(reply.Each));
        Assert.Equal([typeof(CommandOutcome.UnknownDevice), typeof(CommandOutcome.Confirmed), typeof(CommandOutcome.Rejected)], reply.Each.Select(o => o.GetType()));
        Assert.Equal(["name 'Nobody'", "tag 'cellar'", "group 'x'"], reply.Unmatched.ToArray());
        Assert.Equal(1, reply.Succeeded);
        ExpectNothing(lamp);
    }

    [Fact]
    public void Should_let_only_so_many_carry_it_out_at_once()
    {
        var devices = Enumerable.Range(0, 5).Select(i => Known(new DeviceId($"d{i}"), DeviceState.Online)).ToList();
        var asker = Ask(new DeviceCommands.RefreshMany(DeviceSelector.All, Parallelism: 2));
        SettleAll(devices);
        for (var answered = 0; answered < 5; answered++)
        {
            var told = devices.Where(HasCommand).ToList();
            Assert.Equal(Math.Min(2, 5 - answered), told.Count);
            var command = told[0].ExpectMsg<DeviceCommands.Refresh>(Patience);
            told[0].Reply(new CommandOutcome.Confirmed(command.DeviceId, DpSet.Empty));
            devices.Remove(told[0]);
            SettleAll(devices);
        }

        Assert.Equal(5, asker.ExpectMsg<DeviceReplies.Outcomes>(Patience).Succeeded);
    }

    [Fact]
    public void Should_tell_devices_that_are_not_well_at_once_and_let_them_wait_beside()
    {
        var well = new[] { Known(new DeviceId("a"), DeviceState.Online), Known(new DeviceId("b"), DeviceState.Idle) };
        var unwell = new[] { Known(new DeviceId("c"), DeviceState.Backoff), Known(new DeviceId("d"), DeviceState.Asleep), Known(new DeviceId("e"), DeviceState.OutOfReach) };
        Ask(new DeviceCommands.SetDpsOfMany(DeviceSelector.All, On, Parallelism: 1));
        foreach (var device in unwell)
            device.ExpectMsg<DeviceCommands.SetDps>(Patience);
        SettleAll(well);
        var first = well.Single(HasCommand);
        first.Reply(new CommandOutcome.Confirmed(first.ExpectMsg<DeviceCommands.SetDps>(Patience).DeviceId, On));
        well.Single(device => device != first).ExpectMsg<DeviceCommands.SetDps>(Patience);
    }

    [Fact]
    public void Should_not_let_slow_devices_keep_the_others_waiting()
    {
        var devices = Enumerable.Range(0, 4).Select(i => Known(new DeviceId($"d{i}"), DeviceState.Online)).ToList();
        var asker = Ask(new DeviceCommands.RefreshMany(DeviceSelector.All, Clock + 10 * Second, Parallelism: 2));
        SettleAll(devices);
        Assert.Equal(2, devices.Count(HasCommand));
        Pass(0.9 * Second, devices);
        Assert.Equal(2, devices.Count(HasCommand));
        Pass(0.1 * Second, devices);
        Assert.Equal(4, devices.Count(HasCommand));
        foreach (var device in devices)
            device.Reply(new CommandOutcome.Confirmed(device.ExpectMsg<DeviceCommands.Refresh>(Patience).DeviceId, DpSet.Empty));
        Assert.Equal(4, asker.ExpectMsg<DeviceReplies.Outcomes>(Patience).Succeeded);
    }

    [Fact]
    public void Should_answer_before_the_deadline_whoever_is_stuck_and_say_expired_where_it_was_never_sent()
    {
        var stuck = Enumerable.Range(0, 3).Select(i => Known(new DeviceId($"d{i}"), DeviceState.Online)).ToList();
        var deadline = Clock + 0.5 * Second;
        var asker = Ask(new DeviceCommands.SetDpsOfMany(DeviceSelector.All, On, deadline, Parallelism: 1));
        SettleAll(stuck);
        var told = stuck.Single(HasCommand).ExpectMsg<DeviceCommands.SetDps>(Patience);
        // The devices get a tenth less, and the answer goes out half way between.
        Assert.Equal(deadline - 0.05 * Second, told.Deadline);
        Pass(0.474 * Second, [.. stuck, asker]);
        asker.ExpectNoMsg(TimeSpan.Zero);
        Pass(0.001 * Second, stuck);
        var reply = asker.ExpectMsg<DeviceReplies.Outcomes>(Patience);
        Assert.Equal(0.475 * Second, Assert.IsType<CommandOutcome.TimedOut>(reply.Each.Single(o => o.DeviceId == told.DeviceId)).Waited);
        Assert.Equal(2, reply.Each.Count(o => o is CommandOutcome.Expired));
        Assert.True(Clock < deadline);
        Assert.DoesNotContain(stuck, HasCommand);
    }

    [Fact]
    public void Should_give_each_device_its_time_from_the_moment_it_is_told()
    {
        var devices = new[] { Known(Lamp, DeviceState.Online), Known(Plug, DeviceState.Online) };
        var asker = Ask(new DeviceCommands.RefreshMany(DeviceSelector.All, Clock + 60 * Second, Each: 0.5 * Second, Parallelism: 1));
        SettleAll(devices);
        var first = devices.Single(HasCommand);
        Assert.Equal(Clock + 0.5 * Second, first.ExpectMsg<DeviceCommands.Refresh>(Patience).Deadline);
        // It is stuck: a tenth later its turn is over.
        Pass(0.55 * Second, devices);
        var second = devices.Single(HasCommand);
        var told = second.ExpectMsg<DeviceCommands.Refresh>(Patience);
        Assert.Equal(Clock + 0.5 * Second, told.Deadline);
        second.Reply(new CommandOutcome.TimedOut(told.DeviceId, 0.5 * Second));
        Assert.Equal(2, asker.ExpectMsg<DeviceReplies.Outcomes>(Patience).Each.Count(o => o is CommandOutcome.TimedOut));
    }

    [Fact]
    public void Should_have_an_outcome_for_a_device_that_is_removed_meanwhile_or_before_its_turn()
    {
        var devices = new[] { Known(Lamp, DeviceState.Online), Known(Plug, DeviceState.Online) };
        var asker = Ask(new DeviceCommands.RefreshMany(DeviceSelector.All, Parallelism: 1));
        SettleAll(devices);
        var (told, waiting) = (devices.Single(HasCommand), devices.Single(device => !HasCommand(device)));
        Sys.Stop(waiting.Ref);
        Sys.Stop(told.Ref);
        Assert.Equal(2, asker.ExpectMsg<DeviceReplies.Outcomes>(Patience).Each.Count(o => o is CommandOutcome.Cancelled));
    }

    [Fact]
    public void Should_take_the_first_outcome_of_a_device_and_no_other()
    {
        var (lamp, plug) = (Known(Lamp, DeviceState.Online), Known(Plug, DeviceState.Online));
        var asker = Ask(new DeviceCommands.RefreshMany(DeviceSelector.All));
        lamp.ExpectMsg<DeviceCommands.Refresh>(Patience);
        lamp.Reply(new CommandOutcome.Acknowledged(Lamp));
        lamp.Reply(new CommandOutcome.Rejected(Lamp, "late"));
        lamp.Reply(new CommandOutcome.Rejected(new DeviceId("stranger"), "who?"));
        plug.ExpectMsg<DeviceCommands.Refresh>(Patience);
        plug.Reply(new CommandOutcome.Acknowledged(Plug));
        Assert.Equal([typeof(CommandOutcome.Acknowledged), typeof(CommandOutcome.Acknowledged)], asker.ExpectMsg<DeviceReplies.Outcomes>(Patience).Each.Select(o => o.GetType()));
    }

    [Fact]
    public void Should_answer_at_once_when_nobody_is_meant_or_it_is_too_late()
    {
        Assert.Empty(Ask(new DeviceCommands.RefreshMany(DeviceSelector.None)).ExpectMsg<DeviceReplies.Outcomes>(Patience).Each);
        var lamp = Known(Lamp, DeviceState.Online);
        var late = Ask(new DeviceCommands.RefreshMany(DeviceSelector.Of(Lamp, Plug), Clock)).ExpectMsg<DeviceReplies.Outcomes>(Patience);
        Assert.Equal([typeof(CommandOutcome.Expired), typeof(CommandOutcome.UnknownDevice)], late.Each.Select(o => o.GetType()));
        ExpectNothing(lamp);
    }

    [Fact]
    public void Should_answer_also_when_the_router_crashes()
    {
        var lamp = Known(Lamp, DeviceState.Online);
        var asker = Ask(new DeviceCommands.RefreshMany(DeviceSelector.All));
        lamp.ExpectMsg<DeviceCommands.Refresh>(Patience);
        Router.Tell(new RouterMessages.Known(null!, lamp.Ref));
        Assert.IsType<CommandOutcome.Cancelled>(Assert.Single(asker.ExpectMsg<DeviceReplies.Outcomes>(Patience).Each));
    }

    [Fact]
    public void Should_refuse_what_contradicts_itself()
    {
        foreach (var command in new IManyCommand[]
        {
            new DeviceCommands.RefreshMany(null!),
            new DeviceCommands.RefreshMany(DeviceSelector.All, Parallelism: 0),
            new DeviceCommands.RefreshMany(DeviceSelector.All, Each: TimeSpan.Zero),
            new DeviceCommands.SetDpsOfMany(DeviceSelector.All, DpSet.Empty),
        })
            Assert.NotEmpty(Ask(command).ExpectMsg<DeviceReplies.Refused>(Patience).Reason);
    }

    /// <summary>Whatever the devices do, and whenever: each has exactly one outcome, and the answer is there by the deadline.</summary>
    [Fact]
    public void Should_keep_its_promise_whatever_the_devices_do()
    {
        var random = new Random(3);
        var ids = Enumerable.Range(0, 12).Select(i => new DeviceId($"d{i:00}")).ToList();
        for (var round = 0; round < 15; round++)
        {
            var devices = ids.ToDictionary(id => id, id => Known(id, random.Next(4) == 0 ? DeviceState.Backoff : DeviceState.Online));
            var deadline = Clock + random.Next(1, 5) * Second;
            var asker = Ask(new DeviceCommands.SetDpsOfMany(DeviceSelector.All, On, deadline, random.Next(2) == 0 ? null : random.Next(1, 20) * 0.1 * Second, random.Next(1, 5)));
            var reply = default(DeviceReplies.Outcomes);
            while (reply is null)
            {
                Assert.True(Clock < deadline);
                SettleAll([.. devices.Values, asker]);
                foreach (var (id, device) in devices.Where(d => HasCommand(d.Value)))
                {
                    switch (random.Next(4))
                    {
                        case 0:
                            device.ReceiveOne(Patience);
                            device.Reply(new CommandOutcome.Confirmed(id, On));
                            break;
                        case 1:
                            Sys.Stop(device.Ref);
                            device.ReceiveOne(Patience);
                            break;
                        default:
                            break;
                    }
                }

                SettleAll([.. devices.Values, asker]);
                if (!asker.HasMessages)
                    Pass(0.05 * Second, [.. devices.Values, asker]);
                reply = asker.HasMessages ? asker.ExpectMsg<DeviceReplies.Outcomes>(Patience) : null;
            }

            Assert.Equal(ids.Select(id => id.Value), Ids(reply.Each));
            Pass(2 * Second, asker);
            Assert.False(asker.HasMessages);
        }
    }

    private static bool HasCommand(TestProbe device) => device.HasMessages;
}

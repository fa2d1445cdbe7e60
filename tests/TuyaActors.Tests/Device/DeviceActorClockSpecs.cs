using Akka.Actor;
using TuyaActors.Connection;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

/// <summary>One clock runs for all commands of a device, for the first of them: each still has its own time.</summary>
public sealed class DeviceActorClockSpecs : CommandsUnderTest
{
    private static readonly DpSet On = DpSet.Of((1, true));
    private static readonly DpSet Bright = DpSet.Of((2, 500));

    [Fact]
    public void Should_ask_behind_each_set_after_its_own_second()
    {
        var device = Start();
        BringOnline(device);
        Set(device, On);
        Pass(device, TimeSpan.FromMilliseconds(400));
        Set(device, Bright);
        Written(device);

        Pass(device, TimeSpan.FromMilliseconds(500));
        Assert.Empty(Questions(device));
        Pass(device, TimeSpan.FromMilliseconds(100));
        Assert.Single(Questions(device));
        Pass(device, TimeSpan.FromMilliseconds(300));
        Assert.Empty(Questions(device));
        Pass(device, TimeSpan.FromMilliseconds(100));
        Assert.Single(Questions(device));
        Pass(device, TimeSpan.FromSeconds(2));
        Assert.Empty(Questions(device));
    }

    [Fact]
    public void Should_ask_behind_the_second_set_when_the_first_was_confirmed_in_time()
    {
        var device = Start();
        var spec = BringOnline(device);
        var first = Set(device, On);
        Pass(device, TimeSpan.FromMilliseconds(400));
        var second = Set(device, Bright);
        Written(device);
        device.Tell(Report(spec.Epoch, 0, CommandId.Status, """{"1":true}"""));
        first.ExpectMsg<CommandOutcome.Confirmed>(TimeSpan.FromSeconds(20));

        Pass(device, TimeSpan.FromMilliseconds(900));
        Assert.Empty(Questions(device));
        Pass(device, TimeSpan.FromMilliseconds(100));
        var question = Assert.Single(Questions(device));
        device.Tell(Report(spec.Epoch, question.Seqno, question.Request.Command, """{"1":true,"2":500}"""));
        second.ExpectMsg<CommandOutcome.Confirmed>(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Should_not_ask_behind_what_was_confirmed_and_still_behind_what_comes_later()
    {
        var device = Start();
        var spec = BringOnline(device);
        var first = Set(device, On);
        device.Tell(Report(spec.Epoch, 0, CommandId.Status, """{"1":true}"""));
        first.ExpectMsg<CommandOutcome.Confirmed>(TimeSpan.FromSeconds(20));
        Written(device);
        Pass(device, TimeSpan.FromSeconds(3));
        Assert.Empty(Questions(device));

        Set(device, Bright);
        Written(device);
        Pass(device, TimeSpan.FromSeconds(1));
        Assert.Single(Questions(device));
    }

    [Fact]
    public void Should_ask_on_a_new_connection_behind_what_was_sent_on_it()
    {
        var device = Start(hocon: "tuya.confirm-after = 5s");
        var spec = BringOnline(device);
        var lost = Set(device, On);
        Written(device);
        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "closed"));
        lost.ExpectMsg<CommandOutcome.Offline>(TimeSpan.FromSeconds(20));
        Pass(device, TimeSpan.FromSeconds(2));
        BringOnline(device);
        Set(device, Bright, TimeSpan.FromSeconds(20));
        Written(device);
        Pass(device, TimeSpan.FromMilliseconds(4900));
        Assert.Empty(Questions(device));
        Pass(device, TimeSpan.FromMilliseconds(100));
        Assert.Single(Questions(device));
    }

    [Theory]
    [InlineData(2000, 3000)]
    [InlineData(3000, 2000)]
    public void Should_end_each_command_at_its_own_deadline(int first, int second)
    {
        var device = Start();
        BringOnline(device);
        var callers = new[] { (Caller: Set(device, On, TimeSpan.FromMilliseconds(first)), first), (Caller: Set(device, Bright, TimeSpan.FromMilliseconds(second)), second) };
        Pass(device, TimeSpan.FromMilliseconds(1900));
        Assert.DoesNotContain(callers, c => c.Caller.HasMessages);
        for (var passed = 2000; passed <= 3000; passed += 1000)
        {
            Pass(device, TimeSpan.FromMilliseconds(passed == 2000 ? 100 : 1000));
            foreach (var (caller, time) in callers)
            {
                if (time == passed)
                    Assert.Equal(TimeSpan.FromMilliseconds(time), caller.ExpectMsg<CommandOutcome.TimedOut>(TimeSpan.FromSeconds(20)).Waited);
                else
                    Assert.False(caller.HasMessages);
            }
        }
    }

    [Fact]
    public void Should_end_a_command_at_its_deadline_when_one_with_an_earlier_was_answered()
    {
        var device = Start();
        var spec = BringOnline(device);
        var first = Set(device, On, TimeSpan.FromSeconds(2));
        var second = Set(device, Bright, TimeSpan.FromSeconds(4));
        device.Tell(Report(spec.Epoch, 0, CommandId.Status, """{"1":true}"""));
        first.ExpectMsg<CommandOutcome.Confirmed>(TimeSpan.FromSeconds(20));
        Pass(device, TimeSpan.FromMilliseconds(3900));
        Assert.False(second.HasMessages);
        Pass(device, TimeSpan.FromMilliseconds(100));
        Assert.Equal(TimeSpan.FromSeconds(4), second.ExpectMsg<CommandOutcome.TimedOut>(TimeSpan.FromSeconds(20)).Waited);
    }

    [Fact]
    public void Should_end_a_command_in_time_when_the_clock_was_set_forward_past_the_deadline_of_another()
    {
        var device = Start();
        BringOnline(device);
        var first = Set(device, On, TimeSpan.FromHours(1));
        StepClock(device, TimeSpan.FromHours(2));
        var second = Set(device, Bright);
        Look(device);
        first.ExpectMsg<CommandOutcome.TimedOut>(TimeSpan.FromSeconds(20));
        Pass(device, TimeSpan.FromMilliseconds(4900));
        Assert.False(second.HasMessages);
        Pass(device, TimeSpan.FromMilliseconds(100));
        Assert.Equal(TimeSpan.FromSeconds(5), second.ExpectMsg<CommandOutcome.TimedOut>(TimeSpan.FromSeconds(20)).Waited);
    }

    [Fact]
    public void Should_go_on_asking_behind_sets_when_the_clock_was_set_back()
    {
        var device = Start();
        BringOnline(device);
        Set(device, On, TimeSpan.FromHours(3));
        Written(device);
        StepClock(device, TimeSpan.FromHours(-1));
        Pass(device, TimeSpan.FromSeconds(1));
        Assert.Single(Questions(device));
        Set(device, Bright);
        Assert.Single(Written(device));
        Pass(device, TimeSpan.FromSeconds(1));
        Assert.Single(Questions(device));
    }

    [Fact]
    public void Should_end_a_command_when_the_clock_was_set_back()
    {
        var device = Start(hocon: "tuya.confirm-after = 1h");
        BringOnline(device);
        var caller = Set(device, On);
        Written(device);
        StepClock(device, TimeSpan.FromHours(-1));
        Pass(device, TimeSpan.FromSeconds(5));
        Pass(device, TimeSpan.FromSeconds(5));
        caller.ExpectMsg<CommandOutcome.TimedOut>(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Should_not_wait_for_hours_until_a_device_rests_when_the_clock_was_set_back()
    {
        var device = Start();
        var spec = BringOnline(device);
        device.Tell(Report(spec.Epoch, 0, CommandId.Status, """{"1":true}"""));
        StepClock(device, TimeSpan.FromHours(-1));
        var caller = Command(device, new DeviceCommands.WhenIdle(Id));
        Pass(device, TimeSpan.FromSeconds(3));
        caller.ExpectMsg<CommandOutcome.Confirmed>(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Should_still_wait_until_a_device_rests_when_the_clock_was_set_back()
    {
        var device = Start();
        var spec = BringOnline(device);
        StepClock(device, TimeSpan.FromHours(-1));
        device.Tell(Report(spec.Epoch, 0, CommandId.Status, """{"1":true}"""));
        var caller = Command(device, new DeviceCommands.WhenIdle(Id));
        Pass(device, TimeSpan.FromSeconds(1));
        device.Tell(Report(spec.Epoch, 0, CommandId.Status, """{"1":false}"""));
        Pass(device, TimeSpan.FromSeconds(1.9));
        Assert.False(caller.HasMessages);
        Pass(device, TimeSpan.FromSeconds(0.1));
        caller.ExpectMsg<CommandOutcome.Confirmed>(TimeSpan.FromSeconds(20));
    }

    private List<ConnectionCommands.Write> Questions(IActorRef device) =>
        [.. ExpectAllWritten(device).OfType<ConnectionCommands.Write>().Where(w => w.Request.Command is CommandId.DpQuery)];
}

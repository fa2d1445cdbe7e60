using Akka.Actor;
using TuyaActors.Connection;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

/// <summary>Values that did not come, or came broken.</summary>
public sealed class DeviceActorCatchUpSpecs : DeviceUnderTest
{
    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public void Should_ask_again_when_the_first_question_has_no_answer()
    {
        var device = Start(Definition with { Version = ProtocolVersion.V34 });
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 3));
        ExpectWrite(CommandId.DpQueryNew);
        ExpectState(DeviceState.Online);

        Pass(device, Seconds(5)); // its time is over
        Pass(device, Seconds(1.9));
        Assert.Equal(0, Queries(device));
        Pass(device, Seconds(0.1));
        var again = ExpectWrite(CommandId.DpQueryNew);
        device.Tell(Report(spec.Epoch, again.Seqno, CommandId.DpQueryNew, """{"1":true}"""));

        Assert.True(Look(device).Reported[1].AsBoolean());
        Pass(device, Seconds(8));
        Assert.Equal(0, Queries(device));
    }

    [Fact]
    public void Should_ask_for_the_values_when_something_could_not_be_read()
    {
        var device = Start();
        var spec = BringOnline(device);
        device.Tell(new ConnectionEvent.Unreadable(spec.Epoch, "a broken frame"));
        device.Tell(new ConnectionEvent.Unreadable(spec.Epoch, "and another"));

        Pass(device, Seconds(1.9));
        Assert.Equal(0, Queries(device));
        Pass(device, Seconds(0.1));
        var query = ExpectWrite(CommandId.DpQuery);
        device.Tell(Report(spec.Epoch, query.Seqno, CommandId.DpQuery, """{"1":true}"""));

        Assert.True(Look(device).Reported[1].AsBoolean());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_not_wait_for_hours_when_the_clock_was_set_back(bool breaksAgain)
    {
        var device = Start();
        var spec = BringOnline(device);
        device.Tell(new ConnectionEvent.Unreadable(spec.Epoch, "a broken frame"));
        StepClock(device, TimeSpan.FromHours(-1));
        if (breaksAgain)
            device.Tell(new ConnectionEvent.Unreadable(spec.Epoch, "and another"));

        Pass(device, Seconds(2));
        Pass(device, Seconds(2));

        ExpectWrite(CommandId.DpQuery);
    }

    [Fact]
    public void Should_not_ask_a_device_for_ever_that_answers_no_query()
    {
        var device = Start();
        var spec = BringOnline(device);
        device.Tell(new ConnectionEvent.Unreadable(spec.Epoch, "a broken frame"));
        var asked = 0;
        for (var i = 0; i < 300; i++)
        {
            // It answers heartbeats, so the connection stands.
            device.Tell(Ack(spec.Epoch, 0, CommandId.Heartbeat));
            Pass(device, Seconds(1));
            asked += Queries(device);
        }

        Assert.Equal(DeviceState.Online, Look(device).State);
        Assert.Equal(1 + CatchUp.MostTries, asked);
    }

    private int Queries(IActorRef device)
    {
        Look(device);
        var count = 0;
        while (Connection.HasMessages)
            count += Connection.ReceiveOne(TimeSpan.Zero) is ConnectionCommands.Write { Request.Command: CommandId.DpQuery or CommandId.DpQueryNew } ? 1 : 0;
        return count;
    }
}

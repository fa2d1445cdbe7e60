using Akka.Actor;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

/// <summary>A device that goes on at another node: what becomes of its commands.</summary>
public sealed class DeviceActorHandOverSpecs : CommandsUnderTest
{
    private static readonly DeviceMessages.Close HandOver = new() { HandsOver = true };

    [Fact]
    public void Should_say_of_what_was_sent_that_it_is_not_known()
    {
        var device = Start();
        BringOnline(device);
        var sent = Set(device, DpSet.Of((1, true)));
        Assert.Single(Written(device));
        device.Tell(HandOver);
        Assert.True(sent.ExpectMsg<CommandOutcome.Offline>().WasSent);
    }

    [Fact]
    public void Should_give_back_what_waits_for_a_device_that_is_away_and_what_waits_behind_it()
    {
        var device = StartGateway("", "a");
        var (own, child) = (Set(device, DpSet.Of((1, true))), Set(device, DpSet.Of((1, true)), cid: "a"));
        device.Tell(HandOver);
        Assert.Equal(Id, own.ExpectMsg<DeviceMessages.HandedBack>().DeviceId);
        Assert.Equal(ChildId("a"), child.ExpectMsg<DeviceMessages.HandedBack>().DeviceId);
    }

    [Fact]
    public void Should_cancel_them_where_the_fleet_ends()
    {
        var device = Start();
        var own = Set(device, DpSet.Of((1, true)));
        device.Tell(new DeviceMessages.Close());
        Assert.Contains("taken out of service", own.ExpectMsg<CommandOutcome.Cancelled>().Reason, StringComparison.Ordinal);
    }
}

using Akka.Actor;
using TuyaActors.Messages;
using TuyaActors.Registry;

namespace TuyaActors.Tests.Fleet;

/// <summary>A mistake in one of the fleet's own actors costs no device its connection (at the top: once), and nobody a subscription.</summary>
public sealed class FleetCrashSpecs : FleetUnderTest
{
    [Theory]
    [InlineData("router")]
    [InlineData("registry")]
    [InlineData("admission")]
    [InlineData("discovery")]
    public void Should_go_on_as_before_when_one_of_its_own_actors_crashes(string which)
    {
        var fleet = Start(Device("lamp"), Device("gate"), Child("child", "gate"));
        ExpectOnline("lamp", "gate", "child");

        EventFilter.Exception<ActorKilledException>().ExpectOne(() => Sys.ActorSelection(fleet.Path / which).Tell(Kill.Instance));

        AllGoesOn(fleet, connections: 3);
    }

    [Fact]
    public void Should_connect_anew_and_go_on_when_its_top_crashes()
    {
        var fleet = Start(Device("lamp"), Device("gate"), Child("child", "gate"));
        ExpectOnline("lamp", "gate", "child");

        // A child of a gateway that the registry should have refused can only come from a mistake of ours.
        EventFilter.Exception<KeyNotFoundException>().ExpectOne(
            () => fleet.Tell(
                new RegistryMessages.Carried(
                    new RegistryMessages.Carry("test", TestActor),
                    new FleetReply.Done(default),
                    [new RegistryEvent.Stored(new StoredDefinition(Child("orphan", "nowhere"), 1, default))]),
                TestActor));

        ExpectOnline("lamp", "gate", "child");
        AllGoesOn(fleet, connections: 5);
    }

    private void AllGoesOn(IActorRef fleet, int connections)
    {
        Assert.Equal((1, DeviceState.Online), (Look(fleet, "lamp").Connects, Look(fleet, "lamp").State));
        Assert.Equal(3, Ask<DeviceReplies.Devices>(fleet, new DeviceQueries.GetDevices()).Found.Length);
        Assert.Equal((2, 2, 1), Counts(Ask<FleetHealth>(fleet, new DeviceQueries.GetHealth())));
        Assert.IsType<FleetReply.Refused>(Ask<FleetReply>(fleet, new FleetCommands.AddDevice(Device("lamp"))));

        // The subscription made before the crash still hears, and a device that is added now gets its turn.
        Ask<FleetReply.Done>(fleet, new FleetCommands.AddDevice(Device("late")));
        ExpectState("late", DeviceState.Online);
        Ask<FleetReply.Done>(fleet, new FleetCommands.RemoveDevice(new DeviceId("child")));
        ExpectEvent<DeviceEvents.Removed>("child");
        Assert.Equal(connections, Connections.Count);
    }

    [Fact]
    public void Should_not_crash_for_messages_without_a_content()
    {
        var fleet = Start(Device("lamp"));
        ExpectOnline("lamp");
        Assert.Equal(0, Assert.IsType<FleetReply.Imported>(Ask<FleetReply>(fleet, new FleetCommands.ImportDevices(default))).Added);
        Assert.Equal(0, Assert.IsType<FleetReply.Imported>(Ask<FleetReply>(fleet, new FleetCommands.ImportDevices([null!]))).Added);
        Assert.Equal("it has no definition", Assert.IsType<FleetReply.Refused>(Ask<FleetReply>(fleet, new FleetCommands.AddDevice(null!))).Reason);
        Assert.Equal(Messages.EventFilter.Default, Ask<DeviceReplies.Subscribed>(fleet, new DeviceQueries.Subscribe(null!)).Filter);
        Assert.Equal(1, Look(fleet, "lamp").Connects);
    }

    // In whichever order they come.
    private void ExpectOnline(params string[] ids)
    {
        var missing = ids.ToHashSet();
        Events.FishForMessage<DeviceEvents.StateChanged>(e => e.To == DeviceState.Online && missing.Remove(e.DeviceId.Value) && missing.Count == 0, TimeSpan.FromSeconds(20));
    }

    private static (int Devices, int Online, int SubDevices) Counts(FleetHealth health) => (health.Devices, health.Online, health.SubDevices);
}

using Akka.Actor;
using TuyaActors.Fleet;
using TuyaActors.Messages;
using TuyaActors.Settings;
using TuyaActors.Storage;
using TuyaActors.Tests.Registry;

namespace TuyaActors.Tests.Fleet;

public sealed class FleetStorageSpecs : FleetUnderTest
{
    public FleetStorageSpecs()
        : base(StoreScript.Hocon + "\n")
    {
        var settings = new PersistenceSettings(PersistenceMode.System, "unused.db", null, TimeSpan.FromSeconds(30), 200);
        Storage = FleetStorage.Of(settings, "tuya", KeyVault.InMemory());
    }

    private StoreScript Script => new StoreScript().Apply(Sys);

    [Fact]
    public void Should_start_the_devices_of_its_storage_before_it_takes_in_those_it_is_given()
    {
        Ask<FleetMessages.Doors>(StartWith(Device("gate"), Child("child", "gate"), Device("lamp")), new FleetMessages.GetDoors());
        Stop();

        var fleet = StartWith(Device("lamp") with { Name = "as given" }, Device("new"));

        Ask<FleetMessages.Doors>(fleet, new FleetMessages.GetDoors());
        Assert.Equal(
            ["as given 2", "child 1", "gate 1", "new 1"],
            Ask<DeviceReplies.Definitions>(fleet, new DeviceQueries.GetDefinitions()).Found.Select(s => $"{s.Definition.Name} {s.Revision}"));
        Assert.Equal(["as given", "child", "gate", "new"], Ask<DeviceReplies.Devices>(fleet, new DeviceQueries.GetDevices()).Found.Select(d => d.Name));
    }

    [Fact]
    public void Should_keep_its_doors_shut_and_say_why_when_its_definitions_cannot_be_read()
    {
        Ask<FleetMessages.Doors>(StartWith(Device("lamp")), new FleetMessages.GetDoors());
        Stop();
        Script.ReplayFailure = new IOException("the file is damaged.");

        var fleet = StartWith(Device("plug"));

        const string why = "The definitions cannot be read back: the file is damaged. Nothing was changed.";
        Assert.Equal(why, Assert.IsType<StorageException>(Ask<Status.Failure>(fleet, new FleetMessages.GetDoors()).Cause).Message);
        Assert.Equal(why, Ask<FleetReply.NotStored>(fleet, new FleetCommands.AddDevice(Device("plug"))).Reason);
        Assert.DoesNotContain(Connections, c => c.DeviceId.Value == "plug");

        // What is damaged for a moment is not lost for ever.
        Script.ReplayFailure = null;
        Time.Advance(TimeSpan.FromSeconds(1));
        AwaitAssert(() => Ask<FleetMessages.Doors>(fleet, new FleetMessages.GetDoors()), TimeSpan.FromSeconds(20));
        Assert.Equal(["lamp", "plug"], Ask<DeviceReplies.Devices>(fleet, new DeviceQueries.GetDevices()).Found.Select(d => d.Name));
    }

    [Fact]
    public void Should_keep_its_doors_shut_when_what_it_is_given_cannot_be_stored()
    {
        Script.Rejection = new IOException("the disk is full");
        Assert.Equal(
            "The devices that the fleet was given could not be stored: the disk is full",
            Ask<Status.Failure>(StartWith(Device("lamp")), new FleetMessages.GetDoors()).Cause.Message);
    }

    [Fact]
    public void Should_go_on_with_its_devices_when_its_journal_fails()
    {
        var fleet = Start(Device("lamp"));
        ExpectState("lamp", DeviceState.Online);
        Script.WriteFailure = new IOException("broken");

        Assert.Equal(
            "'plug': could not be stored: The journal failed: broken",
            Ask<FleetReply.NotStored>(fleet, new FleetCommands.AddDevice(Device("plug"))).Sentence);

        Assert.True(Ask<CommandOutcome>(fleet, new DeviceCommands.Refresh(new DeviceId("lamp"))).Succeeded);
        AwaitAssert(
            () => Assert.Equal(new StorageHealth(true, "The journal failed: broken"), Ask<FleetHealth>(fleet, new DeviceQueries.GetHealth()).Storage),
            TimeSpan.FromSeconds(20));
        Script.WriteFailure = null;
        AwaitAssert(() => Ask<FleetReply.Done>(fleet, new FleetCommands.AddDevice(Device("plug"))), TimeSpan.FromSeconds(20));
        ExpectState("plug", DeviceState.Online);
        Assert.Equal(1, Look(fleet, "lamp").Connects);
    }

    [Fact]
    public void Should_not_connect_anew_for_a_name_a_tag_or_a_group()
    {
        var fleet = Start(Device("lamp"), Device("gate"), Child("child", "gate"));
        ExpectState("child", DeviceState.Online);
        foreach (var id in (DeviceId[])[new("lamp"), new("child")])
        {
            Assert.Equal(2, Ask<FleetReply.Done>(fleet, new FleetCommands.RenameDevice(id, $"{id}!")).Revision);
            Assert.Equal(3, Ask<FleetReply.Done>(fleet, new FleetCommands.TagDevice(id, ["t"], [])).Revision);
            Assert.Equal(4, Ask<FleetReply.Done>(fleet, new FleetCommands.GroupDevice(id, "g", ExpectedRevision: 3)).Revision);
            Assert.Equal(4, Ask<FleetReply.Conflict>(fleet, new FleetCommands.RemoveDevice(id, ExpectedRevision: 3)).Actual);
            AwaitAssert(() => Assert.Equal(($"{id}!", "g", "t"), (Look(fleet, id.Value).Name, Look(fleet, id.Value).Group, string.Join(' ', Look(fleet, id.Value).Tags))), TimeSpan.FromSeconds(20));
        }

        Assert.Equal(2, Connections.Count);
    }

    private void Stop()
    {
        var fleet = Sys.ActorSelection("/user/tuya").ResolveOne(TimeSpan.FromSeconds(20)).Result;
        Watch(fleet);
        Sys.Stop(fleet);
        ExpectTerminated(fleet, TimeSpan.FromSeconds(20));
    }
}

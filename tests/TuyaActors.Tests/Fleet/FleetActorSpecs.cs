using TuyaActors.Fleet;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Fleet;

public sealed class FleetActorSpecs : FleetUnderTest
{
    [Fact]
    public void Should_start_the_devices_it_was_given()
    {
        var fleet = StartWith(Child("child", "gate"), Device("lamp"), Device("gate"));
        Ask<FleetMessages.Doors>(fleet, new FleetMessages.GetDoors());
        var devices = Ask<DeviceReplies.Devices>(fleet, new DeviceQueries.GetDevices());
        Assert.Equal(["child", "gate", "lamp"], devices.Found.Select(d => d.DeviceId.Value));
        Assert.Empty(devices.Unavailable);
    }

    [Fact]
    public void Should_know_the_devices_it_was_given_before_it_opens_its_doors()
    {
        var fleet = StartWith([.. Enumerable.Range(0, 50).SelectMany(i => new[] { Child($"child-{i}", $"gate-{i}"), Device($"gate-{i}") })]);
        var router = Ask<FleetMessages.Doors>(fleet, new FleetMessages.GetDoors()).Router;
        Assert.Equal(100, Ask<DeviceReplies.Devices>(router, new DeviceQueries.GetDevices()).Found.Length);
    }

    [Fact]
    public void Should_add_a_device_and_bring_it_online()
    {
        var fleet = Start();
        Assert.Equal("lamp", Ask<FleetReply.Done>(fleet, new FleetCommands.AddDevice(Device("lamp"))).DeviceId.Value);
        Assert.Equal("lamp", ExpectEvent<DeviceEvents.Added>("lamp").Name);
        ExpectState("lamp", DeviceState.Online);
        Assert.Equal(DeviceState.Online, Look(fleet, "lamp").State);
    }

    [Fact]
    public void Should_refuse_to_add_a_device_twice_and_keep_the_first()
    {
        var fleet = Start(Device("lamp"));
        ExpectState("lamp", DeviceState.Online);
        Assert.Equal(
            "'lamp': the fleet has a device with this id already",
            Ask<FleetReply.Refused>(fleet, new FleetCommands.AddDevice(Device("lamp") with { Name = "other" })).Sentence);
        Assert.Equal("lamp", Look(fleet, "lamp").Name);
        Assert.Single(Connections);
    }

    [Fact]
    public void Should_refuse_to_update_or_remove_what_it_does_not_have()
    {
        var fleet = Start();
        Ask<FleetReply.Refused>(fleet, new FleetCommands.UpdateDevice(Device("lamp")));
        Ask<FleetReply.Refused>(fleet, new FleetCommands.RemoveDevice(new DeviceId("lamp")));
    }

    [Fact]
    public void Should_change_a_name_without_touching_the_connection()
    {
        var fleet = Start(Device("lamp"));
        ExpectState("lamp", DeviceState.Online);
        Ask<FleetReply.Done>(fleet, new FleetCommands.UpdateDevice(Device("lamp") with { Name = "reading lamp", Tags = ["study"] }));
        Assert.Equal("reading lamp", ExpectEvent<DeviceEvents.Updated>("lamp").Name);
        var after = Look(fleet, "lamp");
        Assert.Equal(("reading lamp", DeviceState.Online, 1), (after.Name, after.State, after.Connects));
        Assert.Equal(["study"], after.Tags);
    }

    [Fact]
    public void Should_connect_anew_when_the_key_changes()
    {
        var fleet = Start(Device("lamp"));
        ExpectState("lamp", DeviceState.Online);
        Ask<FleetReply.Done>(fleet, new FleetCommands.UpdateDevice(Device("lamp") with { Key = OtherKey }));
        ExpectState("lamp", DeviceState.Resolving);
        ExpectState("lamp", DeviceState.Online);
        Assert.Equal([Key, OtherKey], Connections.Select(c => c.Key));
    }

    [Fact]
    public void Should_say_nothing_of_an_update_that_changes_nothing()
    {
        var fleet = Start(Device("lamp"));
        ExpectState("lamp", DeviceState.Online);
        Events.FishForMessage<DeviceEvents.DpsReported>(_ => true);
        Ask<FleetReply.Done>(fleet, new FleetCommands.UpdateDevice(Device("lamp")));
        Look(fleet, "lamp");
        Events.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_remove_a_device_and_cancel_what_it_waits_for()
    {
        Behave("lamp", Manner.Away);
        var fleet = Start(Device("lamp"));
        ExpectState("lamp", DeviceState.Connecting);
        fleet.Tell(new DeviceCommands.SetDps(new DeviceId("lamp"), DpSet.Of((1, true))), TestActor);
        Look(fleet, "lamp");

        Ask<FleetReply.Done>(fleet, new FleetCommands.RemoveDevice(new DeviceId("lamp")));

        ExpectMsg<CommandOutcome.Cancelled>();
        ExpectEvent<DeviceEvents.Removed>("lamp");
        Ask<DeviceReplies.DeviceNotFound>(fleet, new DeviceQueries.GetDevice(new DeviceId("lamp")));
        Ask<CommandOutcome.UnknownDevice>(fleet, new DeviceCommands.Refresh(new DeviceId("lamp")));
    }

    [Fact]
    public void Should_take_a_device_back_at_once_after_its_removal()
    {
        var fleet = Start(Device("lamp"));
        ExpectState("lamp", DeviceState.Online);
        for (var i = 0; i < 5; i++)
        {
            fleet.Tell(new FleetCommands.RemoveDevice(new DeviceId("lamp")), TestActor);
            fleet.Tell(new FleetCommands.AddDevice(Device("lamp")), TestActor);
            ExpectMsg<FleetReply.Done>();
            ExpectMsg<FleetReply.Done>();
            ExpectEvent<DeviceEvents.Added>("lamp");
            ExpectState("lamp", DeviceState.Online);
        }

        Assert.Equal(1, Look(fleet, "lamp").Connects);
    }

    [Fact]
    public void Should_count_what_an_import_adds_updates_leaves_and_refuses()
    {
        var fleet = Start(Device("lamp"), Device("plug"));
        var imported = Ask<FleetReply.Imported>(fleet, new FleetCommands.ImportDevices(
        [
            Child("child", "gate"),
            Child("orphan", "nowhere"),
            Device("gate"),
            Device("lamp"),
            Device("plug") with { Name = "new name" },
            Device("keyless") with { Key = null },
        ]));
        Assert.Equal((2, 1, 1), (imported.Added, imported.Updated, imported.Unchanged));
        Assert.Equal(["keyless", "orphan"], imported.RefusedOnes.Select(r => r.DeviceId.Value).Order());
        ExpectState("child", DeviceState.Online);
        Assert.Equal("new name", Look(fleet, "plug").Name);
    }

    [Fact]
    public void Should_answer_an_import_of_nothing() =>
        Assert.Equal("0 added, 0 updated, 0 unchanged, 0 refused", Ask<FleetReply.Imported>(Start(), new FleetCommands.ImportDevices([])).Sentence);

    [Fact]
    public void Should_restart_a_crashed_device_alone_with_its_latest_definition()
    {
        var fleet = Start(Device("lamp"), Device("neighbour"), Device("gate"), Child("child", "gate"));
        ExpectState("child", DeviceState.Online);
        Ask<FleetReply.Done>(fleet, new FleetCommands.UpdateDevice(Device("lamp") with { Name = "renamed" }));
        CrashAtNextConnection("lamp");

        EventFilter.Exception<InvalidOperationException>(contains: "made for this test").ExpectOne(
            () => fleet.Tell(new FleetCommands.UpdateDevice(Device("lamp") with { Name = "renamed", Key = OtherKey }), TestActor));

        ExpectState("lamp", DeviceState.Resolving);
        Events.FishForMessage<DeviceEvents.StateChanged>(e => e is { DeviceId.Value: "lamp", From: DeviceState.Stopped });
        ExpectState("lamp", DeviceState.Online);
        var lamp = Look(fleet, "lamp");
        Assert.Equal(("renamed", 1), (lamp.Name, lamp.Connects));
        Assert.Equal(OtherKey, Connections.Last(c => c.DeviceId.Value == "lamp").Key);
        foreach (var other in new[] { "neighbour", "gate", "child" })
            Assert.Equal((1, DeviceState.Online), (Look(fleet, other).Connects, Look(fleet, other).State));
    }

    [Fact]
    public void Should_bring_the_devices_behind_a_crashed_gateway_back()
    {
        var fleet = Start(Device("gate"), Child("child", "gate"));
        ExpectState("child", DeviceState.Online);
        CrashAtNextConnection("gate");
        fleet.Tell(new DeviceCommands.Reconnect(new DeviceId("gate")), TestActor);
        ExpectMsg<CommandOutcome.Acknowledged>();

        Events.FishForMessage<DeviceEvents.StateChanged>(e => e is { DeviceId.Value: "gate", From: DeviceState.Stopped });
        ExpectState("gate", DeviceState.Online);
        ExpectState("child", DeviceState.Online);
        Assert.True(Ask<CommandOutcome>(fleet, new DeviceCommands.SetDps(new DeviceId("child"), DpSet.Of((1, true)))).Succeeded);
    }

    [Fact]
    public void Should_pass_commands_and_questions_on_to_whom_they_are_for()
    {
        var fleet = Start(Device("lamp"));
        ExpectState("lamp", DeviceState.Online);
        var lamp = new DeviceId("lamp");
        Assert.Equal(DpSet.Of((1, true)), Ask<CommandOutcome.Confirmed>(fleet, new DeviceCommands.SetDps(lamp, DpSet.Of((1, true)))).Reported);
        Ask<CommandOutcome.Confirmed>(fleet, new DeviceCommands.Refresh(lamp));
        Assert.Equal((1, 1), (Ask<FleetHealth>(fleet, new DeviceQueries.GetHealth()).Devices, Ask<FleetHealth>(fleet, new DeviceQueries.GetHealth()).Online));
        Ask<DeviceReplies.Unsubscribed>(fleet, new DeviceQueries.Unsubscribe());
        var doors = Ask<FleetMessages.Doors>(fleet, new FleetMessages.GetDoors());
        Assert.NotEqual(doors.Router, doors.Discovery);
        Assert.Equal(DeviceState.Online, Look(doors.Router, "lamp").State);
    }
}

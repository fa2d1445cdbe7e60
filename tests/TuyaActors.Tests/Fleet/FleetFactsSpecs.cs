using Akka.Actor;
using TuyaActors.Device.Facts;
using TuyaActors.Fleet;
using TuyaActors.Messages;
using TuyaActors.Settings;
using TuyaActors.Storage;
using TuyaActors.Tests.Device.Facts;

namespace TuyaActors.Tests.Fleet;

/// <summary>What a fleet knows after a stop and a start, and how it stops.</summary>
public sealed class FleetFactsSpecs : FleetUnderTest
{
    public FleetFactsSpecs()
        : base(StorageScript.Hocon) =>
        Storage = FleetStorage.Of(new PersistenceSettings(PersistenceMode.System, "", null, TimeSpan.FromSeconds(30), 200), "fleet", KeyVault.InMemory());

    private StorageScript Script => new StorageScript().Apply(Sys);

    [Fact]
    public void Should_know_what_a_device_and_its_child_said_before_the_stop()
    {
        var fleet = Start(Device("gate"), Child("child", "gate"));
        ExpectState("child", DeviceState.Online);
        AwaitCondition(() => Look(fleet, "child").Reported.Count > 0 && Look(fleet, "gate").Reported.Count > 0);
        var (gate, child) = (Look(fleet, "gate"), Look(fleet, "child"));
        Stop(fleet);

        Behave("gate", Manner.Away);
        fleet = StartWith();
        Ask<FleetMessages.Doors>(fleet, new FleetMessages.GetDoors());
        AwaitCondition(() => Look(fleet, "child").Reported.Count > 0 && Look(fleet, "gate").Reported.Count > 0);

        Assert.Equal((gate.Reported, gate.ReportedAt, true), (Look(fleet, "gate").Reported, Look(fleet, "gate").ReportedAt, Look(fleet, "gate").Stale));
        Assert.Equal((child.Reported, child.ReportedAt, true), (Look(fleet, "child").Reported, Look(fleet, "child").ReportedAt, Look(fleet, "child").Stale));
        Assert.Equal(0, Look(fleet, "gate").Connects);
    }

    [Fact]
    public void Should_forget_a_removed_child_and_what_its_gateway_has_learned_of_it()
    {
        var fleet = Start(Device("gate"), Child("child", "gate"));
        ExpectState("child", DeviceState.Online);
        AwaitCondition(() => Look(fleet, "child").Reported.Count > 0);
        Time.Advance(TimeSpan.FromSeconds(30));
        AwaitCondition(() => KeptOf("child").Any());

        Ask<FleetReply.Done>(fleet, new FleetCommands.RemoveDevice(new DeviceId("child")));

        AwaitCondition(() => !KeptOf("child").Any());
        AwaitCondition(() => KeptOf("gate").Any(kept => kept is FactEvent.LineForgotten { Cid: "cid-child" }));
    }

    [Fact]
    public void Should_forget_a_removed_device()
    {
        var fleet = Start(Device("lamp"));
        ExpectState("lamp", DeviceState.Online);
        AwaitCondition(() => KeptOf("lamp").Any());

        Ask<FleetReply.Done>(fleet, new FleetCommands.RemoveDevice(new DeviceId("lamp")));

        AwaitCondition(() => !KeptOf("lamp").Any());
    }

    [Fact]
    public void Should_stop_in_time_when_the_disk_hangs()
    {
        var fleet = Start(Device("lamp"));
        ExpectState("lamp", DeviceState.Online);
        AwaitCondition(() => Look(fleet, "lamp").Reported.Count > 0);
        Script.SaveGate = new TaskCompletionSource();
        Watch(fleet);
        fleet.Tell(new FleetMessages.Close());
        Look(fleet, "lamp");
        ExpectNoMsg(TimeSpan.Zero);

        Time.Advance(TimeSpan.FromSeconds(3));

        ExpectTerminated(fleet);
        Script.SaveGate.SetResult();
    }

    [Fact]
    public void Should_warn_once_and_show_it_when_nothing_can_be_written()
    {
        var fleet = Start(Device("one"), Device("two"));
        AwaitCondition(() => Look(fleet, "one").State == DeviceState.Online && Look(fleet, "two").State == DeviceState.Online);
        Assert.Equal(new StorageHealth(true, null), Health(fleet));
        Script.WriteFailure = new IOException("the disk is full");
        EventFilter.Warning(contains: "the disk is full").ExpectOne(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(30));
            AwaitCondition(() => Health(fleet).Problem is not null);
        });
        Assert.Contains("the disk is full", Health(fleet).Problem, StringComparison.Ordinal);
        Assert.Equal(DeviceState.Online, Look(fleet, "two").State);
    }

    private StorageHealth Health(IActorRef fleet) => Ask<FleetHealth>(fleet, new DeviceQueries.GetHealth()).Storage;

    private IEnumerable<object> KeptOf(string id) => Script.Kept.Where(kept => kept.Key.Id == Storage.DeviceIdOf(new DeviceId(id))).Select(kept => kept.Value);

    private void Stop(IActorRef fleet)
    {
        Watch(fleet);
        fleet.Tell(new FleetMessages.Close());
        ExpectTerminated(fleet);
        Unwatch(fleet);
    }
}

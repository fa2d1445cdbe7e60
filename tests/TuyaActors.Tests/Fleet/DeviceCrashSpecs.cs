using TuyaActors.Messages;
using TuyaActors.Protocol;
using DeviceReplies = TuyaActors.Protocol.Payloads.DeviceReplies;

namespace TuyaActors.Tests.Fleet;

/// <summary>What a device's actor has learned is not lost by a mistake in it.</summary>
public sealed class DeviceCrashSpecs : FleetUnderTest
{
    [Fact]
    public void Should_ask_as_it_had_learned_to_ask()
    {
        Behave("lamp", Manner.Device22);
        var fleet = Start(Device("lamp"));
        ExpectEvent<DeviceEvents.DpsReported>("lamp");
        Crash("lamp");
        ExpectState("lamp", DeviceState.Online);
        Look(fleet, "lamp");
        Assert.Single(AskedOf("lamp"), r => r.Command == CommandId.DpQuery);
        // It knows the DPs, too: four probes before, one question after the crash.
        Assert.Equal(5, AskedOf("lamp").Count(r => r.Command == CommandId.ControlNew));
    }

    [Fact]
    public void Should_know_which_of_its_children_it_cannot_reach()
    {
        var fleet = Start(Device("gate"), Child("child", "gate"));
        ExpectState("child", DeviceState.Online);
        Say("gate", DeviceReplies.SubDevices(["new"], ["cid-child"]));
        ExpectState("child", DeviceState.OutOfReach);
        Crash("gate");
        ExpectState("child", DeviceState.OutOfReach);
        Assert.Equal(["new"], Look(fleet, "gate").UnknownCids.ToArray());
        Say("gate", DeviceReplies.SubDevices(["cid-child"], []));
        ExpectState("child", DeviceState.Online);
    }

    private void Crash(string id)
    {
        CrashAtNextConnection(id);
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() =>
        {
            Hang(id);
            ExpectState(id, DeviceState.Backoff);
            Time.Advance(TimeSpan.FromSeconds(1));
        });
    }
}

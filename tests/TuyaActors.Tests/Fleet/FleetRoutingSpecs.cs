using Akka.Actor;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;
using DeviceReplies = TuyaActors.Messages.DeviceReplies;
using Filter = TuyaActors.Messages.EventFilter;

namespace TuyaActors.Tests.Fleet;

/// <summary>What reaches devices, and those behind gateways, by way of the fleet's door and its router.</summary>
public sealed class FleetRoutingSpecs : FleetUnderTest
{
    private static readonly DpSet On = DpSet.Of((1, true));

    [Fact]
    public void Should_mean_whoever_bears_the_tag_by_the_latest_definition_behind_a_gateway_too()
    {
        var fleet = Start(Device("gate"), Device("lamp"), Child("child", "gate"));
        UntilOnline("gate", "lamp", "child");
        Assert.Equal(["tag 'attic'"], Many().Unmatched.ToArray());

        foreach (var definition in new[] { Child("child", "gate"), Device("lamp") })
            Ask<FleetReply.Done>(fleet, new FleetCommands.UpdateDevice(definition with { Tags = ["Attic"] }));
        var reply = Many();
        Assert.Equal(["child", "lamp"], reply.Each.Select(outcome => outcome.DeviceId.Value));
        Assert.All(reply.Each, outcome => Assert.IsType<CommandOutcome.Confirmed>(outcome));
        Assert.Empty(reply.Unmatched);

        Ask<FleetReply.Done>(fleet, new FleetCommands.RemoveDevice(new DeviceId("child")));
        Assert.Equal(["lamp"], Many().Each.Select(outcome => outcome.DeviceId.Value));

        DeviceReplies.Outcomes Many() => Ask<DeviceReplies.Outcomes>(fleet, new DeviceCommands.SetDpsOfMany(DeviceSelector.Tagged("attic"), On));
    }

    [Fact]
    public void Should_begin_a_subscription_with_snapshots_of_all_devices_and_go_on_from_there()
    {
        var fleet = Start(Device("gate"), Child("child", "gate"));
        UntilOnline("gate", "child");
        var listener = CreateTestProbe();
        fleet.Tell(new DeviceQueries.Subscribe(Filter.Default), listener.Ref);
        listener.ExpectMsg<DeviceReplies.Subscribed>(TimeSpan.FromSeconds(20));
        var taken = listener.ReceiveN(2, TimeSpan.FromSeconds(20)).Cast<DeviceEvents.SnapshotTaken>().ToDictionary(e => e.DeviceId.Value, e => e.Device);
        Assert.Equal((DeviceState.Online, "gate"), (taken["child"].State, taken["child"].Gateway?.Value));
        Assert.Equal(DeviceState.Online, taken["gate"].State);

        Say("gate", Protocol.Payloads.DeviceReplies.Status(ProtocolVersion.V33, "gate", On, 0, "cid-child"));
        Assert.Equal(On, listener.FishForMessage<DeviceEvents.DpsReported>(e => e.DeviceId.Value == "child", TimeSpan.FromSeconds(20)).Dps);
    }

    [Fact]
    public void Should_let_a_device_behind_a_gateway_show_itself_and_end_as_it_was()
    {
        var fleet = Start(Device("gate"), Child("child", "gate"));
        // The report may come first, for a child is introduced a little later than it is attached.
        for (var (online, reported) = (false, false); !(online && reported);)
        {
            var e = Events.FishForMessage<IDeviceEvent>(e => e.DeviceId.Value == "child", TimeSpan.FromSeconds(20));
            online |= e is DeviceEvents.StateChanged { To: DeviceState.Online };
            reported |= e is DeviceEvents.DpsReported;
        }

        var asker = CreateTestProbe();
        fleet.Tell(new DeviceCommands.Identify(new DeviceId("child")), asker.Ref);
        ExpectReported("child", On);
        while (!asker.HasMessages)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            PassOn(fleet);
        }

        asker.ExpectMsg<CommandOutcome.Confirmed>(TimeSpan.FromSeconds(20));
        Assert.False(Look(fleet, "child").Reported[1].AsBoolean());
        Assert.Equal([true, false], AskedOf("gate").Where(r => r.Kind == DeviceRequestKind.Control).Select(r => r.Dps[1].AsBoolean()));
    }

    [Fact]
    public void Should_let_a_device_be_asked_for_a_fresh_answer()
    {
        Behave("far", Manner.Away);
        var fleet = Start(Device("lamp"), Device("far"));
        UntilOnline("lamp");
        var asked = AskedOf("lamp").Count;
        Assert.False(Ask<DeviceReplies.DeviceFound>(fleet, new DeviceQueries.GetDevice(new DeviceId("lamp")) { Fresh = true }).Device.Stale);
        Assert.Equal(asked + 1, AskedOf("lamp").Count);
        var late = Ask<DeviceReplies.DeviceFound>(fleet, new DeviceQueries.GetDevice(new DeviceId("far")) { Fresh = true, Fallback = Fallback.Stale, Deadline = Time.Now });
        Assert.True(late.Device.Stale);
    }

    /// <summary>Waits until what one says to the other has come there, and the answer back: time that goes on before is the others' who wait for it.</summary>
    private void PassOn(IActorRef fleet)
    {
        var request = Sys.ActorSelection(fleet.Path / "router" / "request-1");
        this.Settle(request);
        Look(fleet, "child");
        Look(fleet, "gate");
        AskedOf("gate");
        Look(fleet, "gate");
        Look(fleet, "child");
        this.Settle(request);
    }

    private void UntilOnline(params string[] ids)
    {
        // In whatever order they come.
        for (var open = ids.ToHashSet(); open.Count > 0;)
            open.Remove(Events.FishForMessage<DeviceEvents.StateChanged>(e => e.To == DeviceState.Online, TimeSpan.FromSeconds(20)).DeviceId.Value);
    }

    private void ExpectReported(string id, DpSet dps) => Events.FishForMessage<DeviceEvents.DpsReported>(e => e.DeviceId.Value == id && e.Dps.Equals(dps), TimeSpan.FromSeconds(20));
}

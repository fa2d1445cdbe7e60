using System.Net;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using TuyaActors.Device;
using TuyaActors.Discovery;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Router;
using Filter = TuyaActors.Messages.EventFilter;

namespace TuyaActors.Tests.Router;

public sealed class RouterActorSpecs : TestKit
{
    private static readonly DeviceId Lamp = new("lamp");
    private static readonly DeviceId Plug = new("plug");
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly IActorRef _router;
    private readonly TestProbe _lamp;
    private readonly TestProbe _plug;

    public RouterActorSpecs()
        : base("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
    {
        _router = Sys.ActorOf(RouterActor.Props(), "router");
        (_lamp, _plug) = (Known(Lamp), Known(Plug));
    }

    private TestScheduler Time => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Should_hand_a_command_to_its_device_and_let_it_answer_the_sender()
    {
        var command = new DeviceCommands.SetDps(Lamp, DpSet.Of((1, true)));
        _router.Tell(command, TestActor);
        _lamp.ExpectMsg(command);
        _lamp.Reply(new CommandOutcome.Acknowledged(Lamp));
        ExpectMsg<CommandOutcome.Acknowledged>();
        Assert.Equal(_lamp.Ref, LastSender);
        _plug.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_answer_for_devices_that_it_does_not_know()
    {
        var nobody = new DeviceId("nobody");
        foreach (var command in new IDeviceCommand[] { new DeviceCommands.SetDps(nobody, DpSet.Empty), new DeviceCommands.Refresh(nobody), new DeviceCommands.Reconnect(nobody) })
        {
            _router.Tell(command, TestActor);
            Assert.Equal(nobody, ExpectMsg<CommandOutcome.UnknownDevice>().DeviceId);
        }

        _router.Tell(new DeviceQueries.GetDevice(nobody), TestActor);
        Assert.Equal(nobody, ExpectMsg<DeviceReplies.DeviceNotFound>().DeviceId);
    }

    [Fact]
    public void Should_not_know_a_device_that_was_forgotten()
    {
        _router.Tell(new RouterMessages.Forgotten(Lamp));
        _router.Tell(new DeviceQueries.GetDevice(Lamp), TestActor);
        ExpectMsg<DeviceReplies.DeviceNotFound>();
    }

    [Fact]
    public void Should_follow_a_device_to_its_new_actor()
    {
        var successor = Known(Lamp);
        _router.Tell(new DeviceQueries.GetDevice(Lamp), TestActor);
        successor.ExpectMsg<DeviceQueries.GetDevice>();
        _lamp.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_send_each_subscriber_what_its_filter_lets_through()
    {
        var (all, one, none) = (Subscriber(Filter.Default), Subscriber(Filter.Of(Plug)), Subscriber(Filter.Sightings));
        var (lamp, plug) = (Change(Lamp, DeviceState.Online), Change(Plug, DeviceState.Online));
        var sighted = new DeviceEvents.Sighted(Lamp, new DeviceSighting(Lamp, IPAddress.Loopback, null, null, 6667, true), At);
        foreach (var e in new IDeviceEvent[] { lamp, plug, sighted })
            _router.Tell(e);

        all.ExpectMsg(lamp);
        all.ExpectMsg(plug);
        one.ExpectMsg(plug);
        none.ExpectMsg(sighted);
        foreach (var subscriber in new[] { all, one, none })
            ExpectNothing(subscriber);
    }

    [Fact]
    public void Should_replace_a_subscribers_filter_when_it_subscribes_again()
    {
        var subscriber = Subscriber(Filter.Of(Lamp));
        _router.Tell(new DeviceQueries.Subscribe(Filter.Of(Plug)), subscriber.Ref);
        subscriber.ExpectMsg<DeviceReplies.Subscribed>(s => s.Filter.Devices.Contains(Plug));
        _router.Tell(Change(Lamp, DeviceState.Online));
        _router.Tell(Change(Plug, DeviceState.Online));
        Assert.Equal(Plug, subscriber.ExpectMsg<DeviceEvents.StateChanged>().DeviceId);
        ExpectNothing(subscriber);
    }

    [Fact]
    public void Should_send_nothing_after_unsubscribed()
    {
        var subscriber = Subscriber(Filter.Default);
        _router.Tell(new DeviceQueries.Unsubscribe(), subscriber.Ref);
        subscriber.ExpectMsg<DeviceReplies.Unsubscribed>();
        _router.Tell(Change(Lamp, DeviceState.Online));
        ExpectNothing(subscriber);
    }

    [Fact]
    public void Should_forget_a_subscriber_that_has_stopped()
    {
        var (gone, stays) = (Subscriber(Filter.Default), Subscriber(Filter.Default));
        var dead = CreateTestProbe();
        Sys.EventStream.Subscribe(dead.Ref, typeof(Akka.Event.DeadLetter));
        Watch(gone.Ref);
        Sys.Stop(gone.Ref);
        ExpectTerminated(gone.Ref);
        // Twice: the first may still find it subscribed, for the router learns of its end when the test does.
        _router.Tell(Change(Lamp, DeviceState.Waiting));
        stays.ExpectMsg<DeviceEvents.StateChanged>();
        this.Settle(_router);
        while (dead.HasMessages)
            dead.ReceiveOne(TimeSpan.Zero);
        _router.Tell(Change(Lamp, DeviceState.Online));
        stays.ExpectMsg<DeviceEvents.StateChanged>();
        ExpectNothing(dead);
    }

    [Fact]
    public void Should_send_a_report_only_to_those_who_want_one_of_its_dps()
    {
        var (power, all) = (Subscriber(Filter.Default with { Dps = [19] }), Subscriber(Filter.Default));
        foreach (var e in new IDeviceEvent[] { Reported((1, true)), Reported((1, true), (19, 600)), Change(Lamp, DeviceState.Online) })
            _router.Tell(e);
        Assert.Equal(2, power.ExpectMsg<DeviceEvents.DpsReported>().Dps.Count);
        power.ExpectMsg<DeviceEvents.StateChanged>();
        ExpectNothing(power);
        Assert.Equal(3, all.ReceiveN(3).Count);

        static DeviceEvents.DpsReported Reported(params (int, DpValue)[] dps) => new(Lamp, DpSet.Of(dps), DpSet.Empty, ReportCause.Push, At);
    }

    [Fact]
    public void Should_tell_devices_which_of_their_dps_are_watched()
    {
        var one = Subscriber(Filter.Of(Lamp) with { Dps = [19] });
        Assert.Equal([19], Watched(_lamp));
        var all = Subscriber(Filter.Default with { Dps = [18] });
        Assert.Equal([18, 19], Watched(_lamp));
        Assert.Equal([18], Watched(_plug));
        var late = Known(new DeviceId("late"));
        Assert.Equal([18], Watched(late));

        _router.Tell(new DeviceQueries.Unsubscribe(), one.Ref);
        Assert.Equal([18], Watched(_lamp));
        Sys.Stop(all.Ref);
        foreach (var device in new[] { _lamp, _plug, late })
            Assert.Empty(Watched(device));
        Subscriber(Filter.Default);
        foreach (var device in new[] { _lamp, _plug, late })
            ExpectNothing(device);

        static IEnumerable<int> Watched(TestProbe device) => device.ExpectMsg<DeviceMessages.WatchedDps>(TimeSpan.FromSeconds(20)).Dps.Order();
    }

    [Fact]
    public void Should_gather_all_devices_by_name()
    {
        _router.Tell(new DeviceQueries.GetDevices(), TestActor);
        Answer(_plug, Plug, "a plug");
        Answer(_lamp, Lamp, "Z lamp");
        var devices = ExpectMsg<DeviceReplies.Devices>();
        Assert.Equal([Plug, Lamp], devices.Found.Select(d => d.DeviceId));
        Assert.Empty(devices.Unavailable);
    }

    [Fact]
    public void Should_call_a_device_that_does_not_answer_in_time_unavailable()
    {
        _router.Tell(new DeviceQueries.GetDevices(TimeSpan.FromSeconds(3)), TestActor);
        Answer(_lamp, Lamp, "lamp");
        _plug.ExpectMsg<DeviceQueries.GetDevice>();
        Time.Advance(TimeSpan.FromSeconds(2.9));
        ExpectNoMsg(TimeSpan.Zero);
        Time.Advance(TimeSpan.FromSeconds(0.2));
        var devices = ExpectMsg<DeviceReplies.Devices>();
        Assert.Equal([Lamp], devices.Found.Select(d => d.DeviceId));
        Assert.Equal([Plug], devices.Unavailable.ToArray());
    }

    [Fact]
    public void Should_wait_two_seconds_for_a_device_when_nobody_says_how_long()
    {
        _router.Tell(new DeviceQueries.GetDevices(), TestActor);
        _lamp.ExpectMsg<DeviceQueries.GetDevice>();
        _plug.ExpectMsg<DeviceQueries.GetDevice>();
        Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, ExpectMsg<DeviceReplies.Devices>().Unavailable.Length);
    }

    [Fact]
    public void Should_call_a_device_that_stops_meanwhile_unavailable_without_waiting()
    {
        _router.Tell(new DeviceQueries.GetDevices(), TestActor);
        Answer(_lamp, Lamp, "lamp");
        Sys.Stop(_plug.Ref);
        Assert.Equal([Plug], ExpectMsg<DeviceReplies.Devices>().Unavailable.ToArray());
    }

    [Fact]
    public void Should_answer_at_once_when_there_is_no_device()
    {
        var empty = Sys.ActorOf(RouterActor.Props());
        empty.Tell(new DeviceQueries.GetDevices(), TestActor);
        var devices = ExpectMsg<DeviceReplies.Devices>();
        Assert.Empty(devices.Found);
        Assert.Empty(devices.Unavailable);
    }

    [Fact]
    public void Should_count_devices_by_state_and_let_the_discovery_answer()
    {
        var discovery = CreateTestProbe();
        _router.Tell(new DiscoveryMessages.Here(discovery.Ref));
        _router.Tell(Change(Lamp, DeviceState.Connecting));
        _router.Tell(Change(Lamp, DeviceState.Online));
        _router.Tell(Change(new DeviceId("stranger"), DeviceState.Online));
        Assert.Equal("Stopped 1, Online 1 of 2", Counts());

        Known(Lamp);
        Assert.Equal("Stopped 1, Online 1 of 2", Counts());

        _router.Tell(new RouterMessages.Forgotten(Plug));
        Assert.Equal("Online 1 of 1", Counts());

        string Counts()
        {
            _router.Tell(new DeviceQueries.GetHealth(), TestActor);
            var request = discovery.ExpectMsg<DiscoveryMessages.CompleteHealth>();
            Assert.Equal(TestActor, request.ReplyTo);
            return $"{string.Join(", ", request.Health.ByState.Select(s => $"{s.Key} {s.Value}"))} of {request.Health.Devices}";
        }
    }

    [Fact]
    public void Should_count_what_sits_behind_gateways_apart()
    {
        var (discovery, child) = (CreateTestProbe(), new DeviceId("child"));
        _router.Tell(new DiscoveryMessages.Here(discovery.Ref));
        _router.Tell(new RouterMessages.Known(new DeviceDefinition(child) { Gateway = Plug, Cid = "c" }, CreateTestProbe().Ref));
        Assert.Equal((2, 1, 0), Counts());
        _router.Tell(Change(child, DeviceState.Online));
        Assert.Equal((2, 1, 1), Counts());
        _router.Tell(new RouterMessages.Forgotten(child));
        Assert.Equal((2, 0, 0), Counts());

        (int Devices, int SubDevices, int SubDevicesOnline) Counts()
        {
            _router.Tell(new DeviceQueries.GetHealth(), TestActor);
            var health = discovery.ExpectMsg<DiscoveryMessages.CompleteHealth>().Health;
            return (health.Devices, health.SubDevices, health.SubDevicesOnline);
        }
    }

    private static DeviceEvents.StateChanged Change(DeviceId id, DeviceState to) => new(id, DeviceState.Stopped, to, null, At);

    private static void Answer(TestProbe device, DeviceId id, string name)
    {
        device.ExpectMsg<DeviceQueries.GetDevice>();
        device.Reply(new DeviceReplies.DeviceFound(new DeviceSnapshot(id) { Name = name, State = DeviceState.Online, Since = At }));
    }

    private TestProbe Known(DeviceId id)
    {
        var device = CreateTestProbe();
        _router.Tell(new RouterMessages.Known(new DeviceDefinition(id), device.Ref));
        return device;
    }

    private TestProbe Subscriber(Filter filter)
    {
        var subscriber = CreateTestProbe();
        _router.Tell(new DeviceQueries.Subscribe(filter), subscriber.Ref);
        Assert.Same(filter, subscriber.ExpectMsg<DeviceReplies.Subscribed>().Filter);
        return subscriber;
    }

    private void ExpectNothing(TestProbe subscriber)
    {
        this.Settle(_router);
        subscriber.ExpectNoMsg(TimeSpan.Zero);
    }
}

using System.Net;
using Akka.Actor;
using Akka.TestKit;
using TuyaActors.Device;
using TuyaActors.Discovery;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Router;
using Filter = TuyaActors.Messages.EventFilter;

namespace TuyaActors.Tests.Router;

public sealed class RouterActorSpecs : RouterUnderTest
{
    private static readonly Filter Changes = new([], EventKinds.Changes);

    private readonly TestProbe _lamp;
    private readonly TestProbe _plug;

    public RouterActorSpecs() => (_lamp, _plug) = (Known(Lamp), Known(Plug));

    [Fact]
    public void Should_hand_a_command_to_its_device_and_let_it_answer_the_sender()
    {
        var command = new DeviceCommands.SetDps(Lamp, DpSet.Of((1, true)));
        Router.Tell(command, TestActor);
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
            Router.Tell(command, TestActor);
            Assert.Equal(nobody, ExpectMsg<CommandOutcome.UnknownDevice>().DeviceId);
        }

        Router.Tell(new DeviceQueries.GetDevice(nobody), TestActor);
        Assert.Equal(nobody, ExpectMsg<DeviceReplies.DeviceNotFound>().DeviceId);
    }

    [Fact]
    public void Should_not_know_a_device_that_was_forgotten()
    {
        Router.Tell(new RouterMessages.Forgotten(Lamp));
        Router.Tell(new DeviceQueries.GetDevice(Lamp), TestActor);
        ExpectMsg<DeviceReplies.DeviceNotFound>();
    }

    [Fact]
    public void Should_follow_a_device_to_its_new_actor()
    {
        var successor = Known(Lamp);
        Router.Tell(new DeviceQueries.GetDevice(Lamp), TestActor);
        successor.ExpectMsg<DeviceQueries.GetDevice>();
        _lamp.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_send_each_subscriber_what_its_filter_lets_through()
    {
        var (all, one, none) = (Subscriber(Changes), Subscriber(new Filter([Plug], EventKinds.Changes)), Subscriber(Filter.Sightings));
        var (lamp, plug) = (Change(Lamp, DeviceState.Online), Change(Plug, DeviceState.Online));
        var sighted = new DeviceEvents.Sighted(Lamp, new DeviceSighting(Lamp, IPAddress.Loopback, null, null, 6667, true), At);
        foreach (var e in new IDeviceEvent[] { lamp, plug, sighted })
            Router.Tell(e);

        all.ExpectMsg(lamp);
        all.ExpectMsg(plug);
        one.ExpectMsg(plug);
        none.ExpectMsg(sighted);
        foreach (var subscriber in (TestProbe[])[all, one, none])
            ExpectNothing(subscriber);
    }

    [Fact]
    public void Should_replace_a_subscribers_filter_when_it_subscribes_again()
    {
        var subscriber = Subscriber(new Filter([Lamp], EventKinds.Changes));
        Router.Tell(new DeviceQueries.Subscribe(new Filter([Plug], EventKinds.Changes)), subscriber.Ref);
        subscriber.ExpectMsg<DeviceReplies.Subscribed>(s => s.Filter.Devices.Contains(Plug));
        Router.Tell(Change(Lamp, DeviceState.Online));
        Router.Tell(Change(Plug, DeviceState.Online));
        Assert.Equal(Plug, subscriber.ExpectMsg<DeviceEvents.StateChanged>().DeviceId);
        ExpectNothing(subscriber);
    }

    [Fact]
    public void Should_send_nothing_after_unsubscribed()
    {
        var subscriber = Subscriber(Changes);
        Router.Tell(new DeviceQueries.Unsubscribe(), subscriber.Ref);
        subscriber.ExpectMsg<DeviceReplies.Unsubscribed>();
        Router.Tell(Change(Lamp, DeviceState.Online));
        ExpectNothing(subscriber);
    }

    [Fact]
    public void Should_forget_a_subscriber_that_has_stopped()
    {
        var (gone, stays) = (Subscriber(Changes), Subscriber(Changes));
        var dead = CreateTestProbe();
        Sys.EventStream.Subscribe(dead.Ref, typeof(Akka.Event.DeadLetter));
        Watch(gone.Ref);
        Sys.Stop(gone.Ref);
        ExpectTerminated(gone.Ref);
        // Twice: the first may still find it subscribed, for the router learns of its end when the test does.
        Router.Tell(Change(Lamp, DeviceState.Waiting));
        stays.ExpectMsg<DeviceEvents.StateChanged>();
        this.Settle(Router);
        while (dead.HasMessages)
            dead.ReceiveOne(TimeSpan.Zero);
        Router.Tell(Change(Lamp, DeviceState.Online));
        stays.ExpectMsg<DeviceEvents.StateChanged>();
        ExpectNothing(dead);
    }

    [Fact]
    public void Should_send_a_report_only_to_those_who_want_one_of_its_dps()
    {
        var (power, all) = (Subscriber(Changes with { Dps = [19] }), Subscriber(Changes));
        foreach (var e in new IDeviceEvent[] { Reported((1, true)), Reported((1, true), (19, 600)), Change(Lamp, DeviceState.Online) })
            Router.Tell(e);
        Assert.Equal(2, power.ExpectMsg<DeviceEvents.DpsReported>().Dps.Count);
        power.ExpectMsg<DeviceEvents.StateChanged>();
        ExpectNothing(power);
        Assert.Equal(3, all.ReceiveN(3).Count);

        static DeviceEvents.DpsReported Reported(params (int, DpValue)[] dps) => new(Lamp, DpSet.Of(dps), DpSet.Empty, ReportCause.Push, At);
    }

    [Fact]
    public void Should_tell_devices_which_of_their_dps_are_watched()
    {
        var one = Subscriber(new Filter([Lamp], EventKinds.Changes) with { Dps = [19] });
        Assert.Equal([19], Watched(_lamp));
        var all = Subscriber(Changes with { Dps = [18] });
        Assert.Equal([18, 19], Watched(_lamp));
        Assert.Equal([18], Watched(_plug));
        var late = Known(new DeviceId("late"));
        Assert.Equal([18], Watched(late));

        Router.Tell(new DeviceQueries.Unsubscribe(), one.Ref);
        Assert.Equal([18], Watched(_lamp));
        Sys.Stop(all.Ref);
        foreach (var device in new[] { _lamp, _plug, late })
            Assert.Empty(Watched(device));
        Subscriber(Changes);
        foreach (var device in new[] { _lamp, _plug, late })
            ExpectNothing(device);

        static IEnumerable<int> Watched(TestProbe device) => device.ExpectMsg<DeviceMessages.WatchedDps>(TimeSpan.FromSeconds(20)).Dps.Order();
    }

    [Fact]
    public void Should_gather_all_devices_by_name()
    {
        Router.Tell(new DeviceQueries.GetDevices(), TestActor);
        Answer(_plug, Plug, "a plug");
        Answer(_lamp, Lamp, "Z lamp");
        var devices = ExpectMsg<DeviceReplies.Devices>();
        Assert.Equal([Plug, Lamp], devices.Found.Select(d => d.DeviceId));
        Assert.Empty(devices.Unavailable);
    }

    [Fact]
    public void Should_call_a_device_that_does_not_answer_in_time_unavailable()
    {
        Router.Tell(new DeviceQueries.GetDevices(TimeSpan.FromSeconds(3)), TestActor);
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
        Router.Tell(new DeviceQueries.GetDevices(), TestActor);
        _lamp.ExpectMsg<DeviceQueries.GetDevice>();
        _plug.ExpectMsg<DeviceQueries.GetDevice>();
        Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, ExpectMsg<DeviceReplies.Devices>().Unavailable.Length);
    }

    [Fact]
    public void Should_call_a_device_that_stops_meanwhile_unavailable_without_waiting()
    {
        Router.Tell(new DeviceQueries.GetDevices(), TestActor);
        Answer(_lamp, Lamp, "lamp");
        Sys.Stop(_plug.Ref);
        Assert.Equal([Plug], ExpectMsg<DeviceReplies.Devices>().Unavailable.ToArray());
    }

    [Fact]
    public void Should_answer_at_once_when_there_is_no_device()
    {
        var empty = Sys.ActorOf(RouterActor.Props(Settings()));
        empty.Tell(new DeviceQueries.GetDevices(), TestActor);
        var devices = ExpectMsg<DeviceReplies.Devices>();
        Assert.Empty(devices.Found);
        Assert.Empty(devices.Unavailable);
    }

    [Fact]
    public void Should_count_devices_by_state_and_let_the_discovery_answer()
    {
        var discovery = CreateTestProbe();
        Router.Tell(new DiscoveryMessages.Here(discovery.Ref));
        Router.Tell(Change(Lamp, DeviceState.Connecting));
        Router.Tell(Change(Lamp, DeviceState.Online));
        Router.Tell(Change(new DeviceId("stranger"), DeviceState.Online));
        Assert.Equal("Stopped 1, Online 1 of 2", Counts());

        Known(Lamp);
        Assert.Equal("Stopped 1, Online 1 of 2", Counts());

        Router.Tell(new RouterMessages.Forgotten(Plug));
        Assert.Equal("Online 1 of 1", Counts());

        string Counts()
        {
            Router.Tell(new DeviceQueries.GetHealth(), TestActor);
            var request = discovery.ExpectMsg<DiscoveryMessages.CompleteHealth>();
            Assert.Equal(TestActor, request.ReplyTo);
            return $"{string.Join(", ", request.Health.ByState.Select(s => $"{s.Key} {s.Value}"))} of {request.Health.Devices}";
        }
    }

    [Fact]
    public void Should_count_what_sits_behind_gateways_apart()
    {
        var (discovery, child) = (CreateTestProbe(), new DeviceId("child"));
        Router.Tell(new DiscoveryMessages.Here(discovery.Ref));
        Router.Tell(new RouterMessages.Known(new DeviceDefinition(child) { Gateway = Plug, Cid = "c" }, CreateTestProbe().Ref));
        Assert.Equal((2, 1, 0), Counts());
        Router.Tell(Change(child, DeviceState.Online));
        Assert.Equal((2, 1, 1), Counts());
        Router.Tell(new RouterMessages.Forgotten(child));
        Assert.Equal((2, 0, 0), Counts());

        (int Devices, int SubDevices, int SubDevicesOnline) Counts()
        {
            Router.Tell(new DeviceQueries.GetHealth(), TestActor);
            var health = discovery.ExpectMsg<DiscoveryMessages.CompleteHealth>().Health;
            return (health.Devices, health.SubDevices, health.SubDevicesOnline);
        }
    }

    private static void Answer(TestProbe device, DeviceId id, string name) => Answer(device, Snapshot(id) with { Name = name });
}

using Akka.Actor;
using Akka.TestKit;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Router;
using TuyaActors.Tests.Device;
using Filter = TuyaActors.Messages.EventFilter;

namespace TuyaActors.Tests.Router;

/// <summary>A router whose devices are elsewhere: somebody brings their events, and answers for them.</summary>
public sealed class RemoteDevicesSpecs : RouterUnderTest
{
    private readonly TestProbe _source;
    private readonly IActorRef _router;

    public RemoteDevicesSpecs()
    {
        _source = CreateTestProbe();
        _router = Sys.ActorOf(RouterActor.Props(Settings(), null, _source.Ref));
    }

    [Fact]
    public void Should_tell_its_source_what_is_wanted_before_it_asks_a_device()
    {
        var lamp = Remote(Lamp);
        var first = Subscribe(new Filter([Lamp], EventKinds.Reports | EventKinds.Snapshots));
        var wanted = _source.ExpectMsg<RouterMessages.Wanted>(Patience);
        Assert.Equal(EventKinds.Reports | EventKinds.Snapshots, wanted.Kinds);
        Assert.Equal([Lamp], wanted.Devices!);
        lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience);

        // What a selector means may change at any time.
        var second = Subscribe(new Filter([], EventKinds.States) { Selector = DeviceSelector.Tagged("night") });
        Assert.Equal((EventKinds.Reports | EventKinds.Snapshots | EventKinds.States, true), _source.ExpectMsg<RouterMessages.Wanted>(Patience) is var both ? (both.Kinds, both.Devices is null) : default);

        Sys.Stop(second.Ref);
        Assert.Equal([Lamp], _source.ExpectMsg<RouterMessages.Wanted>(Patience).Devices!);
        _router.Tell(new DeviceQueries.Unsubscribe(), first.Ref);
        Assert.Equal(EventKinds.None, _source.ExpectMsg<RouterMessages.Wanted>(Patience).Kinds);
    }

    [Fact]
    public void Should_ask_a_device_only_when_its_source_has_been_told_what_is_wanted()
    {
        // One that is both hears in which order.
        _router.Tell(new RouterMessages.Known(new DeviceDefinition(Lamp), _source.Ref) { Segment = "house" });
        Subscribe(Filter.Default);
        _source.ExpectMsg<RouterMessages.Wanted>(Patience);
        _source.ExpectMsg<DeviceQueries.GetDevice>(Patience);
    }

    [Fact]
    public void Should_not_take_an_answer_for_one_who_came_after_the_question()
    {
        var lamp = Remote(Lamp);
        var early = Subscribe(Filter.Default);
        var asked = _source.ExpectMsg<RouterMessages.Wanted>(Patience);
        lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience);
        var late = Subscribe(Filter.Default);
        var askedLater = _source.ExpectMsg<RouterMessages.Wanted>(Patience);

        lamp.Reply(new RouterMessages.Stood(Snapshot(Lamp, DeviceState.Online, (1, 1)), asked.Number));
        early.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience);
        lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience);
        _router.Tell(Report(Lamp, (1, 3)));
        early.ExpectMsg<DeviceEvents.DpsReported>(Patience);
        lamp.Reply(new RouterMessages.Stood(Snapshot(Lamp, DeviceState.Online, (1, 3)), askedLater.Number));

        Assert.Equal(3, late.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience).Device.Reported[1].AsInteger());
        _router.Tell(Report(Lamp, (1, 4)));
        early.ExpectMsg<DeviceEvents.DpsReported>(Patience);
        late.ExpectMsg<DeviceEvents.DpsReported>(Patience);
    }

    [Fact]
    public void Should_begin_anew_with_a_device_that_another_node_has_and_say_how_it_stands_to_all()
    {
        var lamp = Remote(Lamp);
        var whole = Subscribe(Filter.Default);
        Answer(lamp, Snapshot(Lamp, DeviceState.Online, (1, 1)));
        whole.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience);
        var states = Subscribe(new Filter([], EventKinds.States));

        _router.Tell(new RouterMessages.Begun(Lamp, DeviceState.Backoff, DiagnosisKind.Refused));

        var change = states.ExpectMsg<DeviceEvents.StateChanged>(Patience);
        Assert.Equal((DeviceState.Backoff, DiagnosisKind.Refused), (change.To, change.Diagnosis!.Kind));
        whole.ExpectMsg<DeviceEvents.StateChanged>(Patience);
        Answer(lamp, Snapshot(Lamp, DeviceState.Backoff, (1, 2)));
        Assert.Equal(DeviceState.Backoff, whole.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience).Device.State);

        // The same once more is no change of state.
        _router.Tell(new RouterMessages.Begun(Lamp, DeviceState.Backoff, DiagnosisKind.Refused));
        lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience);
        states.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_say_that_nobody_has_a_device_once()
    {
        Remote(Lamp);
        var states = Subscribe(new Filter([], EventKinds.States));
        _router.Tell(new RouterMessages.Begun(Lamp, DeviceState.Online, null));
        states.ExpectMsg<DeviceEvents.StateChanged>(Patience);
        _router.Tell(new RouterMessages.Abandoned(Lamp, "its node has left"));
        _router.Tell(new RouterMessages.Abandoned(Lamp, "its node has left"));
        var lost = states.ExpectMsg<DeviceEvents.StateChanged>(Patience);
        Assert.Equal((DeviceState.Online, DeviceState.Stopped, DiagnosisKind.Unhosted, "its node has left"), (lost.From, lost.To, lost.Diagnosis!.Kind, lost.Diagnosis.Evidence));
        _router.Tell(new DeviceQueries.GetHealth(), TestActor);
        states.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_tell_every_subscriber_that_events_were_lost_and_how_the_devices_stand_since()
    {
        var lamp = Remote(Lamp);
        var (whole, changes) = (Subscribe(Filter.Default), Subscribe(new Filter([], EventKinds.Changes)));
        Answer(lamp, Snapshot(Lamp, DeviceState.Online, (1, 1)));
        whole.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience);

        _router.Tell(new RouterMessages.Missed(7));

        Assert.Equal(7, changes.ExpectMsg<DeviceEvents.Lagged>(Patience).Missed);
        Assert.Equal(7, whole.ExpectMsg<DeviceEvents.Lagged>(Patience).Missed);
        Answer(lamp, Snapshot(Lamp, DeviceState.Online, (1, 9)));
        whole.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience);
    }

    [Fact]
    public void Should_let_events_through_of_a_device_that_cannot_be_asked_and_ask_it_later()
    {
        var lamp = Remote(Lamp);
        var whole = Subscribe(Filter.Default);
        lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience);
        lamp.Reply(new DeviceReplies.DeviceNotAnswering(Lamp, new CommandOutcome.SegmentUnavailable(Lamp, "house", WasSent: false)));
        _router.Tell(Report(Lamp, (1, 1)));
        whole.ExpectMsg<DeviceEvents.DpsReported>(Patience);

        Wait(12);

        Answer(lamp, Snapshot(Lamp, DeviceState.Online, (1, 2)));
        whole.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience);
    }

    [Fact]
    public void Should_still_owe_a_snapshot_to_one_who_waits_when_another_who_came_later_waits_too()
    {
        var lamp = Remote(Lamp);
        var silent = new DeviceReplies.DeviceNotAnswering(Lamp, new CommandOutcome.TimedOut(Lamp, Second));
        var first = Subscribe(Filter.Default);
        lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience);
        lamp.Reply(silent);
        Wait(4);
        var second = Subscribe(Filter.Default);
        lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience);
        lamp.Reply(silent);

        Wait(8);
        Answer(lamp, Snapshot(Lamp, DeviceState.Online, (1, 2)));

        first.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience);
        second.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_ask_again_in_time_when_the_clock_was_set_back(bool isKnownToBeSilent)
    {
        var lamp = Remote(Lamp);
        var whole = Subscribe(Filter.Default);
        lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience);
        if (isKnownToBeSilent)
            lamp.Reply(new DeviceReplies.DeviceNotAnswering(Lamp, new CommandOutcome.TimedOut(Lamp, Second)));
        Wait(0);
        ((SteppedScheduler)Sys.Scheduler).Step = TimeSpan.FromHours(-1);

        Wait(2);

        Answer(lamp, Snapshot(Lamp, DeviceState.Online, (1, 2)));
        whole.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience);
    }

    [Fact]
    public void Should_let_all_begin_anew_when_it_crashes_over_how_a_device_stands()
    {
        var lamp = Remote(Lamp);
        var whole = Subscribe(Filter.Default);
        lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience);
        EventFilter.Exception<NullReferenceException>().ExpectOne(() => lamp.Reply(new RouterMessages.Stood(null!, 0)));

        whole.ExpectMsg<DeviceEvents.Lagged>(Patience);
        Answer(lamp, Snapshot(Lamp, DeviceState.Online, (1, 2)));
        whole.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience);
    }

    [Fact]
    public void Should_list_devices_by_segment_and_those_whose_segment_is_down_as_unavailable_at_once()
    {
        var (lamp, plug) = (Remote(Lamp, "house"), Remote(Plug, "garage"));
        _router.Tell(new DeviceQueries.GetDevices(), TestActor);
        Answer(lamp, Snapshot(Lamp));
        plug.ExpectMsg<DeviceQueries.GetDevice>(Patience);
        plug.Reply(new DeviceReplies.DeviceNotAnswering(Plug, new CommandOutcome.SegmentUnavailable(Plug, "garage", WasSent: false)));
        var all = ExpectMsg<DeviceReplies.Devices>(Patience);
        Assert.Equal([Lamp], all.Found.Select(device => device.DeviceId));
        Assert.Equal(Plug, Assert.Single(all.Unavailable));

        _router.Tell(new DeviceQueries.GetDevices { Filter = new DeviceFilter { Segment = "House" } }, TestActor);
        Answer(lamp, Snapshot(Lamp));
        Assert.Equal(1, ExpectMsg<DeviceReplies.Devices>(Patience).Total);
    }

    [Fact]
    public void Should_end_whoever_stands_for_a_device_that_is_forgotten_also_behind_a_gateway()
    {
        var sensor = CreateTestProbe();
        _router.Tell(new RouterMessages.Known(new DeviceDefinition(Plug) { Gateway = Lamp, Cid = "1" }, sensor.Ref));
        _router.Tell(new RouterMessages.Forgotten(Plug));
        sensor.FishForMessage<DeviceMessages.Leave>(_ => true, Patience);
    }

    // The router is at rest in between.
    private void Wait(int seconds)
    {
        for (var second = 0; second <= seconds; second += 2)
        {
            if (second > 0)
                Time.Advance(2 * Second);
            _router.Tell(new Identify(null), TestActor);
            ExpectMsg<ActorIdentity>(Patience);
        }
    }

    private TestProbe Remote(DeviceId id, string segment = "house")
    {
        var door = CreateTestProbe();
        _router.Tell(new RouterMessages.Known(new DeviceDefinition(id), door.Ref) { Segment = segment });
        return door;
    }

    private TestProbe Subscribe(Filter filter)
    {
        var subscriber = CreateTestProbe();
        _router.Tell(new DeviceQueries.Subscribe(filter), subscriber.Ref);
        subscriber.ExpectMsg<DeviceReplies.Subscribed>(Patience);
        return subscriber;
    }
}

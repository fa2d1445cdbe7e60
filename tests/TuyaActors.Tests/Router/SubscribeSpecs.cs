using Akka.Actor;
using Akka.TestKit;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Router;
using TuyaActors.Tests.Telemetry;
using Filter = TuyaActors.Messages.EventFilter;

namespace TuyaActors.Tests.Router;

/// <summary>Who hears what, and in which order.</summary>
public sealed class SubscribeSpecs() : RouterUnderTest("tuya.subscribers.buffer = 100")
{
    [Fact]
    public void Should_begin_with_how_each_device_stands_and_go_on_with_what_happens_behind_that()
    {
        var lamp = Known(Lamp);
        var subscriber = Subscriber(Filter.Default);
        lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience);
        Say(lamp, Report(Lamp, (1, 1))); // on its way before the answer: covered by it
        Say(lamp, Found(Lamp, (1, 1)));
        Say(lamp, Report(Lamp, (1, 2)));
        Assert.Equal(DpSet.Of((1, 1)), subscriber.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience).Device.Reported);
        Assert.Equal(DpSet.Of((1, 2)), subscriber.ExpectMsg<DeviceEvents.DpsReported>(Patience).Dps);
        ExpectNothing(subscriber);
    }

    [Fact]
    public void Should_ask_a_device_once_for_all_who_wait_for_it()
    {
        var lamp = Known(Lamp);
        var first = Subscriber(Filter.Default);
        lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience);
        var second = Subscriber(Filter.Of(Lamp));
        Say(lamp, Found(Lamp, (1, 1)));
        Assert.Same(first.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience), second.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience));
        ExpectNothing(lamp);
        Subscriber(Filter.Default);
        lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience);
    }

    [Fact]
    public void Should_touch_no_device_for_whoever_wants_changes_only()
    {
        var lamp = Known(Lamp);
        Subscriber(new Filter([], EventKinds.Changes));
        ExpectNothing(lamp);
    }

    [Fact]
    public void Should_believe_nobody_but_the_device_itself()
    {
        var (lamp, plug) = (Known(Lamp), Known(Plug));
        var subscriber = Subscriber(Filter.Of(Lamp));
        Say(plug, Found(Lamp, (1, 9)));
        ExpectNothing(subscriber);
        Answer(lamp, Snapshot(Lamp));
        subscriber.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience);
    }

    [Fact]
    public void Should_ask_again_for_an_answer_that_got_lost_and_seldom_where_it_never_comes()
    {
        var lamp = Known(Lamp);
        var subscriber = Subscriber(Filter.Default);
        lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience);
        var asked = 0;
        for (var i = 0; i < 300; i++)
        {
            Pass(2 * Second, lamp);
            while (lamp.HasMessages)
            {
                lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience);
                asked++;
            }
        }

        Assert.InRange(asked, 10, 15); // 2, 4, 8, 16, 32 s, and then once a minute
        Say(lamp, Found(Lamp));
        subscriber.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience);
        Pass(200 * Second);
        ExpectNothing(lamp);
    }

    [Fact]
    public void Should_begin_anew_with_a_device_that_has_another_actor()
    {
        var former = Known(Lamp);
        var subscriber = Subscriber(Filter.Default);
        Answer(former, Snapshot(Lamp, dps: (1, 1)));
        subscriber.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience);
        var successor = Known(Lamp);
        Say(successor, Change(Lamp, DeviceState.Online));
        Say(former, Found(Lamp, (1, 1)));
        Answer(successor, Snapshot(Lamp, dps: (1, 2)));
        Assert.Equal(DpSet.Of((1, 2)), subscriber.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience).Device.Reported);
        ExpectNothing(subscriber);
    }

    [Fact]
    public void Should_tell_of_a_device_from_the_tag_on_its_snapshot_first_and_no_more_when_it_is_taken()
    {
        var lamp = Known(Lamp);
        var subscriber = Subscriber(Filter.Default with { Selector = DeviceSelector.Tagged("attic") });
        Say(lamp, Report(Lamp, (1, 1)));
        ExpectNothing(subscriber);

        Router.Tell(new RouterMessages.Redefined(new DeviceDefinition(Lamp) { Name = "Desk", Tags = ["Attic"], Group = "study" }));
        Router.Tell(new DeviceEvents.Updated(Lamp, "Desk", At));
        Say(lamp, Report(Lamp, (1, 2)));
        subscriber.ExpectMsg<DeviceEvents.Updated>(Patience);
        Answer(lamp, Snapshot(Lamp, dps: (1, 2)));
        Say(lamp, Report(Lamp, (1, 3)));
        var taken = subscriber.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience).Device;
        // The device itself may not have heard of its new name yet.
        Assert.Equal(("Desk", "study", true), (taken.Name, taken.Group, taken.Tags.Contains("Attic")));
        Assert.Equal(DpSet.Of((1, 3)), subscriber.ExpectMsg<DeviceEvents.DpsReported>(Patience).Dps);

        Router.Tell(new RouterMessages.Redefined(new DeviceDefinition(Lamp)));
        Say(lamp, Report(Lamp, (1, 4)));
        ExpectNothing(subscriber);
    }

    [Fact]
    public void Should_tell_that_a_device_has_left_also_where_it_was_meant_by_its_tag()
    {
        var lamp = Known(Lamp, with: d => d with { Tags = ["attic"] });
        var tagged = Subscriber(new Filter([], EventKinds.Changes) { Selector = DeviceSelector.Tagged("attic"), Dps = [19] });
        lamp.ExpectMsg<DeviceMessages.WatchedDps>(Patience);
        Router.Tell(new RouterMessages.Forgotten(Lamp));
        Router.Tell(new DeviceEvents.Removed(Lamp, At));
        tagged.ExpectMsg<DeviceEvents.Removed>(Patience);
        Router.Tell(Change(Lamp, DeviceState.Online));
        ExpectNothing(tagged);

        // Without the tag it is another matter.
        var back = Known(Lamp);
        ExpectNothing(back);
    }

    [Fact]
    public void Should_watch_the_dps_of_whom_a_selector_means_at_the_time()
    {
        var lamp = Known(Lamp);
        var subscriber = Subscriber(new Filter([], EventKinds.Changes) { Selector = DeviceSelector.InGroup("meters"), Dps = [19] });
        ExpectNothing(lamp);
        Router.Tell(new RouterMessages.Redefined(new DeviceDefinition(Lamp) { Group = "Meters" }));
        Assert.Equal([19], lamp.ExpectMsg<DeviceMessages.WatchedDps>(Patience).Dps);
        Router.Tell(new RouterMessages.Redefined(new DeviceDefinition(Lamp) { Group = "Meters", Name = "Desk" }));
        ExpectNothing(lamp);
        Router.Tell(new RouterMessages.Redefined(new DeviceDefinition(Lamp)));
        Assert.Empty(lamp.ExpectMsg<DeviceMessages.WatchedDps>(Patience).Dps);
        Router.Tell(new RouterMessages.Redefined(new DeviceDefinition(Lamp) { Group = "meters" }));
        Assert.Equal([19], lamp.ExpectMsg<DeviceMessages.WatchedDps>(Patience).Dps);
        Router.Tell(new DeviceQueries.Unsubscribe(), subscriber.Ref);
        Assert.Empty(lamp.ExpectMsg<DeviceMessages.WatchedDps>(Patience).Dps);
    }

    [Fact]
    public void Should_give_fresh_snapshots_when_a_subscriber_subscribes_again()
    {
        var (lamp, plug) = (Known(Lamp), Known(Plug));
        var subscriber = Subscriber(Filter.Of(Lamp));
        Answer(lamp, Snapshot(Lamp));
        subscriber.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience);
        Router.Tell(new DeviceQueries.Subscribe(Filter.Of(Plug)), subscriber.Ref);
        subscriber.ExpectMsg<DeviceReplies.Subscribed>(Patience);
        Say(lamp, Report(Lamp, (1, 1)));
        Answer(plug, Snapshot(Plug));
        Assert.Equal(Plug, subscriber.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience).DeviceId);
        ExpectNothing(subscriber);
    }

    [Fact]
    public void Should_cost_a_stuck_subscriber_its_events_and_nobody_else_anything()
    {
        var lamp = Known(Lamp);
        var (stuck, well) = (Stuck(Filter.Default), Subscriber(Filter.Default));
        Answer(lamp, Snapshot(Lamp, dps: (1, 0)));
        Assert.Equal(Lamp, well.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience).DeviceId);
        for (var i = 1; i <= 1_000; i++)
        {
            Say(lamp, Report(Lamp, (1, i)));
            Assert.Equal(i, NumberOf(well.ExpectMsg<DeviceEvents.DpsReported>(Patience)));
        }

        ExpectNothing(lamp);
        stuck.Release();
        lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience); // it has caught up
        Say(lamp, Report(Lamp, (1, 1_001)));
        Say(lamp, Found(Lamp, (1, 1_001)));
        Say(lamp, Report(Lamp, (1, 1_002)));

        // Its window, its buffer, and the gap; the snapshot that it began with is one of the window.
        var heard = Subscription.Window + 100 - 1;
        Assert.Equal(0, stuck.Heard.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience).Device.Reported[1].AsInteger());
        for (var i = 1; i <= heard; i++)
            Assert.Equal(i, NumberOf(stuck.Heard.ExpectMsg<DeviceEvents.DpsReported>(Patience)));
        Assert.Equal(1_000 - heard, stuck.Heard.ExpectMsg<DeviceEvents.Lagged>(Patience).Missed);
        Assert.Equal(1_001, stuck.Heard.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience).Device.Reported[1].AsInteger());
        Assert.Equal(1_002, NumberOf(stuck.Heard.ExpectMsg<DeviceEvents.DpsReported>(Patience)));
        ExpectNothing(stuck.Heard);
    }

    [Fact]
    public void Should_tell_the_gap_and_go_on_where_snapshots_are_not_wanted()
    {
        using var measured = new Measured(FleetName);
        var lamp = Known(Lamp);
        var stuck = Stuck(new Filter([], EventKinds.Reports));
        for (var i = 1; i <= 300; i++)
            Say(lamp, Report(Lamp, (1, i)));
        this.Settle(Router);
        // Counted when it is lost: a subscriber that stays stuck never hears of it.
        Assert.Equal(300 - Subscription.Window - 100, measured.Of("tuya.events.dropped").Sum(m => m.Value));
        stuck.Release();
        Assert.Equal(300 - Subscription.Window - 100, stuck.Heard.FishForMessage<DeviceEvents.Lagged>(_ => true, Patience).Missed);
        Say(lamp, Report(Lamp, (1, 301)));
        Assert.Equal(301, NumberOf(stuck.Heard.ExpectMsg<DeviceEvents.DpsReported>(Patience)));
        ExpectNothing(lamp);
    }

    [Fact]
    public void Should_keep_who_listens_and_tell_them_of_the_event_that_it_crashed_over()
    {
        var lamp = Known(Lamp);
        var (subscriber, plain) = (Subscriber(Filter.Default), Subscriber(new Filter([], EventKinds.Changes)));
        Answer(lamp, Snapshot(Lamp, dps: (1, 1)));
        subscriber.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience);
        var unanswered = Known(Plug);
        unanswered.ExpectMsg<DeviceQueries.GetDevice>(Patience);
        var picky = Subscriber(new Filter([Lamp], EventKinds.Reports) { Dps = [1] });
        lamp.ExpectMsg<DeviceMessages.WatchedDps>(Patience);
        EventFilter.Exception<NullReferenceException>().ExpectOne(() => Say(lamp, new DeviceEvents.DpsReported(Lamp, null!, null!, ReportCause.Push, At)));

        foreach (var listener in new[] { subscriber, plain, picky })
            Assert.Equal(1, listener.FishForMessage<DeviceEvents.Lagged>(_ => true, Patience).Missed);
        // What it had asked is asked anew: the answer may be what it crashed over.
        unanswered.ExpectMsg<DeviceQueries.GetDevice>(Patience);
        Answer(lamp, Snapshot(Lamp, dps: (1, 2)));
        Assert.Equal(Lamp, subscriber.ExpectMsg<DeviceEvents.SnapshotTaken>(Patience).DeviceId);
        Say(lamp, Report(Lamp, (1, 3)));
        foreach (var listener in new[] { subscriber, plain, picky })
            Assert.Equal(3, NumberOf(listener.ExpectMsg<DeviceEvents.DpsReported>(Patience)));
    }

    [Fact]
    public void Should_go_on_sending_what_waits_after_a_crash()
    {
        var stuck = Stuck(new Filter([], EventKinds.Changes));
        var lamp = Known(Lamp);
        for (var i = 0; i < Subscription.Window + 10; i++)
            Say(lamp, Report(Lamp, (1, i)));
        EventFilter.Exception<NullReferenceException>().ExpectOne(() => Router.Tell(new RouterMessages.Known(null!, lamp.Ref)));
        stuck.Release();
        for (var i = 0; i < Subscription.Window + 10; i++)
            Assert.Equal(i, NumberOf(stuck.Heard.ExpectMsg<DeviceEvents.DpsReported>(Patience)));
    }

    private static int NumberOf(DeviceEvents.DpsReported report) => (int)report.Dps[1].AsInteger();

    private static DeviceReplies.DeviceFound Found(DeviceId id, params (int, DpValue)[] dps) => new(Snapshot(id, DeviceState.Online, dps));

    /// <summary>A subscriber that handles nothing until it is released.</summary>
    private (Action Release, TestProbe Heard) Stuck(Filter filter)
    {
        var (released, heard) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), CreateTestProbe());
        var stuck = Sys.ActorOf(Props.Create(() => new StuckActor(released.Task, heard.Ref)));
        Router.Tell(new DeviceQueries.Subscribe(filter), stuck);
        this.Settle(Router);
        return (() => released.SetResult(), heard);
    }

    private sealed class StuckActor : ReceiveActor
    {
        public StuckActor(Task released, IActorRef heard) => ReceiveAsync<object>(async message =>
        {
            await released;
            if (message is IDeviceEvent)
                heard.Tell(message);
        });
    }
}

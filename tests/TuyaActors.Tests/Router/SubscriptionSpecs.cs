using Akka.Actor;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Router;
using Filter = TuyaActors.Messages.EventFilter;

namespace TuyaActors.Tests.Router;

public sealed class SubscriptionSpecs
{
    private static readonly DeviceId Lamp = new("lamp");
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<IDeviceEvent> _told = [];
    private readonly Queue<long> _probes = [];

    [Fact]
    public void Should_let_only_a_window_of_events_be_on_their_way()
    {
        var subscription = New(buffer: 10_000);
        for (var i = 0; i < 1_000; i++)
            subscription.Offer(Report(i));
        Assert.Equal(Subscription.Window, _told.Count);
        Assert.Equal(1_000 - Subscription.Window, subscription.Waiting);

        while (_probes.TryDequeue(out var number))
        {
            subscription.Acknowledge(number);
            Assert.False(subscription.Drain());
        }

        Assert.Equal(Enumerable.Range(0, 1_000), _told.Select(NumberOf));
        Assert.Equal(0, subscription.Waiting);
    }

    [Fact]
    public void Should_count_what_finds_no_room_and_tell_it_behind_what_had_room()
    {
        var subscription = New(buffer: 50);
        for (var i = 0; i < 1_000; i++)
            subscription.Offer(Report(i));
        Assert.True(subscription.IsLagging);
        subscription.Acknowledge(_probes.Dequeue());
        Assert.False(subscription.Drain()); // 32 of the 50
        Assert.Equal(18, subscription.Waiting);
        subscription.Offer(Report(1_000)); // there would be room, but it came behind the gap
        subscription.Acknowledge(_probes.Dequeue());
        Assert.True(subscription.Drain());

        var heard = Subscription.Window + 50;
        Assert.Equal(Enumerable.Range(0, heard), _told.Take(heard).Select(NumberOf));
        Assert.Equal(new DeviceEvents.Lagged(1_001 - heard, At), _told[heard]);
        Assert.False(subscription.IsLagging);
        subscription.Offer(Report(7));
        Assert.Equal(7, NumberOf(_told[^1]));
    }

    [Fact]
    public void Should_not_believe_answers_that_are_not_its_own()
    {
        var subscription = New(buffer: 1_000, first: 5L << 32);
        for (var i = 0; i < 500; i++)
            subscription.Offer(Report(i));
        foreach (var number in new[] { 32, (4L << 32) + 64, (6L << 32) + 1, long.MaxValue, -1 })
        {
            subscription.Acknowledge(number);
            subscription.Drain();
        }

        Assert.Equal(Subscription.Window, _told.Count);
    }

    [Fact]
    public void Should_turn_what_waits_under_a_former_filter_into_a_gap()
    {
        var subscription = New(buffer: 1_000);
        for (var i = 0; i < 200; i++)
            subscription.Offer(Report(i));
        subscription.Replace(new Filter([Lamp], EventKinds.Changes), At);
        Assert.False(subscription.Drain());
        subscription.Acknowledge(_probes.Dequeue());
        Assert.True(subscription.Drain());
        Assert.Equal(new DeviceEvents.Lagged(200 - Subscription.Window, At), _told[^1]);
    }

    [Fact]
    public void Should_drop_what_the_snapshot_to_come_covers_and_nothing_else()
    {
        var subscription = New(buffer: 100, kinds: EventKinds.Devices);
        Assert.True(subscription.Await(Lamp));
        Assert.Equal([Lamp], subscription.NextToAsk());
        subscription.Offer(Report(1));
        subscription.Offer(new DeviceEvents.Updated(Lamp, "new", At));
        Assert.True(subscription.Take(Snapshot(1)));
        subscription.Offer(Report(2));
        Assert.True(subscription.Take(Snapshot(99))); // nobody awaits it
        Assert.Equal([nameof(DeviceEvents.Updated), nameof(DeviceEvents.SnapshotTaken), nameof(DeviceEvents.DpsReported)], _told.Select(e => e.GetType().Name));
    }

    [Fact]
    public void Should_ask_for_no_more_snapshots_than_there_is_room_for()
    {
        var subscription = New(buffer: 3, kinds: EventKinds.Devices);
        var ids = Enumerable.Range(0, 10).Select(i => new DeviceId($"d{i}")).ToList();
        ids.ForEach(id => subscription.Await(id));
        Assert.Equal(ids.Take(3), subscription.NextToAsk().ToList());
        Assert.Empty(subscription.NextToAsk());
        subscription.Take(Snapshot(0, ids[1]));
        subscription.Leave(ids[2]);
        subscription.Leave(ids[3]);
        Assert.Equal([ids[4], ids[5]], subscription.NextToAsk().ToList());
    }

    [Fact]
    public void Should_await_a_snapshot_anew_when_it_finds_no_room()
    {
        var subscription = New(buffer: 2, kinds: EventKinds.Devices);
        subscription.Await(Lamp);
        Assert.Single(subscription.NextToAsk().ToList());
        for (var i = 0; i < Subscription.Window + 2; i++)
            subscription.Offer(new DeviceEvents.Updated(Lamp, "", At));
        Assert.False(subscription.Take(Snapshot(1)));
        Assert.Empty(subscription.NextToAsk());
        subscription.Acknowledge(_probes.Dequeue());
        subscription.Drain();
        Assert.Equal([Lamp], subscription.NextToAsk().ToList());
        Assert.False(subscription.IsLagging);
    }

    /// <summary>
    /// Whatever the order in which a device reports, answers, and the subscriber gets on: what it knows by the snapshots and the events behind
    /// them is what the device reported, unless it was told of a gap since.
    /// </summary>
    [Fact]
    public void Should_tell_the_device_as_it_is_however_all_interleaves()
    {
        for (var seed = 0; seed < 400; seed++)
            Interleave(new Random(seed), seed);
    }

    private void Interleave(Random random, int seed)
    {
        _told.Clear();
        _probes.Clear();
        var ids = Enumerable.Range(0, 4).Select(i => new DeviceId($"d{i}")).ToArray();
        // What devices have said on the way to the router: reports and, in between, answers.
        var (onTheirWay, states, next) = (new Queue<IDeviceEvent>(), ids.ToDictionary(id => id, _ => DpSet.Empty), 0);
        var subscription = New(random.Next(1, 60), EventKinds.Devices, first: random.Next(3) * (1L << 32));
        var asked = new Queue<DeviceId>();
        AwaitAll();
        for (var step = 0; step < random.Next(2_000); step++)
        {
            switch (random.Next(8))
            {
                case < 4:
                    var id = ids[random.Next(ids.Length)];
                    var dps = DpSet.Of((random.Next(1, 4), ++next));
                    states[id] = states[id].Merge(dps);
                    onTheirWay.Enqueue(new DeviceEvents.DpsReported(id, dps, dps, ReportCause.Push, At));
                    break;
                case 4 when asked.TryDequeue(out var answering):
                    onTheirWay.Enqueue(Taken(answering));
                    break;
                case < 7:
                    Arrive(random.Next(1, 12));
                    break;
                default:
                    Acknowledge();
                    break;
            }
        }

        // All comes to rest.
        while (onTheirWay.Count + asked.Count + _probes.Count > 0)
        {
            while (asked.TryDequeue(out var answering))
                onTheirWay.Enqueue(Taken(answering));
            Arrive(onTheirWay.Count);
            Acknowledge();
        }

        var view = new Dictionary<DeviceId, DpSet>();
        foreach (var e in _told)
        {
            switch (e)
            {
                case DeviceEvents.Lagged { Missed: > 0 }:
                    view.Clear(); // whoever is told so waits for the snapshots
                    break;
                case DeviceEvents.SnapshotTaken taken:
                    view[e.DeviceId] = taken.Device.Reported;
                    break;
                case DeviceEvents.DpsReported report:
                    Assert.True(view.ContainsKey(e.DeviceId), $"seed {seed}: an event came before the snapshot");
                    view[e.DeviceId] = view[e.DeviceId].Merge(report.Dps);
                    break;
            }
        }

        Assert.Equal(ids, view.Keys.OrderBy(id => id.Value));
        foreach (var id in ids)
            Assert.True(states[id].Equals(view[id]), $"seed {seed}, {id}: {view[id]} instead of {states[id]}");

        void AwaitAll()
        {
            foreach (var id in ids)
                subscription.Await(id);
            Pump();
        }

        void Pump()
        {
            foreach (var id in subscription.NextToAsk())
                asked.Enqueue(id);
        }

        DeviceEvents.SnapshotTaken Taken(DeviceId id) => new(new DeviceSnapshot(id) { Name = "", State = DeviceState.Online, Since = At, Reported = states[id] }, At);

        void Arrive(int count)
        {
            while (count-- > 0 && onTheirWay.TryDequeue(out var e))
            {
                if (e is DeviceEvents.SnapshotTaken taken)
                    subscription.Take(taken);
                else
                    subscription.Offer(e);
                Pump();
            }
        }

        void Acknowledge()
        {
            if (_probes.TryDequeue(out var number))
                subscription.Acknowledge(number);
            if (subscription.Drain())
                AwaitAll();
            else
                Pump();
        }
    }

    private Subscription New(int buffer, EventKinds kinds = EventKinds.Changes, long first = 0) =>
        new(ActorRefs.Nobody, first, buffer, (_, e) => _told.Add(e), (_, number) => _probes.Enqueue(number), _ => { }) { Filter = new Filter([], kinds) };

    private static DeviceEvents.DpsReported Report(int number) => new(Lamp, DpSet.Of((1, number)), DpSet.Empty, ReportCause.Push, At);

    private static int NumberOf(IDeviceEvent e) => (int)Assert.IsType<DeviceEvents.DpsReported>(e).Dps[1].AsInteger();

    private static DeviceEvents.SnapshotTaken Snapshot(int number, DeviceId? id = null) =>
        new(RouterUnderTest.Snapshot(id ?? Lamp, DeviceState.Online, (1, number)), At);
}

using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using TuyaActors.Benchmarks.Figures;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Router;
using TuyaActors.Settings;

namespace TuyaActors.Benchmarks.Runs;

/// <summary>Events of many devices through one router: from the device that tells it to the last subscriber that has it.</summary>
internal static class EventsRun
{
    private const int RoundsEach = 100;

    public static async Task<int> RunAsync(int devices, int subscriptions, int runs, TextWriter output)
    {
        await using var one = new Stage(devices);
        await one.SubscribeAsync(1, _ => new EventFilter([], EventKinds.Changes));

        // Of the others none is concerned.
        await using var bystanders = new Stage(devices);
        await bystanders.SubscribeAsync(1, _ => new EventFilter([], EventKinds.Changes));
        await bystanders.SubscribeAsync(subscriptions - 1, i => EventFilter.Of(new DeviceId($"elsewhere-{i}")), concerned: false);

        await using var many = new Stage(devices);
        var bytes = await many.SubscribeAsync(subscriptions, i => new EventFilter([Stage.Id(i % devices)], EventKinds.Changes));

        await using var stuck = new Stage(devices);
        await stuck.SubscribeAsync(subscriptions, i => new EventFilter([Stage.Id(i % devices)], EventKinds.Changes));
        await stuck.AddStuckAsync();

        var stages = new[] { one, bystanders, many, stuck };
        var times = stages.ToDictionary(stage => stage, _ => new List<double>());
        var tells = new List<double>();
        for (var run = -2; run < runs; run++)
        {
            // Alternately, for the machine does other things too; the first two are for the JIT.
            foreach (var stage in stages)
            {
                var time = await stage.RunAsync(RoundsEach);
                if (run >= 0)
                    times[stage].Add(time.TotalMicroseconds / (RoundsEach * devices));
            }

            var plain = await many.RunAsync(RoundsEach, withoutRouter: true);
            if (run >= 0)
                tells.Add(plain.TotalMicroseconds / (RoundsEach * devices));
        }

        var median = stages.ToDictionary(stage => stage, stage => Numbers.Median(times[stage]));
        Line("subscriptions", "delivered to", "us an event", "us a delivery", "against one");
        Print("1", one);
        Print($"{subscriptions}, of which 1 is concerned", bystanders);
        Print($"{subscriptions}", many);
        Print($"{subscriptions}, and one of all events that is stuck", stuck);
        Line("the same by plain tells, without a router", Text(many.DeliveriesEach), Text(Numbers.Median(tells)), Text(Numbers.Median(tells) / many.DeliveriesEach), "");
        output.WriteLine($"a subscription takes {bytes:0} bytes");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"with a stuck subscriber against without: {median[stuck] / median[many]:0.00}"));
        return 0;

        void Print(string name, Stage stage) => Line(
            name,
            Text(stage.DeliveriesEach),
            Text(median[stage]),
            Text(median[stage] / stage.DeliveriesEach),
            Text(median[stage] / stage.DeliveriesEach / median[one]));

        void Line(params string[] cells) => output.WriteLine($"{cells[0],-60}{string.Concat(cells.Skip(1).Select(cell => $"{cell,16}"))}");
    }

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A router with devices that only talk, and subscribers that only count.</summary>
    private sealed class Stage : IAsyncDisposable
    {
        private readonly ActorSystem _system = ActorSystem.Create("bench", "akka.loglevel = WARNING");
        private readonly Counter _counter = new();
        private readonly IActorRef _router;
        private readonly DeviceEvents.DpsReported[] _events;
        private readonly TaskCompletionSource _release = new();
        private readonly Dictionary<DeviceId, List<IActorRef>> _subscribers = [];
        private int _concerned;

        public Stage(int devices)
        {
            _router = _system.ActorOf(RouterActor.Props(FleetSettings.From(Akka.Configuration.ConfigurationFactory.Empty)));
            for (var i = 0; i < devices; i++)
                _router.Tell(new RouterMessages.Known(new DeviceDefinition(Id(i)), ActorRefs.Nobody), ActorRefs.NoSender);
            var dps = DpSet.Of((1, true), (19, 600));
            _events = [.. Enumerable.Range(0, devices).Select(i => new DeviceEvents.DpsReported(Id(i), dps, dps, ReportCause.Push, DateTimeOffset.UnixEpoch))];
        }

        /// <summary>How many subscribers have each event, on average.</summary>
        public double DeliveriesEach { get; private set; }

        public static DeviceId Id(int number) => new($"device-{number}");

        /// <summary>Answers how many bytes each subscription takes, without its subscriber.</summary>
        public async Task<double> SubscribeAsync(int count, Func<int, EventFilter> filter, bool concerned = true)
        {
            var subscribers = Enumerable.Range(0, count).Select(_ => _system.ActorOf(Props.Create(() => new CountingActor(_counter)))).ToList();
            var filters = Enumerable.Range(0, count).Select(filter).ToList();
            foreach (var subscriber in subscribers)
                await subscriber.Ask<ActorIdentity>(new Identify(null));
            await _router.Ask<ActorIdentity>(new Identify(null));
            var before = GC.GetTotalMemory(forceFullCollection: true);
            foreach (var (subscriber, wanted) in subscribers.Zip(filters))
                _router.Tell(new DeviceQueries.Subscribe(wanted), subscriber);
            await _router.Ask<ActorIdentity>(new Identify(null));
            foreach (var subscriber in subscribers)
                await subscriber.Ask<ActorIdentity>(new Identify(null));
            var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count;
            GC.KeepAlive(filters);
            if (concerned)
            {
                _concerned += filters.Sum(f => f.Devices.IsEmpty ? _events.Length : f.Devices.Count);
                foreach (var (subscriber, wanted) in subscribers.Zip(filters))
                {
                    foreach (var id in wanted.Devices)
                        (_subscribers.TryGetValue(id, out var known) ? known : _subscribers[id] = []).Add(subscriber);
                }
            }

            DeliveriesEach = _concerned / (double)_events.Length;
            return bytes;
        }

        public async Task AddStuckAsync()
        {
            var stuck = _system.ActorOf(Props.Create(() => new StuckActor(_release.Task)));
            _router.Tell(new DeviceQueries.Subscribe(new EventFilter([], EventKinds.Changes)), stuck);
            await _router.Ask<ActorIdentity>(new Identify(null));
        }

        /// <summary>Every device reports so many times; the next round begins when all subscribers have the last one, so that nobody is behind.</summary>
        /// <param name="rounds">How often.</param>
        /// <param name="withoutRouter">Straight to those who subscribe to one device: the least that it takes.</param>
        public async Task<TimeSpan> RunAsync(int rounds, bool withoutRouter = false)
        {
            var watch = Stopwatch.StartNew();
            for (var round = 0; round < rounds; round++)
            {
                var all = _counter.Expect(_concerned);
                foreach (var e in _events)
                {
                    if (withoutRouter)
                        _subscribers[e.DeviceId].ForEach(subscriber => subscriber.Tell(e, ActorRefs.NoSender));
                    else
                        _router.Tell(e, ActorRefs.NoSender);
                }

                await all;
            }

            return watch.Elapsed;
        }

        public async ValueTask DisposeAsync()
        {
            _release.SetResult();
            await _system.Terminate();
        }
    }

    private sealed class Counter
    {
        private TaskCompletionSource _all = new();
        private int _open;

        public Task Expect(int count)
        {
            (_all, _open) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), count);
            return _all.Task;
        }

        public void Count()
        {
            if (Interlocked.Decrement(ref _open) == 0)
                _all.SetResult();
        }
    }

    private sealed class CountingActor(Counter counter) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is DeviceEvents.DpsReported)
                counter.Count();
        }
    }

    private sealed class StuckActor : ReceiveActor
    {
        public StuckActor(Task released) => ReceiveAsync<object>(_ => released);
    }
}

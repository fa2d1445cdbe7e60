using System.Diagnostics;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.SegmentBenchmarks;

/// <summary>How many events a second come over from another node, against those in the own process. Devices, fleet and subscribers share this process and its cores.</summary>
internal static class EventsRun
{
    private const int Counter = 101;
    private const int MostUnderWay = 2_000;

    public static async Task<int> RunAsync(int devices, int reports, int runs, TextWriter output)
    {
        await using var home = new Home();
        var simulated = Enumerable.Range(0, devices).Select(_ => home.Simulator.Add(ProtocolVersion.V33)).ToList();
        await home.Simulator.StartAsync();
        var own = await home.AddAsync("house", simulated);
        var other = await home.AddAsync(null, []);
        await other.OnlineAsync(devices);

        var value = 0;
        var rates = new Dictionary<Node, List<double>> { [own] = [], [other] = [] };
        for (var run = -1; run < runs; run++)
        {
            foreach (var (node, measured) in rates)
            {
                var last = value + reports;
                var reader = new Reader(devices, last);
                var reading = reader.ReadAsync(node);
                await reader.Begun;
                var since = Stopwatch.GetTimestamp();
                // As fast as they are told on: a simulated device keeps only so much for a client that does not read.
                for (var sent = 0L; value < last; value++, sent += devices)
                {
                    foreach (var device in simulated)
                        device.Set(Counter, value + 1);
                    while (sent - reader.Told > MostUnderWay)
                        await Task.Delay(TimeSpan.FromMilliseconds(1));
                }

                await reading;
                if (run >= 0)
                    measured.Add(reader.Told / Stopwatch.GetElapsedTime(since).TotalSeconds);
                if (reader.Missed > 0)
                    output.WriteLine($"  (a run in which the subscriber missed {reader.Missed})");
            }
        }

        var unit = CommandsRun.Median(rates[own]);
        output.WriteLine($"events a second to one subscriber, {devices} devices, median of {runs} runs by turns, the devices in the same process");
        output.WriteLine($"  in the own process    1.00   ({unit:0} a second here)");
        output.WriteLine($"  from another node     {CommandsRun.Median(rates[other]) / unit:0.00}   ({CommandsRun.Median(rates[other]):0} a second here)");
        return 0;
    }

    /// <summary>Reads until each device has told the last value.</summary>
    private sealed class Reader(int devices, long last)
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _told;

        /// <summary>When it has heard how each device stands.</summary>
        public Task Begun => _begun.Task;

        /// <summary>How many reports have come, and been missed.</summary>
        public long Told => Interlocked.Read(ref _told);

        public long Missed { get; private set; }

        public async Task ReadAsync(Node node)
        {
            var (done, snapshots) = (new HashSet<DeviceId>(), 0);
            await foreach (var e in node.Fleet.Events())
            {
                switch (e)
                {
                    case DeviceEvents.SnapshotTaken taken:
                        if (++snapshots == devices)
                            _begun.TrySetResult();
                        if (taken.Device.Reported.TryGetValue(Counter, out var stood) && stood.AsInteger() == last)
                            done.Add(taken.DeviceId);
                        break;
                    case DeviceEvents.DpsReported report when report.Dps.TryGetValue(Counter, out var value):
                        Interlocked.Increment(ref _told);
                        if (value.AsInteger() == last)
                            done.Add(report.DeviceId);
                        break;
                    case DeviceEvents.Lagged lagged:
                        Missed += lagged.Missed;
                        Interlocked.Add(ref _told, lagged.Missed);
                        break;
                }

                if (done.Count == devices)
                    break;
            }
        }
    }
}

using System.Diagnostics;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.SegmentBenchmarks;

/// <summary>How many events a second come over from another node, against those in the own process. Devices, fleet and subscribers share this process and its cores.</summary>
internal static class EventsRun
{
    private const int Counter = 101;

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
                using var end = new CancellationTokenSource();
                var begun = new TaskCompletionSource();
                var reading = ReadAsync(node, devices, last, begun, end.Token);
                await begun.Task;
                var since = Stopwatch.GetTimestamp();
                // As fast as the sockets take them: a device that is not read waits.
                for (; value < last; value++)
                {
                    foreach (var device in simulated)
                        device.Set(Counter, value + 1);
                    if (value % 8 == 0)
                        await Task.Yield();
                }

                var (told, lagged) = await reading;
                if (run >= 0)
                    measured.Add(told / Stopwatch.GetElapsedTime(since).TotalSeconds);
                if (lagged > 0)
                    output.WriteLine($"  (a run in which the subscriber missed {lagged})");
            }
        }

        var unit = CommandsRun.Median(rates[own]);
        output.WriteLine($"events a second to one subscriber, {devices} devices, median of {runs} runs by turns, the devices in the same process");
        output.WriteLine($"  in the own process    1.00   ({unit:0} a second here)");
        output.WriteLine($"  from another node     {CommandsRun.Median(rates[other]) / unit:0.00}   ({CommandsRun.Median(rates[other]):0} a second here)");
        return 0;
    }

    /// <summary>Reads until each device has told the last value; answers how many reports came, and how many were missed.</summary>
    private static async Task<(long Told, long Lagged)> ReadAsync(Node node, int devices, long last, TaskCompletionSource begun, CancellationToken end)
    {
        var (told, lagged, done, snapshots) = (0L, 0L, new HashSet<DeviceId>(), 0);
        await foreach (var e in node.Fleet.Events(cancellationToken: end))
        {
            switch (e)
            {
                case DeviceEvents.SnapshotTaken taken:
                    if (++snapshots == devices)
                        begun.TrySetResult();
                    if (taken.Device.Reported.TryGetValue(Counter, out var stood) && stood.AsInteger() == last)
                        done.Add(taken.DeviceId);
                    break;
                case DeviceEvents.DpsReported report when report.Dps.TryGetValue(Counter, out var value):
                    told++;
                    if (value.AsInteger() == last)
                        done.Add(report.DeviceId);
                    break;
                case DeviceEvents.Lagged missed:
                    lagged += missed.Missed;
                    break;
            }

            if (done.Count == devices)
                break;
        }

        return (told, lagged);
    }
}

using System.Diagnostics;
using TuyaActors.Benchmarks.Clients;
using TuyaActors.Benchmarks.Farm;
using TuyaActors.Benchmarks.Figures;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Benchmarks.Runs;

/// <summary>One command after the other to one device: a confirmed set, and a question for all values; through the fleet, and by a bare socket.</summary>
internal static class RoundTripRun
{
    public const string Bench = "round-trip";
    private const int Block = 250;

    public static async Task<IReadOnlyList<Result>> RunAsync(IReadOnlyList<ProtocolVersion> versions, int commands, TextWriter progress)
    {
        var results = new List<Result>();
        foreach (var version in versions)
        {
            await progress.WriteLineAsync($"round trips, {version.ToText()} ...");
            // One device for each, for a device has one connection; they are the same but for that.
            await using var farm = await DeviceFarm.StartAsync(2, [version]);
            using var bare = new BareConnection(farm.Devices[1]);
            await bare.ConnectAsync();
            await using var fleet = new FleetClient();
            await fleet.StartAsync([farm.Devices[0]]);
            while (await fleet.CountOnlineAsync() != 1)
                await Task.Delay(20);
            var id = new DeviceId(farm.Devices[0].Id);

            var (sets, bareSets, asks, bareAsks) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
            // In turns, for the machine does other things too; the first ones are for the JIT.
            for (var at = -20 * Block; at < commands; at += Block)
            {
                await TimeAsync(sets, at, async i => Require(await fleet.Fleet.SetDpsAsync(id, Value(i))));
                await TimeAsync(bareSets, at, i => bare.SetAsync(Value(i)));
                await TimeAsync(asks, at, async _ => Require(await fleet.Fleet.RefreshAsync(id)));
                await TimeAsync(bareAsks, at, _ => bare.QueryAsync());
            }

            Add("set, confirmed", sets, bareSets);
            Add("status", asks, bareAsks);

            void Add(string what, List<double> times, List<double> bareTimes)
            {
                times.Sort();
                bareTimes.Sort();
                results.Add(new Result(Bench, $"{version.ToText()}, {what}", "p50", "fleet", Numbers.Percentile(times, 50), "us") { Bare = Numbers.Percentile(bareTimes, 50), Goal = 1.25, GoalIsRatio = true });
                results.Add(new Result(Bench, $"{version.ToText()}, {what}", "p99", "fleet", Numbers.Percentile(times, 99), "us") { Bare = Numbers.Percentile(bareTimes, 99), Goal = 2, GoalIsRatio = true });
            }
        }

        return results;
    }

    private static DpSet Value(int i) => DpSet.Of((FarmSpec.SwitchDp, i % 2 == 0));

    private static async Task TimeAsync(List<double> times, int at, Func<int, Task> command)
    {
        for (var i = 0; i < Block; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await command(i);
            if (at >= 0)
                times.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        }
    }

    private static void Require(CommandOutcome outcome)
    {
        if (outcome is not CommandOutcome.Confirmed)
            throw new InvalidOperationException(outcome.Sentence);
    }
}

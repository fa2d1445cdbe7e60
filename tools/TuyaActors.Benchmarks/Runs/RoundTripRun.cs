using System.Diagnostics;
using TuyaActors.Benchmarks.Clients;
using TuyaActors.Benchmarks.Farm;
using TuyaActors.Benchmarks.Figures;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Benchmarks.Runs;

/// <summary>
/// One command after the other to one device: a confirmed set, and a question for all values; through the fleet, and by a bare socket. Several rounds, each with devices and
/// connections of its own: on which cores the threads come to lie decides as much as what they do. Of each figure the round with the middle ratio counts.
/// </summary>
internal static class RoundTripRun
{
    public const string Bench = "round-trip";
    private const int Block = 250;
    private static readonly (string Name, double Percent, double Goal)[] Measures = [("p50", 50, 1.25), ("p99", 99, 2)];

    public static async Task<IReadOnlyList<Result>> RunAsync(IReadOnlyList<ProtocolVersion> versions, int commands, int rounds, TextWriter progress)
    {
        var results = new List<Result>();
        foreach (var version in versions)
        {
            await progress.WriteLineAsync($"round trips, {version.ToText()} ...");
            var all = new List<Result>();
            for (var round = 0; round < rounds; round++)
                all.AddRange(await RoundAsync(version, commands));
            results.AddRange(all.GroupBy(r => (r.Case, r.Measure)).Select(Middle));
        }

        return results;
    }

    private static async Task<IReadOnlyList<Result>> RoundAsync(ProtocolVersion version, int commands)
    {
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

        return [.. Of("set, confirmed", sets, bareSets), .. Of("status", asks, bareAsks)];

        IEnumerable<Result> Of(string what, List<double> times, List<double> bareTimes)
        {
            times.Sort();
            bareTimes.Sort();
            return Measures.Select(m => new Result(Bench, $"{version.ToText()}, {what}", m.Name, "fleet", Numbers.Percentile(times, m.Percent), "us")
            {
                Bare = Numbers.Percentile(bareTimes, m.Percent),
                Goal = m.Goal,
                GoalIsRatio = true,
            });
        }
    }

    private static Result Middle(IEnumerable<Result> rounds)
    {
        var sorted = rounds.OrderBy(r => r.OfBare).ToList();
        return sorted[sorted.Count / 2];
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

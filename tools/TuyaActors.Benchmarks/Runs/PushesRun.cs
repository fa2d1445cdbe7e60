using TuyaActors.Benchmarks.Figures;
using Names = TuyaActors.Benchmarks.Runs.ManyDevices.Names;

namespace TuyaActors.Benchmarks.Runs;

/// <summary>Reports through device, router and one subscriber, against a client that only decodes them.</summary>
internal static class PushesRun
{
    public const string Bench = "pushes";

    public static async Task<IReadOnlyList<Result>> RunAsync(int devices, IReadOnlyList<double> rates, TimeSpan time, TextWriter progress)
    {
        var results = new List<Result>();
        var settle = TimeSpan.FromSeconds(1);
        var fleet = await Measuring.InProcessOfItsOwnAsync(new ManyDevices.Plan("fleet", devices, settle, time, rates, Idle: false), progress);
        var bare = await Measuring.InProcessOfItsOwnAsync(new ManyDevices.Plan("bare", devices, settle, time, rates, Idle: false), progress);
        foreach (var rate in rates)
        {
            var name = rate == 0 ? $"{devices} devices, as many as come" : FormattableString.Invariant($"{devices} devices, {rate:#,0} a second");
            Add(name, "arrived", Names.Arrived, "a second");
            Add(name, "sent by the devices", Names.Sent, "a second");
            Add(name, "missed by the subscriber", Names.Missed, "", goal: 0);
            Add(name, "CPU", Names.Cores, "cores", Goal(devices, rate));
            results.Add(new Result(Bench, name, "pushes for a second of CPU", "fleet", 1e6 / fleet[Names.At(rate, Names.CpuEach)], "")
            {
                Bare = 1e6 / bare[Names.At(rate, Names.CpuEach)],
                Goal = 0.5,
                GoalIsRatio = true,
                IsAtLeast = true,
            });
            Add(name, "CPU of the devices", Names.FarmCores, "cores");

            void Add(string @case, string measure, string what, string unit, double? goal = null) => results.Add(
                new Result(Bench, @case, measure, "fleet", fleet[Names.At(rate, what)], unit) { Bare = bare[Names.At(rate, what)], Goal = goal });
        }

        return results;
    }

    // What rustuya takes for 1,000 devices on such a machine.
    private static double? Goal(int devices, double rate) => (devices, rate) switch
    {
        (1000, 20_000) => 0.31,
        (1000, 100_000) => 1.1,
        _ => null,
    };
}

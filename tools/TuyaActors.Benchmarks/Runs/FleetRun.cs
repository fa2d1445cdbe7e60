using TuyaActors.Benchmarks.Figures;
using Names = TuyaActors.Benchmarks.Runs.ManyDevices.Names;

namespace TuyaActors.Benchmarks.Runs;

/// <summary>Fleets of several sizes beside the bare client with as many devices: what each device costs, and how long all of them take.</summary>
internal static class FleetRun
{
    public const string Bench = "fleet";

    public static async Task<IReadOnlyList<Result>> RunAsync(IReadOnlyList<int> sizes, TimeSpan settle, TimeSpan time, TextWriter progress)
    {
        var results = new List<Result>();
        var (fleetAlone, bareAlone) = (await MeasureAsync("fleet", 0), await MeasureAsync("bare", 0));
        Result? smallest = null;
        foreach (var devices in sizes)
        {
            var fleet = await MeasureAsync("fleet", devices);
            var bare = await MeasureAsync("bare", devices);
            var name = $"{devices} devices";
            Add(name, "all online", fleet[Names.Online], bare[Names.Online], "s");
            Add(name, "CPU until all are online", fleet[Names.OnlineCpu] * 1000 / devices, bare[Names.OnlineCpu] * 1000 / devices, "ms a device");
            Add(name, "most handshakes at once", fleet[Names.OnlineHandshakes], bare[Names.OnlineHandshakes], "");
            var resident = Add(name, "resident, idle", Each(Names.Resident), Bare(Names.Resident), "KB a device", devices >= 5000 ? 22 : null);
            Add(name, "resident after a full collection", Each(Names.ResidentCompacted), Bare(Names.ResidentCompacted), "KB a device");
            var managed = Add(name, "managed", Each(Names.Managed), Bare(Names.Managed), "KB a device");
            Add(name, "CPU, idle", fleet[Names.Idle] * 1000, bare[Names.Idle] * 1000, "thousandths of a core");
            Add(name, "a query of all", fleet[Names.Query], null, "s", devices == 5000 ? 0.35 : null);
            Add(name, "CPU at a push a device and second", fleet[Names.At(devices, Names.Cores)], bare[Names.At(devices, Names.Cores)], "cores");
            Add(name, "CPU of a push", fleet[Names.At(devices, Names.CpuEach)], bare[Names.At(devices, Names.CpuEach)], "us");
            Add(name, "pushes missed", fleet[Names.At(devices, Names.Missed)], null, "", 0);
            Add(name, "all back after a common fall", fleet[Names.Back], bare[Names.Back], "s", devices == 5000 ? 16 : null);
            Add(name, "CPU until all are back", fleet[Names.BackCpu] * 1000 / devices, bare[Names.BackCpu] * 1000 / devices, "ms a device");
            // Of each process of devices its own most: of several, their sum is more than there were at any moment.
            Add(name, "most handshakes at once, then", fleet[Names.BackHandshakes], bare[Names.BackHandshakes], "", devices <= Farm.FarmSpec.MostPerProcess ? 64 : null);
            if (smallest is null)
                smallest = managed;
            else if (devices == sizes[^1])
                results.Add(new Result(Bench, name, $"managed against {sizes[0]} devices", "fleet", managed.Value / smallest.Value, "times") { Goal = 1.2 });

            double Each(string what) => (fleet[what] - fleetAlone[what]) / 1024 / devices;
            double Bare(string what) => (bare[what] - bareAlone[what]) / 1024 / devices;
        }

        return results;

        Result Add(string name, string measure, double value, double? bare, string unit, double? goal = null)
        {
            var result = new Result(Bench, name, measure, "fleet", value, unit) { Bare = bare, Goal = goal };
            results.Add(result);
            return result;
        }

        Task<IReadOnlyDictionary<string, double>> MeasureAsync(string client, int devices) => Measuring.InProcessOfItsOwnAsync(
            new ManyDevices.Plan(client, devices, settle, time, devices == 0 ? [] : [devices], Idle: true), progress);
    }
}

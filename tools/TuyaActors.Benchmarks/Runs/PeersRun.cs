using TuyaActors.Benchmarks.Figures;
using TuyaActors.Benchmarks.Peers;
using TuyaActors.Protocol;

namespace TuyaActors.Benchmarks.Runs;

/// <summary>The fleet, the bare client and those peers that are installed here, on the same devices; each in a process of its own, all measured from outside.</summary>
internal static class PeersRun
{
    public const string Bench = PeerResults.Bench;

    // 3.2 is left out, for tuyapi cannot read it.
    private static readonly ProtocolVersion[] Mixed = [ProtocolVersion.V31, ProtocolVersion.V33, ProtocolVersion.V34, ProtocolVersion.V35];

    /// <summary>What is measured, and for how long.</summary>
    /// <param name="Sizes">With how many devices.</param>
    /// <param name="Rates">Pushes a second of all devices together; 0: as many as they can.</param>
    /// <param name="Settle">How long nothing is measured after the last device came online.</param>
    /// <param name="Time">How long pushes are counted.</param>
    /// <param name="Rounds">How many turns of commands everybody has.</param>
    public sealed record Plan(IReadOnlyList<int> Sizes, IReadOnlyList<double> Rates, TimeSpan Settle, TimeSpan Time, int Rounds);

    public static async Task<IReadOnlyList<Result>> RunAsync(Plan plan, TextWriter progress)
    {
        var results = new List<Result>();
        var there = await FindAsync(results, progress);
        var alone = await MeasureAsync("no devices", Case(0, [ProtocolVersion.V33], []));
        results.AddRange(PeerResults.Alone(alone));
        await AddManyAsync([ProtocolVersion.V33], "3.3", plan.Rates);
        await AddManyAsync(Mixed, "3.1, 3.3, 3.4, 3.5", []);
        foreach (var version in new[] { ProtocolVersion.V33, ProtocolVersion.V35 })
        {
            await progress.WriteLineAsync($"round trips, {version.ToText()} ...");
            results.AddRange(PeerResults.RoundTrips(version, await RoundTripsCase.MeasureAsync(version, [.. there.Where(peer => peer.Commands && peer.Speaks(version))], plan.Rounds)));
        }

        return results;

        async Task AddManyAsync(IReadOnlyList<ProtocolVersion> versions, string text, IReadOnlyList<double> rates)
        {
            IReadOnlyList<(string, ManyDevicesCase.Figures)>? first = null;
            foreach (var size in plan.Sizes)
            {
                var (name, measured) = ($"{size} devices, {text}", Case(size, versions, rates));
                var figures = await MeasureAsync(name, measured);
                results.AddRange(PeerResults.Many(name, measured, figures, alone));
                if (first is not null)
                    results.AddRange(PeerResults.Further(name, size - plan.Sizes[0], figures, first));
                first ??= figures;
            }
        }

        async Task<IReadOnlyList<(string, ManyDevicesCase.Figures)>> MeasureAsync(string name, ManyDevicesCase measured)
        {
            var all = new List<(string, ManyDevicesCase.Figures)>();
            foreach (var peer in there.Where(peer => peer.HoldsMany))
            {
                await progress.WriteLineAsync($"{name}; {peer.Label}{peer.Way} ...");
                all.Add(await measured.MeasureAsync(peer));
            }

            return all;
        }

        ManyDevicesCase Case(int devices, IReadOnlyList<ProtocolVersion> versions, IReadOnlyList<double> rates) => new(devices, versions, rates, plan.Settle, plan.Time);
    }

    private static async Task<IReadOnlyList<Peer>> FindAsync(List<Result> results, TextWriter progress)
    {
        var there = new List<Peer>();
        foreach (var peer in Peer.All(Peer.FindScripts()))
        {
            await using var process = await PeerProcess.StartAsync(peer);
            if (process.Missing is not { } why)
            {
                there.Add(peer);
            }
            else if (results.All(result => result.Who != peer.Label))
            {
                // Once for a peer, however many ways it has.
                await progress.WriteLineAsync($"{peer.Label}: {why}");
                results.Add(PeerResults.Missing(peer.Label, why));
            }
        }

        return there;
    }
}

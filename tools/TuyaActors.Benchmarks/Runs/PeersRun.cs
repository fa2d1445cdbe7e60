using System.Globalization;
using TuyaActors.Benchmarks.Figures;
using TuyaActors.Benchmarks.Peers;
using TuyaActors.Protocol;

namespace TuyaActors.Benchmarks.Runs;

/// <summary>The fleet, the bare client and those peers that are installed here, on the same devices; each in a process of its own, all measured from outside.</summary>
internal static class PeersRun
{
    public const string Bench = "peers";

    // What rustuya takes at 3.3 where a raw socket of Python takes 60 us.
    private const double StatusOfRawSocket = 57.0 / 60;
    private const double SetOfRawSocket = 78.0 / 60;

    // 3.2 is left out: of the peers only tinytuya can read it.
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
        var there = await FindAsync(Peer.All(Peer.FindScripts()), results, progress);
        List<(Peer Peer, string Name)> many = [.. there.Where(each => each.Peer.HoldsMany)];
        var alone = new Dictionary<string, double>();
        foreach (var (peer, name) in many)
        {
            await progress.WriteLineAsync($"no devices, {name} ...");
            var figures = await new ManyDevicesCase(0, [ProtocolVersion.V33], [], plan.Settle, plan.Time).MeasureAsync(peer);
            alone[name] = figures.Resident;
            results.Add(new Result(Bench, "no devices", "resident", name, figures.Resident / 1e6, "MB"));
        }

        foreach (var (versions, text, rates) in new (IReadOnlyList<ProtocolVersion>, string, IReadOnlyList<double>)[]
        {
            ([ProtocolVersion.V33], "3.3", plan.Rates),
            (Mixed, "3.1, 3.3, 3.4 and 3.5", []),
        })
        {
            foreach (var size in plan.Sizes)
            {
                var figures = new List<(string Who, ManyDevicesCase.Figures Figures)>();
                foreach (var (peer, name) in many)
                {
                    await progress.WriteLineAsync($"{size} devices of {text}, {name} ...");
                    figures.Add((name, await new ManyDevicesCase(size, versions, rates, plan.Settle, plan.Time).MeasureAsync(peer)));
                }

                AddMany(results, $"{size} devices, {text}", size, rates, figures, alone);
            }
        }

        foreach (var version in new[] { ProtocolVersion.V33, ProtocolVersion.V35 })
        {
            await progress.WriteLineAsync($"round trips, {version.ToText()} ...");
            AddRoundTrips(results, version, await RoundTripsCase.MeasureAsync(version, [.. there.Select(each => each.Peer).Where(peer => peer.Commands && peer.Speaks(version))], plan.Rounds));
        }

        return results;
    }

    private static async Task<IReadOnlyList<(Peer Peer, string Name)>> FindAsync(IReadOnlyList<Peer> peers, List<Result> results, TextWriter progress)
    {
        var there = new List<(Peer, string)>();
        foreach (var peer in peers)
        {
            await using var process = await PeerProcess.StartAsync(peer);
            if (process.Missing is not { } why)
            {
                there.Add((peer, process.Name));
            }
            else if (results.All(result => result.Who != peer.Label))
            {
                await progress.WriteLineAsync($"{peer.Label}: {why}");
                results.Add(new Result(Bench, "all", "", peer.Label, double.NaN, "") { Note = why });
            }
        }

        return there;
    }

    private static void AddMany(
        List<Result> results, string name, int devices, IReadOnlyList<double> rates, List<(string Who, ManyDevicesCase.Figures Figures)> all, Dictionary<string, double> alone)
    {
        Add("connected, and each has answered", "s", (_, figures) => figures.Connect.TotalSeconds, (_, figures) => figures.Failed);
        Add("resident", "KB a device", (who, figures) => (figures.Resident - alone[who]) / 1024 / devices, (_, figures) => figures.Failed);
        foreach (var rate in rates)
        {
            var pushes = rate == 0 ? "pushes, as many as come" : $"pushes, {rate.ToString("#,0", CultureInfo.InvariantCulture)} a second";
            Add($"{pushes}: sent", "a second", (_, figures) => figures.Pushes[rate].Sent, Missing);
            Add($"{pushes}: arrived", "a second", (_, figures) => figures.Pushes[rate].Arrived, Missing, Trouble);
            Add($"{pushes}: CPU of each", "us", (_, figures) => figures.Pushes[rate].CpuEach, Missing);

            string? Missing(string who, ManyDevicesCase.Figures figures) => figures.Pushes.ContainsKey(rate) ? null : figures.Failed ?? figures.PushesFailed;

            string? Trouble(ManyDevicesCase.Figures figures)
            {
                var (lost, error) = (figures.Pushes[rate].Lost, figures.Pushes[rate].Error);
                return lost == 0 ? error : $"{lost} connections lost{(error is null ? "" : $"; {error}")}";
            }
        }

        void Add(
            string measure,
            string unit,
            Func<string, ManyDevicesCase.Figures, double> value,
            Func<string, ManyDevicesCase.Figures, string?> missing,
            Func<ManyDevicesCase.Figures, string?>? note = null)
        {
            double? bare = null;
            if (all.Find(each => each.Who == Peer.Bare.Label) is { Figures: { } bareFigures } && missing(Peer.Bare.Label, bareFigures) is null)
                bare = value(Peer.Bare.Label, bareFigures);
            results.AddRange(all.Select(each => missing(each.Who, each.Figures) is { } why
                ? new Result(Bench, name, measure, each.Who, double.NaN, unit) { Note = why }
                : new Result(Bench, name, measure, each.Who, value(each.Who, each.Figures), unit) { Bare = bare, Note = note?.Invoke(each.Figures) }));
        }
    }

    private static void AddRoundTrips(List<Result> results, ProtocolVersion version, IReadOnlyList<RoundTripsCase.Times> all)
    {
        foreach (var times in all)
            times.Took.Sort();
        foreach (var what in new[] { PeerRequest.Status, PeerRequest.Set })
        {
            var name = $"{version.ToText()}, {(what == PeerRequest.Set ? "set, confirmed" : what)}";
            var bare = all.First(times => times.Peer == Peer.Bare && times.What == what);
            foreach (var percent in new[] { 50, 99 })
            {
                results.AddRange(all.Where(times => times.What == what).Select(times =>
                    new Result(Bench, name, $"p{percent}", times.Who, Numbers.Percentile(times.Took, percent), "us") { Bare = Numbers.Percentile(bare.Took, percent), Note = times.Failed }));
            }

            if (all.FirstOrDefault(times => times.Peer.OnlyFrame) is { } raw)
            {
                var fleet = all.First(times => times.Peer == Peer.Fleet && times.What == what);
                results.Add(new Result(Bench, name, "p50; bare is the status of a Python raw socket", fleet.Who, Numbers.Percentile(fleet.Took, 50), "us")
                {
                    Bare = Numbers.Percentile(raw.Took, 50),
                    Goal = what == PeerRequest.Set ? SetOfRawSocket : StatusOfRawSocket,
                    GoalIsRatio = true,
                });
            }
        }
    }
}

using System.Globalization;
using TuyaActors.Benchmarks.Figures;
using TuyaActors.Protocol;
using Case = TuyaActors.Benchmarks.Peers.ManyDevicesCase;

namespace TuyaActors.Benchmarks.Peers;

/// <summary>What the peers did, as results: each beside the bare client, and with why there is no figure where there is none.</summary>
internal static class PeerResults
{
    public const string Bench = "peers";

    // What rustuya takes at 3.3 where a raw socket of Python takes 60 us.
    private const double StatusOfRawSocket = 57.0 / 60;
    private const double SetOfRawSocket = 78.0 / 60;

    /// <summary>A peer that is not there.</summary>
    public static Result Missing(string who, string why) => new(Bench, "", "", who, double.NaN, "") { Note = why };

    /// <summary>Each without a device.</summary>
    public static IReadOnlyList<Result> Alone(IReadOnlyList<(string Who, Case.Figures Figures)> all) =>
    [
        .. Rows("no devices", "started", "s", all, (_, figures) => figures.Connect.TotalSeconds, Failed),
        .. Rows("no devices", "resident", "MB", all, (_, figures) => figures.Resident / 1e6, Failed),
    ];

    /// <summary>Each with so many devices.</summary>
    /// <param name="name">What the case is called.</param>
    /// <param name="measured">What was measured.</param>
    /// <param name="all">By whom.</param>
    /// <param name="alone">The same without a device.</param>
    public static IReadOnlyList<Result> Many(
        string name, Case measured, IReadOnlyList<(string Who, Case.Figures Figures)> all, IReadOnlyList<(string Who, Case.Figures Figures)> alone)
    {
        var results = new List<Result>();
        results.AddRange(Rows(name, "connected, each has told its state", "s", all, (_, figures) => figures.Connect.TotalSeconds, Failed, (_, figures) => figures.Error));
        results.AddRange(Rows(name, "CPU until then", "ms a device", all, (_, figures) => figures.ConnectCpu.TotalMilliseconds / measured.Devices, Failed));
        results.AddRange(Rows(name, "resident", "KB a device", all, (who, figures) => More(who, figures, alone) / measured.Devices, Failed, (_, figures) => Lost(figures.Lost, null)));
        foreach (var rate in measured.Rates)
        {
            var pushes = rate == 0 ? "pushes, as many as come" : string.Create(CultureInfo.InvariantCulture, $"pushes, {rate:#,0} a second");
            if (rate == 0)
                results.AddRange(Rows(name, $"{pushes}: sent", "a second", all, (_, figures) => figures.Pushes[rate].Sent, NoPushes));
            results.AddRange(Rows(name, $"{pushes}: arrived", "a second", all, (_, figures) => figures.Pushes[rate].Arrived, NoPushes, (_, figures) => Lost(figures.Pushes[rate].Lost, figures.Pushes[rate].Error)));
            results.AddRange(Rows(name, $"{pushes}: CPU of each", "us", all, (_, figures) => figures.Pushes[rate].CpuEach, NoPushes));

            string? NoPushes(Case.Figures figures) => figures.Pushes.ContainsKey(rate) ? null : figures.Failed ?? figures.PushesFailed;
        }

        return results;
    }

    /// <summary>What a device adds, without what the first ones bring with them.</summary>
    public static IReadOnlyList<Result> Further(
        string name, int devices, IReadOnlyList<(string Who, Case.Figures Figures)> all, IReadOnlyList<(string Who, Case.Figures Figures)> fewer) =>
        [.. Rows(name, "resident, each after the first", "KB a device", all, (who, figures) => More(who, figures, fewer) / devices, Failed)];

    /// <summary>Single commands.</summary>
    public static IReadOnlyList<Result> RoundTrips(ProtocolVersion version, IReadOnlyList<RoundTripsCase.Times> all)
    {
        var results = new List<Result>();
        var raw = all.FirstOrDefault(times => times.Peer.OnlyFrame);
        foreach (var what in all.Select(times => times.What).Distinct())
        {
            var name = $"{version.ToText()}, {(what == PeerRequest.Set ? "set, confirmed" : what)}";
            foreach (var percent in new[] { 50, 99 })
                results.AddRange(all.Where(times => times.What == what).Select(times => Row(name, percent, times, all.First(each => each.Peer == Peer.Bare && each.What == what)) with { Note = times.Failed }));
            if (raw is not null)
            {
                var fleet = Row(name, 50, all.First(times => times.Peer == Peer.Fleet && times.What == what), raw);
                results.Add(fleet with { Measure = "p50; bare is a status by Python's raw socket", Goal = what == PeerRequest.Set ? SetOfRawSocket : StatusOfRawSocket, GoalIsRatio = true });
            }
        }

        return results;
    }

    private static Result Row(string name, int percent, RoundTripsCase.Times times, RoundTripsCase.Times bare) =>
        new(Bench, name, $"p{percent}", times.Who, Numbers.Percentile([.. times.Took.Order()], percent), "us") { Bare = Numbers.Percentile([.. bare.Took.Order()], percent) };

    private static IEnumerable<Result> Rows(
        string name,
        string measure,
        string unit,
        IReadOnlyList<(string Who, Case.Figures Figures)> all,
        Func<string, Case.Figures, double> value,
        Func<Case.Figures, string?> missing,
        Func<string, Case.Figures, string?>? note = null)
    {
        double? bare = all.FirstOrDefault(each => each.Who == Peer.Bare.Label) is { Figures: { } figures } && missing(figures) is null ? value(Peer.Bare.Label, figures) : null;
        return all.Select(each => missing(each.Figures) is { } why
            ? new Result(Bench, name, measure, each.Who, double.NaN, unit) { Note = why }
            : new Result(Bench, name, measure, each.Who, value(each.Who, each.Figures), unit) { Bare = bare, Note = note?.Invoke(each.Who, each.Figures) });
    }

    private static string? Failed(Case.Figures figures) => figures.Failed;

    private static double More(string who, Case.Figures figures, IReadOnlyList<(string Who, Case.Figures Figures)> less) =>
        less.FirstOrDefault(each => each.Who == who).Figures is { Failed: null } other ? (figures.Resident - other.Resident) / 1024.0 : double.NaN;

    private static string? Lost(long lost, string? error) => lost == 0 ? error : $"{lost} connections lost{(error is null ? "" : $"; {error}")}";
}

using System.Globalization;
using TuyaActors.Chaos.Trials;

namespace TuyaActors.Chaos.Chaos;

/// <summary>A chaos run for people's eyes.</summary>
internal static class ChaosTable
{
    public static void Write(TextWriter output, ChaosResult result)
    {
        output.WriteLine();
        Row(output, "seed", $"{result.Seed}");
        Row(output, "devices", $"{result.Size.Devices} and {result.Size.SubDevices} behind gateways");
        Rows(output, "faults", result.Faults.Select(f => (f.Key, f.Value)));
        Rows(output, "commands", result.Outcomes.Select(o => (o.Key, o.Value)));
        Rows(output, "diagnoses", result.Diagnoses.Select(d => (d.Key.ToString(), d.Value)));
        Row(output, "came online", $"{result.Reconnects} times, {result.OperatorWords} of them after an operator's word");
        Row(output, "recovery", Text(result.Recoveries));
        foreach (var group in result.Recoveries.GroupBy(r => r.Fault).OrderBy(g => g.Key, StringComparer.Ordinal))
            output.WriteLine($"{"",-16}{group.Key,-20}{Text([.. group])}");
        Row(output, "reports", $"{result.Reports}");
        Row(output, "log lines", $"{result.LogLines}");
        Row(output, "second clients", $"{result.SecondClients}");
        Row(output, "before", Text(result.Footprints.Before));
        Row(output, "after", Text(result.Footprints.After));
        Row(output, "wrong", result.Wrong.Count == 0 ? "nothing" : $"{result.Wrong.Count}");
        foreach (var wrong in result.Wrong)
            output.WriteLine($"  - {wrong}");
    }

    private static string Text(IReadOnlyList<(string Fault, TimeSpan Time)> recoveries)
    {
        var ordered = recoveries.Select(r => r.Time.TotalSeconds).Order().ToList();
        return ordered.Count == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{ordered.Count,6}: median {ordered[ordered.Count / 2]:0.00} s, maximum {ordered[^1]:0.00} s");
    }

    private static string Text(Footprint footprint) => string.Create(CultureInfo.InvariantCulture, $"{footprint.Sockets} sockets, {footprint.Actors} actors, {footprint.Megabytes:0.0} MB");

    private static void Rows(TextWriter output, string name, IEnumerable<(string Name, long Count)> counts)
    {
        var all = counts.ToList();
        Row(output, name, $"{all.Sum(c => c.Count)}");
        foreach (var (kind, count) in all)
            output.WriteLine($"{"",-16}{kind,-20}{count,10}");
    }

    private static void Row(TextWriter output, string name, string value) => output.WriteLine($"{name,-16}{value}");
}

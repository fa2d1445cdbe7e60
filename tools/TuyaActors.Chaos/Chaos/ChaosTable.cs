using System.Globalization;
using TuyaActors.Chaos.Trials;

namespace TuyaActors.Chaos.Chaos;

/// <summary>A chaos run for people's eyes.</summary>
internal static class ChaosTable
{
    public static void Write(TextWriter output, ChaosResult result)
    {
        var recoveries = result.Recoveries.Order().ToList();
        output.WriteLine();
        Row(output, "seed", $"{result.Seed}");
        Row(output, "devices", $"{result.Size.Devices} and {result.Size.SubDevices} behind gateways");
        Rows(output, "faults", result.Faults.Select(f => (f.Key, f.Value)));
        Rows(output, "commands", result.Outcomes.Select(o => (o.Key, o.Value)));
        Rows(output, "diagnoses", result.Diagnoses.Select(d => (d.Key.ToString(), d.Value)));
        Row(output, "came online", $"{result.Reconnects} times, {result.OperatorWords} of them after an operator's word");
        Row(output, "recovery", recoveries.Count == 0 ? "-" : $"{recoveries.Count}: median {recoveries[recoveries.Count / 2].TotalSeconds:0.00} s, maximum {recoveries[^1].TotalSeconds:0.00} s");
        Row(output, "reports", $"{result.Reports}");
        Row(output, "log lines", $"{result.LogLines}");
        Row(output, "second clients", $"{result.SecondClients}");
        Row(output, "before", Text(result.Footprints.Before));
        Row(output, "after", Text(result.Footprints.After));
        Row(output, "wrong", result.Wrong.Count == 0 ? "nothing" : $"{result.Wrong.Count}");
        foreach (var wrong in result.Wrong)
            output.WriteLine($"  - {wrong}");
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

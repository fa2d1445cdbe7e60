using System.Globalization;

namespace TuyaActors.Chaos.Soak;

/// <summary>A soak for people's eyes.</summary>
internal static class SoakTable
{
    /// <summary>Where it stands, in one line.</summary>
    public static string Line(SoakSample now) => string.Create(
        CultureInfo.InvariantCulture,
        $"{now.Seconds / 60,5:0.0} min: {now.ResidentMegabytes:0.0} MB resident, {now.ManagedMegabytes:0.0} MB managed, {now.Handles} handles, {now.Threads} threads, {now.Actors} actors; {now.Online} devices online, {now.Commands} commands");

    public static void Write(TextWriter output, SoakResult result)
    {
        output.WriteLine();
        output.WriteLine($"{"seed",-26}{result.Seed}");
        output.WriteLine($"{"devices",-26}{result.Devices}, those behind gateways included");
        Counts(output, "faults", result.Faults);
        Counts(output, "commands", result.Outcomes);
        foreach (var (name, count) in result.Load)
            output.WriteLine($"{name,-26}{count}");
        output.WriteLine($"{"samples",-26}{result.Samples.Count}, the first quarter of the time not judged");
        output.WriteLine();
        output.WriteLine($"{"",-26}{"first third",12}{"last third",12}{"an hour",10}{"in all",10}{"allowed",10}  verdict");
        foreach (var trend in result.Trends)
            output.WriteLine($"{Name(trend),-26}{Number(trend.First),12}{Number(trend.Last),12}{Signed(trend.PerHour),10}{Signed(trend.Growth),10}{Number(trend.Allowed),10}  {Verdict(trend)}".TrimEnd());
        output.WriteLine();
        output.WriteLine($"{"wrong",-26}{(result.Wrong.Count == 0 ? "nothing" : $"{result.Wrong.Count}")}");
        foreach (var wrong in result.Wrong.Take(50))
            output.WriteLine($"  - {wrong}");
    }

    private static string Name(SoakTrend trend) => $"{trend.Name}{(trend.Unit.Length == 0 ? "" : $", {trend.Unit}")}{(trend.IsTotal ? " a minute" : "")}";

    private static string Verdict(SoakTrend trend) => trend.Wrong is null ? trend.Allowed is null ? "" : "flat" : trend.Growth is null ? "not judged" : "grows";

    private static string Number(double? number) => number is { } some && double.IsFinite(some) ? some.ToString("0.0", CultureInfo.InvariantCulture) : "";

    private static string Signed(double? number) => number is { } some ? some.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) : "";

    private static void Counts(TextWriter output, string name, IReadOnlyDictionary<string, long> counts) =>
        output.WriteLine($"{name,-26}{counts.Values.Sum()}{(counts.Count == 0 ? "" : $": {string.Join(", ", counts.OrderByDescending(c => c.Value).Select(c => $"{c.Value} {c.Key}"))}")}");
}

using System.Text.Json.Serialization;

namespace TuyaActors.EngineBenchmarks;

/// <summary>One number of an engine.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The median of the runs.</param>
/// <param name="Unit">Per what.</param>
/// <param name="MoreIsBetter">Speeds are; costs are not.</param>
internal sealed record Measure(string Name, double Value, string Unit, bool MoreIsBetter)
{
    /// <summary>How the other one's number compares, so that more is better: 2 when it is twice as fast, or needs half.</summary>
    public double RatioOf(Measure other) => MoreIsBetter ? other.Value / Value : Value / other.Value;
}

/// <summary>What one process measured.</summary>
internal sealed record Report(string Engine, IReadOnlyList<Measure> Measures)
{
    /// <summary>The medians of several processes of the same engine.</summary>
    public static Report Median(IReadOnlyList<Report> reports) => new(
        reports[0].Engine,
        [.. reports[0].Measures.Select((first, i) => first with { Value = Numbers.Median(reports.Select(report => report.Measures[i].Value)) })]);
}

[JsonSerializable(typeof(Report))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class ReportJson : JsonSerializerContext;

internal static class Numbers
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

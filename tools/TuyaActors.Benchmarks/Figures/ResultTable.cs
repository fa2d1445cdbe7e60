using System.Globalization;
using System.Text.Json;

namespace TuyaActors.Benchmarks.Figures;

/// <summary>Results for people, and for programs.</summary>
internal static class ResultTable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static void Write(TextWriter output, IReadOnlyList<Result> results)
    {
        string[][] lines =
        [
            ["case", "measure", "who", "", "unit", "of bare", "goal", ""],
            .. results.Select(result => new[]
            {
                result.Case, result.Measure, result.Who, Text(result.Value), result.Unit,
                result.OfBare is { } ratio ? Text(ratio) : "",
                Goal(result),
                result.Note ?? result.IsMet switch { true => "met", false => "missed", null => "" },
            }),
        ];
        var widths = Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length)).ToList();
        foreach (var line in lines)
            output.WriteLine(string.Join("  ", line.Select((cell, column) => column is 3 or 5 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
    }

    public static void WriteJson(string path, IReadOnlyList<Result> results) => File.WriteAllText(path, JsonSerializer.Serialize(results, Json));

    public static string Text(double value) =>
        double.IsNaN(value) ? "-" : value.ToString(Math.Abs(value) switch { >= 1000 => "#,0", >= 100 => "0", >= 10 => "0.0", >= 0.1 => "0.00", _ => "0.0000" }, CultureInfo.InvariantCulture);

    private static string Goal(Result result) =>
        result.Goal is { } goal ? $"{(result.IsAtLeast ? "at least" : "at most")} {goal.ToString("0.##", CultureInfo.InvariantCulture)}{(result.GoalIsRatio ? " of bare" : "")}" : "";
}

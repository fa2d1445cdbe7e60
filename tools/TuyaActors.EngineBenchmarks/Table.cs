using System.Globalization;

namespace TuyaActors.EngineBenchmarks;

internal static class Table
{
    public static void Print(Report report, TextWriter output)
    {
        output.WriteLine(report.Engine);
        foreach (var one in report.Measures)
            output.WriteLine($"  {one.Name,-24}{Number(one.Value),14} {one.Unit}");
    }

    /// <summary>True when no ratio that has a goal is below it.</summary>
    public static bool Compare(Report local, Report real, double goal, TextWriter output)
    {
        output.WriteLine($"{"",-24}{"local",14}{"real",14}{"local/real",12}");
        var reached = true;
        foreach (var (ours, theirs) in local.Measures.Zip(real.Measures))
        {
            var ratio = theirs.RatioOf(ours);
            // What a whole process has when all is idle is a handful either way.
            var counts = !ours.Name.StartsWith("all idle", StringComparison.Ordinal);
            var isBelow = counts && ratio < goal;
            reached &= !isBelow;
            output.WriteLine(
                $"{ours.Name,-24}{Number(ours.Value),14}{Number(theirs.Value),14}{ratio.ToString("0.00", CultureInfo.InvariantCulture),12}{(isBelow ? "  below " + goal.ToString(CultureInfo.InvariantCulture) : "")}");
        }

        output.WriteLine("Messages or asks a second, or bytes; medians. A ratio above 1 says that the local engine is faster, or needs less.");
        return reached;
    }

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace AkkaLocal.ApiCheck;

/// <summary>How big an assembly of the engine is. An engine that grows is on its way to become a second product.</summary>
internal sealed record SizeReport(string Assembly, int Files, int Lines, int CodeLines, int Members, int Unused)
{
    private static readonly string[] Built = ["bin", "obj"];

    /// <param name="assembly">Its name.</param>
    /// <param name="folder">Its sources. Lines of code are those that are neither empty nor only a comment.</param>
    /// <param name="members">How many types and members it shows.</param>
    /// <param name="unused">How many of these nothing uses.</param>
    public static SizeReport Of(string assembly, string folder, int members, int unused)
    {
        var files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).Split('/', '\\').Intersect(Built).Any())
            .Select(File.ReadAllLines)
            .ToList();
        return new SizeReport(assembly, files.Count, files.Sum(file => file.Length), files.Sum(file => file.Count(IsCode)), members, unused);
    }

    public static IEnumerable<string> Table(IReadOnlyList<SizeReport> reports)
    {
        var total = new SizeReport(
            "together", reports.Sum(one => one.Files), reports.Sum(one => one.Lines), reports.Sum(one => one.CodeLines), reports.Sum(one => one.Members), reports.Sum(one => one.Unused));
        var width = reports.Append(total).Max(one => one.Assembly.Length);
        yield return Row(width, "assembly", "files", "lines", "of code", "public", "unused");
        foreach (var one in reports.Append(total))
            yield return Row(width, one.Assembly, Number(one.Files), Number(one.Lines), Number(one.CodeLines), Number(one.Members), Number(one.Unused));
    }

    private static bool IsCode(string line) => line.AsSpan().Trim() is { Length: > 0 } text && !text.StartsWith("//");

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Row(int width, string name, params string[] numbers) =>
        name.PadRight(width) + string.Concat(numbers.Select(number => number.PadLeft(9)));
}

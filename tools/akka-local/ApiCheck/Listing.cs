namespace AkkaLocal.ApiCheck;

/// <summary>The public API of Akka.NET, as the repository keeps it.</summary>
internal sealed class Listing
{
    private readonly Dictionary<string, ApiEntry> _entries = new(StringComparer.Ordinal);

    /// <param name="folder">Has a list per assembly, and below <c>parameters</c> the names of the parameters.</param>
    public Listing(string folder)
    {
        foreach (var entry in LinesOf(folder).Select(ApiEntry.Parse))
            _entries.TryAdd(entry.Id, entry);
        foreach (var line in LinesOf(Path.Combine(folder, "parameters")))
        {
            var (id, parameters) = line.Split('\t') is [var name, var list] ? (name, list) : throw new FormatException($"'{line}' is no line of parameters.");
            if (_entries.TryGetValue(id, out var entry))
                _entries[id] = entry with { Parameters = parameters };
        }
    }

    /// <summary>What is wrong with an entry of ours, or null.</summary>
    public string? DeviationOf(ApiEntry entry)
    {
        if (_entries.TryGetValue(entry.Id, out var real))
            return entry.DifferenceFrom(real);
        return entry.IsOverride ? null : "not in Akka.NET";
    }

    private static IEnumerable<string> LinesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*.txt").SelectMany(File.ReadLines).Where(line => line.Length > 0);
}

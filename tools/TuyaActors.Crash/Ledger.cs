using System.Collections.Concurrent;

namespace TuyaActors.Crash;

/// <summary>What the node has acknowledged, and what it was asked for and has not answered.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>What a device is known to be; <c>null</c>: not there.</summary>
    public long? Known(string id) => _entries.TryGetValue(id, out var entry) ? entry.Known : null;

    /// <summary>A change is asked for: until it is answered, both are right.</summary>
    public void Ask(string id, long? wanted) => _entries[id] = new Entry(Known(id), wanted, IsOpen: true);

    /// <summary>It is done.</summary>
    public void Acknowledged(string id) => _entries[id] = new Entry(_entries[id].Wanted, null, IsOpen: false);

    /// <summary>How many changes were never answered.</summary>
    public int Open => _entries.Values.Count(entry => entry.IsOpen);

    /// <summary>All devices of which anything is known.</summary>
    public IReadOnlyDictionary<string, long> Present => _entries.Where(e => e.Value.Known is not null).ToDictionary(e => e.Key, e => e.Value.Known!.Value);

    /// <summary>Compares with what is there after a restart, and takes that for known from now on; answers what is wrong.</summary>
    public IReadOnlyList<string> Settle(IReadOnlyDictionary<string, long> there)
    {
        var wrong = new List<string>();
        foreach (var (id, entry) in _entries)
        {
            long? actual = there.TryGetValue(id, out var number) ? number : null;
            if (actual != entry.Known && !(entry.IsOpen && actual == entry.Wanted))
                wrong.Add($"{id} is {Text(actual)}; acknowledged was {Text(entry.Known)}{(entry.IsOpen ? $", asked for {Text(entry.Wanted)}" : "")}");
            _entries[id] = new Entry(actual, null, IsOpen: false);
        }

        wrong.AddRange(there.Keys.Where(id => !_entries.ContainsKey(id)).Select(id => $"{id} is there, and was never asked for"));
        return wrong;
    }

    private static string Text(long? number) => number is { } content ? $"content {content}" : "not there";

    private readonly record struct Entry(long? Known, long? Wanted, bool IsOpen);
}

using System.Diagnostics.CodeAnalysis;

namespace TuyaActors.Device;

/// <summary>
/// Several lines before one door: each line keeps its order, and the lines take turns, so that a long one does not make the others wait.
/// </summary>
/// <remarks>A line that was empty joins behind all others: nobody gets ahead by coming and going.</remarks>
internal sealed class FairQueue<T>
    where T : class
{
    private readonly LinkedList<Line> _turns = [];
    private readonly Dictionary<string, LinkedListNode<Line>> _lines = [];

    /// <summary>How many wait in all.</summary>
    public int Count { get; private set; }

    /// <summary>How many wait in one line.</summary>
    public int CountOf(string key) => _lines.TryGetValue(key, out var line) ? line.Value.Items.Count : 0;

    /// <summary>Those of one line, in their order.</summary>
    public IEnumerable<T> Of(string key) => _lines.TryGetValue(key, out var line) ? line.Value.Items : [];

    /// <summary>At the end of its line.</summary>
    public void Add(string key, T item)
    {
        LineOf(key).AddLast(item);
        Count++;
    }

    /// <summary>At the head of its line.</summary>
    public void AddFirst(string key, T item)
    {
        LineOf(key).AddFirst(item);
        Count++;
    }

    /// <summary>Takes the first of the line whose turn it is; that line then waits for the others.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        item = null;
        if (_turns.First is not { } turn)
            return false;
        item = turn.Value.Items.First!.Value;
        _turns.Remove(turn);
        _turns.AddLast(turn);
        Remove(turn.Value.Key, item);
        return true;
    }

    /// <summary>Takes one out wherever it stands; nobody loses a turn by it.</summary>
    public void Remove(string key, T item)
    {
        if (!_lines.TryGetValue(key, out var line) || !line.Value.Items.Remove(item))
            return;
        Count--;
        if (line.Value.Items.Count > 0)
            return;
        _turns.Remove(line);
        _lines.Remove(key);
    }

    private LinkedList<T> LineOf(string key)
    {
        if (!_lines.TryGetValue(key, out var line))
            _lines[key] = line = _turns.AddLast(new Line(key, []));
        return line.Value.Items;
    }

    private sealed record Line(string Key, LinkedList<T> Items);
}

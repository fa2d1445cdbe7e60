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
    private PerLine<LinkedListNode<Line>> _lines = new();

    /// <summary>How many wait in all.</summary>
    public int Count { get; private set; }

    /// <summary>How many wait in one line.</summary>
    public int CountOf(string? cid) => _lines[cid]?.Value.Items.Count ?? 0;

    /// <summary>Those of one line, in their order.</summary>
    public IEnumerable<T> Of(string? cid) => _lines[cid]?.Value.Items ?? Enumerable.Empty<T>();

    /// <summary>At the end of its line.</summary>
    public void Add(string? cid, T item)
    {
        LineOf(cid).AddLast(item);
        Count++;
    }

    /// <summary>At the head of its line.</summary>
    public void AddFirst(string? cid, T item)
    {
        LineOf(cid).AddFirst(item);
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
        Remove(turn.Value.Cid, item);
        return true;
    }

    /// <summary>Takes one out wherever it stands; nobody loses a turn by it.</summary>
    public void Remove(string? cid, T item)
    {
        if (_lines[cid] is not { } line || !line.Value.Items.Remove(item))
            return;
        Count--;
        if (line.Value.Items.Count > 0)
            return;
        _turns.Remove(line);
        _lines[cid] = null;
    }

    private LinkedList<T> LineOf(string? cid) => (_lines[cid] ??= _turns.AddLast(new Line(cid, []))).Value.Items;

    private sealed record Line(string? Cid, LinkedList<T> Items);
}

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
    private PerLine<Line> _lines = new();

    /// <summary>How many wait in all.</summary>
    public int Count { get; private set; }

    /// <summary>How many wait in one line.</summary>
    public int CountOf(string? cid) => _lines[cid]?.Items.Count ?? 0;

    /// <summary>Those of one line, in their order.</summary>
    public IEnumerable<T> Of(string? cid) => _lines[cid]?.Items ?? Enumerable.Empty<T>();

    /// <summary>At the end of its line.</summary>
    public void Add(string? cid, T item)
    {
        LineWithTurn(cid).Items.Add(item);
        Count++;
    }

    /// <summary>At the head of its line.</summary>
    public void AddFirst(string? cid, T item)
    {
        LineWithTurn(cid).Items.Insert(0, item);
        Count++;
    }

    /// <summary>Takes the first of the line whose turn it is; that line then waits for the others.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        item = null;
        if (_turns.First is not { } turn)
            return false;
        item = turn.Value.Items[0];
        _turns.Remove(turn);
        _turns.AddLast(turn);
        Remove(turn.Value.Cid, item);
        return true;
    }

    /// <summary>Takes one out wherever it stands; nobody loses a turn by it.</summary>
    public void Remove(string? cid, T item)
    {
        if (_lines[cid] is not { } line || !line.Items.Remove(item))
            return;
        Count--;
        if (line.Items.Count > 0)
            return;
        _turns.Remove(line.Turn);
        // The line of the device itself will be used again.
        if (cid is not null)
            _lines[cid] = null;
    }

    private Line LineWithTurn(string? cid)
    {
        var line = _lines[cid] ??= new Line(cid);
        if (line.Items.Count == 0)
            _turns.AddLast(line.Turn);
        return line;
    }

    private sealed class Line
    {
        public Line(string? cid) => (Cid, Turn) = (cid, new LinkedListNode<Line>(this));

        public string? Cid { get; }

        public List<T> Items { get; } = [];

        public LinkedListNode<Line> Turn { get; }
    }
}

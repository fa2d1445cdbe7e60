using TuyaActors.Messages;

namespace TuyaActors.Router;

/// <summary>What waits for one subscriber, in order: at most so many, and no memory while nothing waits.</summary>
/// <param name="capacity">1 or more.</param>
internal sealed class EventRing(int capacity)
{
    private const int FirstSize = 8;

    private IDeviceEvent?[] _events = [];
    private int _first;

    public int Count { get; private set; }

    public int Room => capacity - Count;

    /// <summary>Whether there was room for it.</summary>
    public bool TryAdd(IDeviceEvent e)
    {
        if (Count == capacity)
            return false;
        if (Count == _events.Length)
            Grow();
        _events[(_first + Count++) % _events.Length] = e;
        return true;
    }

    /// <summary>The oldest; only while there is one.</summary>
    public IDeviceEvent Take()
    {
        ArgumentOutOfRangeException.ThrowIfZero(Count);
        var e = _events[_first]!;
        _events[_first] = null;
        _first = (_first + 1) % _events.Length;
        if (--Count == 0)
            (_events, _first) = ([], 0);
        return e;
    }

    public void Clear() => (_events, _first, Count) = ([], 0, 0);

    private void Grow()
    {
        var larger = new IDeviceEvent?[Math.Min(Math.Max(FirstSize, 2 * _events.Length), capacity)];
        for (var i = 0; i < Count; i++)
            larger[i] = _events[(_first + i) % _events.Length];
        (_events, _first) = (larger, 0);
    }
}

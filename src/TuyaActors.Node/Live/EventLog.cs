using TuyaActors.Messages;

namespace TuyaActors.Node.Live;

/// <summary>One event, with what its device was called at that time.</summary>
/// <param name="Number">One more than that of the event before it.</param>
/// <param name="Event">What happened; <c>null</c>: nothing that anybody is told.</param>
/// <param name="Device">Its device then; <c>null</c>: it was not, or no longer, in the picture.</param>
internal sealed record LoggedEvent(long Number, IDeviceEvent? Event, DeviceSnapshot? Device)
{
    private byte[]? _json;

    /// <summary>What <paramref name="write"/> makes of it, made once for all who read it.</summary>
    public ReadOnlyMemory<byte> Json(Func<IDeviceEvent, byte[]> write) => _json ??= Event is null ? [] : write(Event);
}

/// <summary>The latest events, in a ring: a reader that was away reads on where it was, and one that is too slow learns how many it missed. Used by one at a time.</summary>
internal sealed class EventLog(int capacity)
{
    private readonly LoggedEvent?[] _ring = new LoggedEvent?[capacity];

    /// <summary>The number of the latest event; 0: there was none.</summary>
    public long Head { get; private set; }

    /// <summary>The number behind which all events are here.</summary>
    public long Tail => Math.Max(0, Head - capacity);

    /// <summary>One more.</summary>
    public LoggedEvent Add(IDeviceEvent? e, DeviceSnapshot? device)
    {
        var logged = new LoggedEvent(++Head, e, device);
        _ring[Head % capacity] = logged;
        return logged;
    }

    /// <summary>What happened after a number; <paramref name="missed"/> is how many of these are gone.</summary>
    public IReadOnlyList<LoggedEvent> After(long number, int most, out long missed)
    {
        var from = Math.Max(number, Tail);
        missed = from - number;
        var events = new List<LoggedEvent>((int)Math.Min(most, Head - from));
        for (var next = from + 1; next <= Head && events.Count < most; next++)
        {
            events.Add(_ring[next % capacity]!);
        }

        return events;
    }
}

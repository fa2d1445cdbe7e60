using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Router;

/// <summary>
/// What one subscriber gets, and how far it is. Nothing is asked of it: among the events it gets Akka's <see cref="Identify"/>, which every actor
/// answers once it has worked off what came before. At most a window of events is on its way; the next wait in a ring; and what finds no room
/// there is counted, until the subscriber has caught up and is told so.
/// </summary>
/// <remarks>
/// A device that is awaited is heard of by its snapshot first: what it says before that is covered by it. Snapshots wait for room, and never
/// count as missed.
/// </remarks>
internal sealed class Subscription(IActorRef subscriber, long firstNumber, int buffer, Action<IActorRef, IDeviceEvent> tell, Action<IActorRef, long> probe, Action<long> dropped)
{
    /// <summary>How many events may be on their way. 128: a subscriber on another node gets its next ones before it runs dry.</summary>
    public const int Window = 128;

    /// <summary>An <see cref="Identify"/> goes behind each so many, so that its cost does not count.</summary>
    public const int ProbeEach = 32;

    private readonly EventRing _ring = new(buffer);
    private long _sent = firstNumber;
    private long _probed = firstNumber;
    private long _acknowledged = firstNumber;
    private long _missed;
    private DateTimeOffset _missedAt;

    // Whether each awaited device is being asked in our name; and those that are not, in order.
    private Dictionary<DeviceId, bool>? _awaited;
    private Queue<DeviceId>? _toAsk;
    private int _asked;

    public IActorRef Subscriber { get; } = subscriber;

    public required EventFilter Filter { get; set; }

    /// <summary>The number of what is wanted (<see cref="RouterMessages.Wanted"/>) from which on its filter is in it.</summary>
    public long Since { get; set; }

    public bool WantsSnapshots => (Filter.Kinds & EventKinds.Snapshots) != 0;

    /// <summary>Whether events were missed that it has not been told of.</summary>
    public bool IsLagging => _missed > 0;

    /// <summary>How many events wait here.</summary>
    public int Waiting => _ring.Count;

    /// <summary>The devices whose snapshots it waits for.</summary>
    public IEnumerable<DeviceId> Awaited => _awaited?.Keys ?? Enumerable.Empty<DeviceId>();

    private bool IsOpen => _sent - _acknowledged < Window;

    /// <summary>An event of one of its devices.</summary>
    public void Offer(IDeviceEvent e)
    {
        if (!Filter.Wants(e) || (e is DeviceEvents.StateChanged or DeviceEvents.DpsReported && _awaited?.ContainsKey(e.DeviceId) == true))
            return;
        if (IsLagging)
            Miss(e.At);
        else if (_ring.Count == 0 && IsOpen)
            Send(e);
        else if (!_ring.TryAdd(e))
            Miss(e.At);
    }

    /// <summary>Something happened that it will not be told.</summary>
    public void Miss(DateTimeOffset at, long events = 1)
    {
        (_missed, _missedAt) = (_missed + events, at);
        dropped(events);
        // All are awaited anew once it has caught up.
        (_awaited, _toAsk, _asked) = (null, null, 0);
    }

    /// <summary>Another filter: what waits for it was let through by the former one.</summary>
    public void Replace(EventFilter filter, DateTimeOffset now)
    {
        Filter = filter;
        (_awaited, _toAsk, _asked) = (null, null, 0);
        if (_ring.Count > 0)
            Miss(now, _ring.Count);
        _ring.Clear();
    }

    /// <summary>Waits for the snapshot of this device; whether it is to be entered among those who do.</summary>
    public bool Await(DeviceId id)
    {
        if (!WantsSnapshots || IsLagging)
            return false;
        _awaited ??= [];
        if (_awaited.Remove(id, out var wasAsked) && wasAsked)
            _asked--;
        _awaited[id] = false;
        (_toAsk ??= new Queue<DeviceId>()).Enqueue(id);
        return true;
    }

    /// <summary>Hears no more of this device.</summary>
    public void Leave(DeviceId id)
    {
        if (_awaited?.Remove(id, out var wasAsked) == true && wasAsked)
            _asked--;
    }

    /// <summary>Which devices to ask now, as far as there is room for their answers.</summary>
    public IEnumerable<DeviceId> NextToAsk()
    {
        while (_toAsk is { Count: > 0 } && _asked < _ring.Room)
        {
            var id = _toAsk.Dequeue();
            if (_awaited?.GetValueOrDefault(id, true) != false)
                continue;
            _awaited[id] = true;
            _asked++;
            yield return id;
        }
    }

    /// <summary>The snapshot of a device; false where it is awaited and has no room, so that it must be asked for once more.</summary>
    public bool Take(DeviceEvents.SnapshotTaken snapshot)
    {
        if (_awaited is null || !_awaited.Remove(snapshot.DeviceId, out var wasAsked))
            return true;
        if (wasAsked)
            _asked--;
        if (_ring.Count == 0 && IsOpen)
            Send(snapshot);
        else if (!_ring.TryAdd(snapshot))
            return !Await(snapshot.DeviceId);
        return true;
    }

    /// <summary>It has worked off what was sent up to this number.</summary>
    public void Acknowledge(long number)
    {
        if (number > _acknowledged && number <= _sent)
            _acknowledged = number;
    }

    /// <summary>Sends what may go; whether it has just been told what it missed, so that all its devices are to be awaited anew.</summary>
    public bool Drain()
    {
        while (_ring.Count > 0 && IsOpen)
            Send(_ring.Take());
        if (!IsLagging || _ring.Count > 0 || !IsOpen)
            return false;
        Send(new DeviceEvents.Lagged(_missed, _missedAt));
        _missed = 0;
        return true;
    }

    /// <summary>Asks anew how far it is; the answer may have been lost.</summary>
    public void Probe()
    {
        if (_probed > _acknowledged)
            probe(Subscriber, _probed);
    }

    private void Send(IDeviceEvent e)
    {
        tell(Subscriber, e);
        if (++_sent - _probed < ProbeEach)
            return;
        _probed = _sent;
        probe(Subscriber, _probed);
    }
}

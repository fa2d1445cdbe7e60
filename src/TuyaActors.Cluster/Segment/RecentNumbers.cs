using Akka.Actor;

namespace TuyaActors.Cluster.Segment;

/// <summary>What a host has been asked lately: a request that waited while the device changed its host may come twice. Pure but for its own memory.</summary>
internal sealed class RecentNumbers
{
    // Far more than waits for one device at once (tuya.max-waiting-commands is 100).
    private const int Most = 512;

    private readonly HashSet<(long Number, IActorRef Exchange)> _known = [];
    private readonly Queue<(long Number, IActorRef Exchange)> _order = [];

    /// <summary>Whether it is new.</summary>
    public bool Add(long number, IActorRef exchange)
    {
        if (!_known.Add((number, exchange)))
            return false;
        _order.Enqueue((number, exchange));
        if (_order.Count > Most)
            _known.Remove(_order.Dequeue());
        return true;
    }

    /// <summary>It was not carried out, and comes again.</summary>
    public void Remove(long number, IActorRef exchange) => _known.Remove((number, exchange));
}

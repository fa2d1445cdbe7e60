using System.Collections.Immutable;
using TuyaActors.Cluster.Wire;

namespace TuyaActors.Cluster.Exchange;

/// <summary>
/// The sending end of a link: keeps each item until it has arrived, in order. Events that find no room are counted, and told as missed; all else
/// always has room, for there is little of it. Pure but for its own memory.
/// </summary>
internal sealed class LinkOut(long link)
{
    /// <summary>How many items may be on their way. 1,024: a node that is 50 ms away gets 20,000 events a second.</summary>
    public const int Window = 1024;

    /// <summary>How much goes into one message: an event is one, a snapshot, which has all values of a device, sixteen.</summary>
    public const int MostInBatch = 64;

    private const int WeightOfSnapshot = 16;

    /// <summary>How many may wait. 16,384: three seconds of 1,000 devices that report five times a second.</summary>
    public const int Capacity = 16_384;

    private readonly Queue<object> _items = [];
    private long _first = 1;
    private long _next = 1;
    private long _missed;
    private long _gap = -1;

    /// <summary>The number that both ends know it by.</summary>
    public long Link { get; } = link;

    /// <summary>Whether anything has been sent and not acknowledged.</summary>
    public bool IsWaiting => _next > _first;

    /// <summary>All that is kept.</summary>
    public int Count => _items.Count;

    /// <summary>One more.</summary>
    public void Add(object item)
    {
        if (item is LinkItems.Happened && (_missed > 0 || _items.Count >= Capacity))
            _missed++;
        else
            _items.Enqueue(item);
    }

    /// <summary>What may go now, in order; each is taken to be sent.</summary>
    public IEnumerable<ExchangeMessages.Batch> Due()
    {
        while (_next - _first < Math.Min(_items.Count, Window))
        {
            var sent = (int)(_next - _first);
            // The first goes in any case, however much it weighs.
            var weight = 0;
            ImmutableArray<object> items =
            [
                .. _items.Skip(sent).Take(Math.Min(_items.Count, Window) - sent)
                    .TakeWhile(item => weight == 0 | (weight += item is LinkItems.Stands ? WeightOfSnapshot : 1) <= MostInBatch),
            ];
            var batch = new ExchangeMessages.Batch(Link, _next, items);
            _next += items.Length;
            yield return batch;
        }
    }

    /// <summary>How many events wait in it.</summary>
    public long Events => _items.Count(item => item is LinkItems.Happened) + _missed;

    /// <summary>All up to this have arrived; whether it is told now that some were missed, so that all is to be told anew.</summary>
    public bool Acknowledge(long upTo)
    {
        while (_first <= upTo && _first < _next)
        {
            _items.Dequeue();
            _first++;
        }

        if (_missed == 0 || _items.Count > Capacity / 2)
            return false;
        _items.Enqueue(new LinkItems.Missed(_missed));
        _missed = 0;
        return true;
    }

    /// <summary>The other end lacks what comes behind this; whether that is news, for each of the messages that come too early says so.</summary>
    public bool IsNewGap(long upTo)
    {
        var isNew = _gap != upTo;
        _gap = upTo;
        return isNew;
    }

    /// <summary>What was sent and not acknowledged is due once more.</summary>
    public void SendAgain() => _next = _first;
}

using System.Net.Sockets;
using TuyaActors.Turns;

namespace TuyaActors.Connection;

/// <summary>Who is told what happens at its socket, on the watch's threads: briefly, and without an exception.</summary>
internal interface IWatched
{
    /// <summary>Something happened.</summary>
    void Happened(Readiness what);
}

/// <summary>
/// Watches the sockets of all devices of the process from two threads. What happens at them is told in batches, and what it leads to is worked off
/// right there: an actor that is told has its turn on the watching thread. .NET's own way asks the system three times for each message, and wakes a
/// thread of the pool for it; that was two thirds of what a report cost. Where the system has no epoll, there is no watch.
/// </summary>
internal sealed class SocketWatch
{
    // One goes on where the other is held up.
    private const int Threads = 2;
    private const int MostAtOnce = 64;

    private static readonly Lazy<SocketWatch?> Started = new(() => Epoll.TryCreate() is { } epoll ? new SocketWatch(epoll) : null);

    private readonly Lock _gate = new();
    private readonly Stack<int> _free = new();
    private readonly Epoll _epoll;
    private volatile Place[] _places = new Place[64];
    private int _used;

    private SocketWatch(Epoll epoll)
    {
        _epoll = epoll;
        for (var i = 0; i < Threads; i++)
            new Thread(Run) { IsBackground = true, Name = $"tuya sockets {i + 1}" }.UnsafeStart();
    }

    /// <summary>The one of this process; null where the system has no epoll.</summary>
    public static SocketWatch? Shared => Started.Value;

    /// <summary>Begins to watch a socket; answers its mark.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public ulong Add(Socket socket, IWatched watched)
    {
        ulong mark;
        lock (_gate)
        {
            if (!_free.TryPop(out var index))
            {
                index = _used++;
                if (index == _places.Length)
                    _places = Larger(_places);
            }

            var place = _places[index] ??= new Place();
            place.Watched = watched;
            mark = (ulong)(uint)index << 32 | place.Generation;
        }

        _epoll.Watch(socket.SafeHandle, mark);
        return mark;
    }

    /// <summary>Watches it no more. What was on its way may still be told.</summary>
    public void Remove(Socket socket, ulong mark)
    {
        _epoll.Leave(socket.SafeHandle);
        lock (_gate)
        {
            var index = (int)(mark >> 32);
            var place = _places[index];
            place.Watched = null;
            place.Generation++;
            _free.Push(index);
        }
    }

    private static Place[] Larger(Place[] places)
    {
        var larger = new Place[places.Length * 2];
        places.CopyTo(larger, 0);
        return larger;
    }

    private void Run()
    {
        var batch = new Batch(this, Epoll.Room(MostAtOnce));
        while (true)
        {
            batch.Count = _epoll.Wait(batch.Room);
            TurnQueue.Work(static batch => batch.Tell(), batch);
        }
    }

    private sealed class Place
    {
        public volatile IWatched? Watched;
        public volatile uint Generation;
    }

    private sealed class Batch(SocketWatch watch, byte[] room)
    {
        public byte[] Room => room;

        public int Count { get; set; }

        public void Tell()
        {
            for (var i = 0; i < Count; i++)
            {
                var (what, mark) = Epoll.Read(room, i);
                var place = watch._places[(int)(mark >> 32)];
                // Of a socket that has been closed since, nobody wants to know.
                if (place.Watched is { } watched && place.Generation == (uint)mark)
                    watched.Happened(what);
            }
        }
    }
}

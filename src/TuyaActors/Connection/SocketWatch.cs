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
/// Watches the sockets of all devices of the process. What happens at them is told in batches, and what it leads to is worked off right there: an
/// actor that is told has its turn on the watching thread. .NET's own way asks the system three times for each message, and wakes a thread of the pool
/// for it. Where the system has no epoll, there is no watch.
/// </summary>
/// <remarks>
/// One thread leads. While it works, what happens is collected for its next batch: so the busier it is, the less each message costs. A second one helps
/// as long as batches are full. A leader that does not come back from its work, because an actor blocks it, is followed by another.
/// </remarks>
internal sealed class SocketWatch
{
    private const int MostAtOnce = 128;
    private const long Stuck = 100;

    private static readonly Lazy<SocketWatch?> Started = new(() => Epoll.TryCreate() is { } epoll ? new SocketWatch(epoll) : null);

    private readonly Lock _gate = new();
    private readonly Stack<int> _free = new();
    private readonly Epoll _epoll;
    private readonly AutoResetEvent _muchToDo = new(false);
    private readonly Timer _look;
    private volatile Place[] _places = new Place[64];
    private int _used;
    private volatile int _term;
    private long _busySince;

    private SocketWatch(Epoll epoll)
    {
        _epoll = epoll;
        Start("tuya sockets", () => Lead(_term));
        Start("tuya sockets, helping", Help);
        _look = new Timer(_ => FollowIfStuck(), null, Stuck, Stuck);
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

        try
        {
            _epoll.Watch(socket.SafeHandle, mark);
        }
        catch (IOException)
        {
            Free(mark);
            throw;
        }

        return mark;
    }

    /// <summary>Watches it no more. What was on its way may still be told.</summary>
    public void Remove(Socket socket, ulong mark)
    {
        _epoll.Leave(socket.SafeHandle);
        Free(mark);
    }

    private void Free(ulong mark)
    {
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

    private static void Start(string name, ThreadStart run) => new Thread(run) { IsBackground = true, Name = name }.UnsafeStart();

    private void Lead(int term)
    {
        var batch = new Batch(this, Epoll.Room(MostAtOnce));
        while (_term == term)
        {
            batch.Count = _epoll.Wait(batch.Room, Epoll.Forever);
            // One that was followed while it came back to wait does this batch still, and leads no more.
            if (_term == term)
                Volatile.Write(ref _busySince, Environment.TickCount64);
            if (batch.Count == MostAtOnce)
                _muchToDo.Set();
            TurnQueue.Work(static batch => batch.Tell(), batch);
            if (_term == term)
                Volatile.Write(ref _busySince, 0);
        }
    }

    private void Help()
    {
        var batch = new Batch(this, Epoll.Room(MostAtOnce));
        while (_muchToDo.WaitOne())
        {
            do
            {
                batch.Count = _epoll.Wait(batch.Room, TimeSpan.Zero);
                TurnQueue.Work(static batch => batch.Tell(), batch);
            }
            while (batch.Count == MostAtOnce);
        }
    }

    private void FollowIfStuck()
    {
        var since = Volatile.Read(ref _busySince);
        if (since == 0 || Environment.TickCount64 - since < Stuck)
            return;
        Volatile.Write(ref _busySince, 0);
        var term = Interlocked.Increment(ref _term);
        Start("tuya sockets", () => Lead(term));
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

        public int Tell()
        {
            for (var i = 0; i < Count; i++)
            {
                var (what, mark) = Epoll.Read(room, i);
                var place = watch._places[(int)(mark >> 32)];
                // Of a socket that has been closed since, nobody wants to know.
                if (place.Watched is { } watched && place.Generation == (uint)mark)
                    watched.Happened(what);
            }

            return Count;
        }
    }
}

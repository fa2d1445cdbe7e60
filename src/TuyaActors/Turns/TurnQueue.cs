using System.Collections.Concurrent;
using Akka.Dispatch;

namespace TuyaActors.Turns;

/// <summary>
/// The turns of actors that one thread has to work off, one after the other. What is told during a turn has its turn on the same thread, right
/// after: nobody is woken for it, and the message is still in the cache.
/// </summary>
internal sealed class TurnQueue
{
    /// <summary>What is above it goes to other threads: these shall help when there is much to do.</summary>
    private const int Most = 256;

    [ThreadStatic]
    private static TurnQueue? _ofThread;

    private readonly ConcurrentQueue<IRunnable> _waiting = new();
    private readonly Thread _thread = Thread.CurrentThread;
    private int _depth;
    private long _since;

    private TurnQueue() => StuckTurns.Watch(this);

    /// <summary>Whether its thread is no more.</summary>
    public bool IsOver => !_thread.IsAlive;

    /// <summary>Works off a turn and all that it leads to. Inside of a turn: only the turn itself.</summary>
    public static void Work(IRunnable first)
    {
        var queue = _ofThread ??= new TurnQueue();
        queue.Begin();
        try
        {
            first.Run();
        }
        finally
        {
            queue.End();
        }
    }

    /// <summary>Collects what is told until the end of <paramref name="telling"/>, and works it off then.</summary>
    public static void Work<T>(Action<T> telling, T argument)
    {
        var queue = _ofThread ??= new TurnQueue();
        queue.Begin();
        try
        {
            telling(argument);
        }
        finally
        {
            queue.End();
        }
    }

    /// <summary>Takes a turn in, if this thread works off turns now and has not too many of them.</summary>
    public static bool TryAdd(IRunnable turn)
    {
        if (_ofThread is not { _depth: > 0 } queue || queue._waiting.Count >= Most)
            return false;
        queue._waiting.Enqueue(turn);
        return true;
    }

    /// <summary>Where a turn has lasted for too long: what waits behind it, so that others can do it.</summary>
    public IEnumerable<IRunnable> TakeStuck(long now, long limit)
    {
        var since = Volatile.Read(ref _since);
        if (since == 0 || now - since < limit)
            yield break;
        while (Volatile.Read(ref _since) == since && _waiting.TryDequeue(out var turn))
            yield return turn;
    }

    private void Begin()
    {
        if (_depth++ == 0)
            Volatile.Write(ref _since, Environment.TickCount64);
    }

    private void End()
    {
        if (_depth > 1)
        {
            _depth--;
            return;
        }

        try
        {
            while (_waiting.TryDequeue(out var turn))
            {
                Volatile.Write(ref _since, Environment.TickCount64);
                turn.Run();
            }
        }
        finally
        {
            _depth = 0;
            Volatile.Write(ref _since, 0);
            // Only after a turn that threw, which a mailbox never does.
            while (_waiting.TryDequeue(out var left))
                ThreadPool.UnsafeQueueUserWorkItem(left, preferLocal: false);
        }
    }
}

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

    // A thread of the pool is wanted by others, too.
    private const int MostAtOnce = 1024;

    private static readonly ExecutionContext NoContext = OfNewThread();

    [ThreadStatic]
    private static TurnQueue? _ofThread;

    private readonly ConcurrentQueue<IRunnable> _waiting = new();
    private readonly Thread _thread = Thread.CurrentThread;
    private bool _isWorking;
    private int _left;
    private long _since;

    private TurnQueue() => StuckTurns.Watch(this);

    /// <summary>Whether its thread is no more.</summary>
    public bool IsOver => !_thread.IsAlive;

    /// <summary>Works off a turn and all that it leads to.</summary>
    public static void Work(IRunnable first) => Work(static turn =>
    {
        turn.Run();
        return true;
    }, first);

    /// <summary>Collects what is told by <paramref name="telling"/>, and works it off then, with all that it leads to.</summary>
    /// <param name="telling">What tells.</param>
    /// <param name="argument">What it needs for that.</param>
    /// <param name="most">How many turns this thread has time for; the others are given to the thread pool.</param>
    public static TResult Work<T, TResult>(Func<T, TResult> telling, T argument, int most = MostAtOnce)
    {
        var queue = _ofThread ??= new TurnQueue();
        if (queue._isWorking)
            return telling(argument);
        queue._isWorking = true;
        Volatile.Write(ref queue._since, Environment.TickCount64);
        try
        {
            var result = telling(argument);
            if (!queue._waiting.IsEmpty)
            {
                queue._left = most;
                // Whatever context the thread has, it is none of the actors'.
                ExecutionContext.Run(NoContext, static queue => ((TurnQueue)queue!).WorkOff(), queue);
            }

            return result;
        }
        finally
        {
            queue._isWorking = false;
            Volatile.Write(ref queue._since, 0);
            while (queue._waiting.TryDequeue(out var left))
                ThreadPool.UnsafeQueueUserWorkItem(left, preferLocal: false);
        }
    }

    /// <summary>Takes a turn in, if this thread works off turns now and has not too many of them.</summary>
    public static bool TryAdd(IRunnable turn)
    {
        if (_ofThread is not { _isWorking: true } queue || queue._waiting.Count >= Most)
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

    private void WorkOff()
    {
        while (_left-- > 0 && _waiting.TryDequeue(out var turn))
        {
            Volatile.Write(ref _since, Environment.TickCount64);
            turn.Run();
        }
    }

    private static ExecutionContext OfNewThread()
    {
        ExecutionContext? context = null;
        var thread = new Thread(() => context = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return context!;
    }
}

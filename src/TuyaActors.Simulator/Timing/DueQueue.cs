namespace TuyaActors.Simulator.Timing;

/// <summary>
/// Everything in a simulator that happens later, on one timer: a thousand devices that push and announce cost one timer and one heap, not two thousand timers.
/// Actions run one after the other, outside of the lock, in the order in which they fall due.
/// </summary>
internal sealed class DueQueue : IAsyncDisposable
{
    /// <summary>Twenty wake-ups a second serve any number of devices; nobody notices which twentieth of a second a device drifts or announces in.</summary>
    private static readonly TimeSpan Grid = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<DueAction, (long At, long Order)> _queue = new();
    private long _order;
    private long _armedFor = long.MaxValue;
    private bool _running;
    private bool _disposed;

    public DueQueue(TimeProvider time)
    {
        _time = time;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(static queue => ((DueQueue)queue!).Run(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>How many actions are waiting, cancelled ones that have not fallen due included.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>As <see cref="After"/>, but together with others: up to a twentieth of a second later.</summary>
    public DueAction About(TimeSpan delay, Action action)
    {
        var grid = Ticks(Grid);
        return At((_time.GetTimestamp() + Ticks(delay) + grid - 1) / grid * grid, action);
    }

    /// <summary>Runs <paramref name="action"/> after <paramref name="delay"/>. After <see cref="DisposeAsync"/> nothing runs any more.</summary>
    public DueAction After(TimeSpan delay, Action action) => At(_time.GetTimestamp() + Ticks(delay), action);

    /// <summary>Forgets everything, and completes when no action runs any more.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            _queue.Clear();
        }

        return _timer.DisposeAsync();
    }

    private DueAction At(long at, Action action)
    {
        var due = new DueAction(action);
        lock (_gate)
        {
            if (!_disposed)
            {
                _queue.Enqueue(due, (at, _order++));
                if (!_running && at < _armedFor)
                {
                    Arm(at);
                }
            }
        }

        return due;
    }

    private void Run()
    {
        lock (_gate)
        {
            if (_running)
            {
                return;
            }

            _running = true;
        }

        try
        {
            while (Next() is { } due)
            {
                due.Run();
            }
        }
        finally
        {
            lock (_gate)
            {
                _running = false;
                _armedFor = long.MaxValue;
                if (!_disposed && _queue.TryPeek(out _, out var first))
                {
                    Arm(first.At);
                }
            }
        }
    }

    private DueAction? Next()
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            while (_queue.TryPeek(out var due, out var priority) && (due.IsCancelled || priority.At <= now))
            {
                _queue.Dequeue();
                if (!due.IsCancelled)
                {
                    return due;
                }
            }

            return null;
        }
    }

    private void Arm(long at)
    {
        _armedFor = at;
        var wait = _time.GetElapsedTime(_time.GetTimestamp(), at);

        // Timers count in milliseconds: one too early would only wake up in vain.
        var milliseconds = Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, int.MaxValue);
        _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    private long Ticks(TimeSpan delay) => (long)(delay.TotalSeconds * _time.TimestampFrequency);
}

#nullable disable
namespace Akka.Actor;

/// <summary>A cancellation that the actor scheduler can carry out later.</summary>
internal class Cancelable : ICancelable, IDisposable
{
    private readonly IActionScheduler _scheduler;
    private readonly CancellationTokenSource _source = new();
    private readonly List<IDisposable> _links = [];
    private bool _disposed;

    public Cancelable(IScheduler scheduler)
        : this(scheduler.Advanced)
    {
    }

    public Cancelable(IScheduler scheduler, TimeSpan delay)
        : this(scheduler) => CancelAfter(delay);

    public Cancelable(IScheduler scheduler, int millisecondsDelay)
        : this(scheduler) => CancelAfter(millisecondsDelay);

    public Cancelable(IActionScheduler scheduler) => _scheduler = scheduler;

    public Cancelable(IActionScheduler scheduler, TimeSpan delay)
        : this(scheduler) => CancelAfter(delay);

    public bool IsCancellationRequested => _source.IsCancellationRequested;

    public CancellationToken Token => _source.Token;

    public bool IsDisposed => Volatile.Read(ref _disposed);

    public void Cancel() => Cancel(throwOnFirstException: false);

    public void Cancel(bool throwOnFirstException)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        _source.Cancel(throwOnFirstException);
    }

    public void CancelAfter(TimeSpan delay)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        _scheduler.ScheduleOnce(
            delay,
            () =>
            {
                if (!IsDisposed)
                    _source.Cancel();
            },
            this);
    }

    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || Interlocked.Exchange(ref _disposed, true))
            return;
        foreach (var link in _links)
            link.Dispose();
        _source.Dispose();
    }
}

/// <summary>What the engine's own timers are cancelled by: a flag, and the timer that waits for it.</summary>
internal sealed class TimerHandle : ICancelable
{
    private CancellationTokenSource _source;
    private bool _cancelled;
    private HashedWheelTimerScheduler.Timer _timer;

    public bool IsCancellationRequested => Volatile.Read(ref _cancelled);

    public CancellationToken Token
    {
        get
        {
            var source = LazyInitializer.EnsureInitialized(ref _source);
            if (IsCancellationRequested)
                source.Cancel();
            return source.Token;
        }
    }

    public void Cancel()
    {
        if (Interlocked.Exchange(ref _cancelled, true))
            return;
        Interlocked.Exchange(ref _timer, null)?.Leave();
        Volatile.Read(ref _source)?.Cancel();
    }

    public void Cancel(bool throwOnFirstException) => Cancel();

    /// <summary>One timer may wait for the cancellation.</summary>
    internal void OnCancel(HashedWheelTimerScheduler.Timer timer)
    {
        Volatile.Write(ref _timer, timer);
        if (IsCancellationRequested)
            Interlocked.Exchange(ref _timer, null)?.Leave();
    }
}

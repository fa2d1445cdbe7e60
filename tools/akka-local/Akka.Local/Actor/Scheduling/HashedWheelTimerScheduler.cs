#nullable disable
using System.Diagnostics;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The default scheduler. It bears the real one's name, which configurations state, but keeps its timers in a heap: one thread sleeps
/// until the earliest is due, and a cancelled timer leaves at once. It never fires early.
/// </summary>
public sealed class HashedWheelTimerScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider, IDisposable
{
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly List<Timer> _due = [];
    private readonly TimerHeap _heap = new();
    private Thread _thread;
    private bool _stopped;
    private long _sleepingUntil = long.MaxValue;

    public HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log)
        : base(scheduler, log)
    {
    }

    public override TimeSpan MonotonicClock => DateTimeOffsetNowTimeProvider.Instance.MonotonicClock;

    public override TimeSpan HighResMonotonicClock => DateTimeOffsetNowTimeProvider.Instance.HighResMonotonicClock;

    private protected override DateTimeOffset TimeNow => DateTimeOffset.UtcNow;

    /// <summary>Ends the thread; what is scheduled will not happen.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopped)
                return;
            _stopped = true;
            _heap.Clear();
        }

        _wake.Set();
    }

    private protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(delay, TimeSpan.Zero, new Telling(receiver, message, sender), cancelable);

    private protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(initialDelay, interval, new Telling(receiver, message, sender), cancelable);

    private protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Add(delay, TimeSpan.Zero, new ActionRunnable(action), cancelable);

    private protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Add(delay, TimeSpan.Zero, action, cancelable);

    private protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Add(initialDelay, interval, new ActionRunnable(action), cancelable);

    private protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Add(initialDelay, interval, action, cancelable);

    private static long Ticks(TimeSpan span) => (long)Math.Min(span.TotalSeconds * Stopwatch.Frequency, long.MaxValue / 4d);

    private void Add(TimeSpan delay, TimeSpan interval, IRunnable work, ICancelable cancelable)
    {
        if (cancelable?.IsCancellationRequested == true)
            return;
        var timer = new Timer(this)
        {
            DueAt = Stopwatch.GetTimestamp() + Ticks(delay),
            Interval = Ticks(interval),
            Work = work,
            Cancelable = cancelable,
        };
        bool wake;
        lock (_gate)
        {
            if (_stopped)
                throw new SchedulerException("Cannot schedule: the scheduler has been shut down.");
            _heap.Add(timer);
            if (_thread is null)
            {
                _thread = new Thread(Loop) { IsBackground = true, Name = "akka-scheduler" };
                _thread.Start();
            }

            wake = timer.DueAt < _sleepingUntil;
        }

        if (wake)
            _wake.Set();
        switch (cancelable)
        {
            case TimerHandle handle:
                handle.OnCancel(timer);
                break;
            case Cancelable known:
                timer.Registration = known.Token.UnsafeRegister(static (state, _) => ((Timer)state).Leave(), timer);
                if (known.IsCancellationRequested)
                    Remove(timer);
                break;
        }
    }

    private void Remove(Timer timer)
    {
        lock (_gate)
            _heap.Remove(timer);
    }

    private void Loop()
    {
        while (true)
        {
            var wait = TakeDue();
            if (wait is null)
                return;
            foreach (var timer in _due)
                Fire(timer);
            if (_due.Count == 0)
                _wake.WaitOne(wait.Value);
            _due.Clear();
        }
    }

    /// <summary>Moves what is due out of the heap; says how long until the next, and null at the end.</summary>
    private TimeSpan? TakeDue()
    {
        lock (_gate)
        {
            if (_stopped)
                return null;
            var now = Stopwatch.GetTimestamp();
            while (_heap.First is { } first && first.DueAt <= now)
            {
                _heap.Remove(first);
                _due.Add(first);
                if (first.Interval == 0)
                    continue;

                // No burst after a pause of the process: what was missed is missed.
                first.DueAt = Math.Max(first.DueAt + first.Interval, now);
                _heap.Add(first);
                if (first.DueAt <= now)
                    break;
            }

            if (_heap.First is not { } next)
            {
                _sleepingUntil = long.MaxValue;
                return Timeout.InfiniteTimeSpan;
            }

            _sleepingUntil = next.DueAt;
            var milliseconds = Math.Ceiling((next.DueAt - now) * 1000d / Stopwatch.Frequency);
            return TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, int.MaxValue - 1));
        }
    }

    private void Fire(Timer timer)
    {
        if (timer.Interval == 0)
            timer.Registration.Unregister();
        if (timer.Cancelable?.IsCancellationRequested == true)
        {
            Remove(timer);
            return;
        }

        try
        {
            timer.Work.Run();
        }
        catch (Exception error)
        {
            // The real scheduler, too, drops a repeated action that threw.
            Remove(timer);
            Log.Error(error, "Error while executing scheduled work");
        }
    }

    internal sealed class Timer(HashedWheelTimerScheduler owner)
    {
        public long DueAt { get; set; }

        public long Interval { get; init; }

        public IRunnable Work { get; init; }

        public ICancelable Cancelable { get; init; }

        public int Index { get; set; } = -1;

        public CancellationTokenRegistration Registration { get; set; }

        /// <summary>It was cancelled.</summary>
        public void Leave() => owner.Remove(this);
    }

    private sealed class Telling(ICanTell receiver, object message, IActorRef sender) : IRunnable
    {
        public void Run() => receiver.Tell(message, sender);

        public void Execute() => Run();
    }
}

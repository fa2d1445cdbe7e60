#nullable disable
using Akka.Util;

namespace Akka.Actor;

/// <summary>An actor that wants timers of its own: they end with the incarnation.</summary>
public interface IWithTimers
{
    ITimerScheduler Timers { get; set; }
}

/// <summary>Timers by key: starting one cancels the one with the same key, and what it still had in the mailbox.</summary>
public interface ITimerScheduler
{
    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    bool IsTimerActive(object key);

    void Cancel(object key);

    void CancelAll();
}

/// <summary>The timers of one incarnation.</summary>
internal sealed class TimerScheduler : ITimerScheduler
{
    private readonly ActorCell _cell;
    private SmallMap<object, TimerMessage> _running;

    public TimerScheduler(ActorCell cell) => _cell = cell;

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => Start(key, msg, interval, interval, null);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        Start(key, msg, initialDelay, interval, null);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => Start(key, msg, timeout, null, null);

    public bool IsTimerActive(object key) => _running.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_running.Remove(key, out var timer))
            timer.Handle.Cancel();
    }

    public void CancelAll()
    {
        foreach (var (_, timer) in _running.All)
            timer.Handle.Cancel();
        _running.Clear();
    }

    /// <summary>The message of a timer that still counts; null for one that was cancelled after it fired.</summary>
    internal object Accept(TimerMessage timer)
    {
        if (!_running.TryGetValue(timer.Key, out var running) || !ReferenceEquals(running, timer))
            return null;
        if (!timer.Repeats)
            _running.Remove(timer.Key);
        return timer.Message;
    }

    private void Start(object key, object message, TimeSpan delay, TimeSpan? interval, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(message);
        Cancel(key);
        var timer = message is INotInfluenceReceiveTimeout
            ? new QuietTimerMessage(key, message, repeats: interval is not null)
            : new TimerMessage(key, message, repeats: interval is not null);
        _running.Set(key, timer);
        var scheduler = _cell.System.Scheduler;
        if (interval is { } every)
            scheduler.ScheduleTellRepeatedly(delay, every, _cell.Self, timer, sender ?? _cell.Self, timer.Handle);
        else
            scheduler.ScheduleTellOnce(delay, _cell.Self, timer, sender ?? _cell.Self, timer.Handle);
    }
}

/// <summary>What a timer puts into the mailbox: itself. It counts as long as it runs under its key.</summary>
internal class TimerMessage : INoSerializationVerificationNeeded, Event.IDeadLetterSuppression
{
    public TimerMessage(object key, object message, bool repeats)
    {
        Key = key;
        Message = message;
        Repeats = repeats;
    }

    public object Key { get; }

    /// <summary>What the actor gets.</summary>
    public object Message { get; }

    public bool Repeats { get; }

    public TimerHandle Handle { get; } = new();

    public override string ToString() => $"TimerMsg(key={Key})";
}

internal sealed class QuietTimerMessage : TimerMessage, INotInfluenceReceiveTimeout
{
    public QuietTimerMessage(object key, object message, bool repeats)
        : base(key, message, repeats)
    {
    }
}

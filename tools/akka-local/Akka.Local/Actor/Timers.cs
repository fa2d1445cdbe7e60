#nullable disable
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
    private readonly Dictionary<object, Running> _running = [];
    private readonly ActorCell _cell;
    private int _generation;

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
        foreach (var timer in _running.Values)
            timer.Handle.Cancel();
        _running.Clear();
    }

    /// <summary>The message of a timer that still counts; null for one that was cancelled after it fired.</summary>
    internal object Accept(TimerMessage message)
    {
        if (!ReferenceEquals(message.Owner, this)
            || !_running.TryGetValue(message.Key, out var timer)
            || timer.Generation != message.Generation)
            return null;
        if (!timer.Repeats)
            _running.Remove(message.Key);
        return timer.Message;
    }

    private void Start(object key, object message, TimeSpan delay, TimeSpan? interval, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(message);
        Cancel(key);
        var handle = new TimerHandle();
        var generation = ++_generation;
        var envelope = message is INotInfluenceReceiveTimeout
            ? new QuietTimerMessage(this, key, generation)
            : new TimerMessage(this, key, generation);
        _running[key] = new Running(message, generation, interval is not null, handle);
        var scheduler = _cell.System.Scheduler;
        if (interval is { } every)
            scheduler.ScheduleTellRepeatedly(delay, every, _cell.Self, envelope, sender ?? _cell.Self, handle);
        else
            scheduler.ScheduleTellOnce(delay, _cell.Self, envelope, sender ?? _cell.Self, handle);
    }

    private sealed record Running(object Message, int Generation, bool Repeats, ICancelable Handle);
}

/// <summary>What a timer puts into the mailbox.</summary>
internal class TimerMessage : INoSerializationVerificationNeeded, Event.IDeadLetterSuppression
{
    public TimerMessage(TimerScheduler owner, object key, int generation)
    {
        Owner = owner;
        Key = key;
        Generation = generation;
    }

    public TimerScheduler Owner { get; }

    public object Key { get; }

    public int Generation { get; }

    public override string ToString() => $"TimerMsg(key={Key}, generation={Generation})";
}

internal sealed class QuietTimerMessage : TimerMessage, INotInfluenceReceiveTimeout
{
    public QuietTimerMessage(TimerScheduler owner, object key, int generation)
        : base(owner, key, generation)
    {
    }
}

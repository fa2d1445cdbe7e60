using Akka.Actor;
using Akka.Event;
using TuyaActors.Settings;

namespace TuyaActors.Device.Facts;

/// <summary>A device's side of its <see cref="FactsActor"/>: makes it, and makes it anew when it dies; knows what is not written yet, and when to write it.</summary>
internal sealed class FactsLink
{
    /// <summary>
    /// How long a device waits for what was written of it before it connects with what its definition says. 10 s: 10,000 devices have theirs in
    /// 3 s, and what comes later is still taken in.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long a stop waits for the disk; the hosting system gives the whole fleet 4 s.</summary>
    public static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(3);

    /// <summary>Values that are merely said again are written this often: their time is then at most so far behind.</summary>
    public static readonly TimeSpan SameValuesInterval = TimeSpan.FromHours(1);

    // A disk that is full stays so for a while; and 10,000 devices try.
    private static readonly BackoffPolicy Retries = new(TimeSpan.FromSeconds(5), 2, TimeSpan.FromMinutes(5), 0.3);

    // The device has timers of its own beside these.
    private static readonly object RetryKey = (typeof(FactsLink), typeof(RetryDue));
    private static readonly object PatienceKey = (typeof(FactsLink), typeof(PatienceOver));
    private static readonly object SaveKey = (typeof(FactsLink), typeof(SaveDue));

    private readonly IFactsOwner _owner;
    private readonly DeviceSpec _spec;
    private readonly IActorContext _context;
    private IActorRef _actor = ActorRefs.Nobody;
    private bool _isNew;
    private bool _isRestored;
    private bool _isUnsaved;
    private bool _isUnlearned;
    private bool _isClosing;
    private bool _isTroubled;
    private int _failures;
    private DateTimeOffset? _savedAt;
    private DateTimeOffset _savedReport;

    /// <param name="owner">The device.</param>
    /// <param name="spec">What it was made with.</param>
    /// <param name="context">The device's.</param>
    public FactsLink(IFactsOwner owner, DeviceSpec spec, IActorContext context) => (_owner, _spec, _context) = (owner, spec, context);

    private sealed record Died(IActorRef Actor);

    private sealed record RetryDue;

    private sealed record PatienceOver;

    private sealed record SaveDue;

    /// <summary>Whether what was written before the start is still to come.</summary>
    public bool IsRestoring { get; private set; }

    /// <summary>Whether nothing is to be waited for at the end.</summary>
    public bool IsClosed { get; private set; }

    private bool IsUsed => _spec.Storage is { Settings.Mode: not PersistenceMode.Memory };

    private ITimerScheduler Timers => _owner.Timers;

    private DateTimeOffset Now => _context.System.Scheduler.Now;

    /// <summary>Makes the actor, unless all is kept in memory.</summary>
    /// <param name="isNew">Whether the device has just been added: then what is written of a former one is void.</param>
    public void Start(bool isNew)
    {
        if (!IsUsed)
            return;
        (_isNew, IsRestoring) = (isNew, true);
        Timers.StartSingleTimer(PatienceKey, new PatienceOver(), Patience);
        Make();
    }

    /// <summary>True: the message was about this.</summary>
    public bool Take(object message)
    {
        switch (message)
        {
            case FactsMessages.Restored restored:
                Restored(restored.Record);
                return true;
            case FactsMessages.Trouble trouble:
                Trouble(trouble.Sentence);
                return true;
            case FactsMessages.Well:
                Well();
                return true;
            case SaveDue:
                Save();
                return true;
            case Died died:
                if (died.Actor.Equals(_actor))
                    Lost();
                return true;
            case RetryDue:
                Make();
                return true;
            case PatienceOver when _isClosing:
                Closed();
                return true;
            case PatienceOver:
                Trouble($"what was written of it has not come within {Patience.TotalSeconds:0} s");
                EndWait();
                return true;
            default:
                return false;
        }
    }

    /// <summary>Something was learned: it is written down at once.</summary>
    public void Learned()
    {
        if (!IsUsed || _isClosing)
            return;
        if (_isRestored)
            _actor.Tell(new FactsMessages.Learned(_owner.Record().Facts));
        else
            _isUnlearned = true;
    }

    /// <summary>The device has reported.</summary>
    /// <param name="isNews">Whether a value has changed.</param>
    /// <param name="at">When.</param>
    public void Reported(bool isNews, DateTimeOffset at)
    {
        if (!IsUsed || _isUnsaved || (!isNews && at - _savedReport < SameValuesInterval))
            return;
        _isUnsaved = true;
        ArmSave();
    }

    /// <summary>The device is about to end. It is to wait until <see cref="IsClosed"/>, which <see cref="IFactsOwner.Closed"/> tells.</summary>
    /// <param name="forget">Whether all that is written of it is to be deleted.</param>
    public void Close(bool forget)
    {
        _isClosing = true;
        Timers.Cancel(SaveKey);
        Timers.Cancel(RetryKey);
        if (_actor.IsNobody())
        {
            Closed();
            return;
        }

        Timers.StartSingleTimer(PatienceKey, new PatienceOver(), ClosePatience);
        _actor.Tell(forget ? new FactsMessages.Forget() : new FactsMessages.Close(_isUnsaved && _isRestored ? _owner.Record() : null));
    }

    private void Make()
    {
        _actor = _context.ActorOf(FactsActor.Props(_spec.Storage!, _owner.Id, _isNew));
        _context.WatchWith(_actor, new Died(_actor));
    }

    private void Restored(DeviceRecord record)
    {
        (_isRestored, _isNew, _failures) = (true, false, 0);
        _savedReport = record.ReportedAt ?? default;
        Well();
        _owner.Restore(record);
        if (_isUnlearned)
        {
            _isUnlearned = false;
            Learned();
        }

        if (_isUnsaved)
            ArmSave();
        EndWait();
    }

    private void EndWait()
    {
        if (!IsRestoring)
            return;
        IsRestoring = false;
        Timers.Cancel(PatienceKey);
        _owner.Ready();
    }

    private void Lost()
    {
        _actor = ActorRefs.Nobody;
        _isRestored = false;
        _isUnlearned = true;
        if (_isClosing)
        {
            Closed();
            return;
        }

        Timers.StartSingleTimer(RetryKey, new RetryDue(), Retries.Wait(++_failures, _spec.Random()));
        EndWait();
    }

    // Spread over the interval: devices that a switch brought back together would all write together.
    private void ArmSave()
    {
        if (!_isRestored || _isClosing || Timers.IsTimerActive(SaveKey))
            return;
        var interval = _spec.Storage!.Settings.StateInterval;
        var wait = interval * (1 - _spec.Random());
        var rest = _savedAt + interval - Now;
        Timers.StartSingleTimer(SaveKey, new SaveDue(), rest > wait ? rest.Value : wait);
    }

    private void Save()
    {
        if (!_isRestored || !_isUnsaved)
            return;
        var record = _owner.Record();
        (_isUnsaved, _savedAt, _savedReport) = (false, Now, record.ReportedAt ?? default);
        _actor.Tell(new FactsMessages.Save(record));
    }

    private void Closed()
    {
        if (IsClosed)
            return;
        IsClosed = true;
        Well();
        _owner.Closed();
    }

    private void Trouble(string sentence)
    {
        _isTroubled = true;
        _context.GetLogger().Debug("Device ({0}): {1}", _owner.Id, sentence);
        _spec.StorageWatch.Tell(new StorageMessages.Trouble(_owner.Id, sentence));
    }

    private void Well()
    {
        if (!_isTroubled)
            return;
        _isTroubled = false;
        _spec.StorageWatch.Tell(new StorageMessages.Well(_owner.Id));
    }
}

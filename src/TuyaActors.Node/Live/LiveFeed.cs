using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Live;

/// <summary>
/// What happens in the fleet, heard once for all who follow it over HTTP: the picture that it makes, and the latest events. However many read and
/// however slow they are, the fleet has one subscriber. Thread-safe.
/// </summary>
internal sealed class LiveFeed : IAsyncDisposable
{
    // Half a minute of a thousand devices that report once a second; a reader that was away for longer gets the picture anew.
    private const int EventsKept = 32 * 1024;

    // A device whose actor is stuck must not keep the picture of all others waiting.
    private static readonly TimeSpan PatienceAtFirst = TimeSpan.FromSeconds(2);

    private readonly ITuyaFleet _fleet;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly FleetPicture _picture = new();
    private readonly EventLog _log = new(EventsKept);
    private readonly HashSet<DeviceId> _redefined = [];
    private readonly Task _following;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HashSet<DeviceId>? _awaited;
    private bool _isRedefining;
    private bool _hasEnded;

    private LiveFeed(ITuyaFleet fleet, TimeProvider time)
    {
        (_fleet, _time) = (fleet, time);
        _following = RunAsync();
    }

    /// <summary>Names this feed: numbers of another one mean nothing here.</summary>
    public string Run { get; } = Guid.NewGuid().ToString("n")[..8];

    /// <summary>Whether it hears nothing any more, because the fleet has ended or failed.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_gate)
            {
                return _hasEnded;
            }
        }
    }

    /// <summary>Begins to listen; the feed is ready when it knows the whole fleet.</summary>
    public static LiveFeed Start(ITuyaFleet fleet, TimeProvider time) => new(fleet, time);

    /// <summary>Waits until the picture is whole.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(_ready.Task, _following, Task.Delay(PatienceAtFirst, _time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (first == _following)
        {
            await _following;
        }
    }

    /// <summary>Looks at the picture and at the number that it has.</summary>
    public T Look<T>(Func<FleetPicture, long, T> look)
    {
        lock (_gate)
        {
            return look(_picture, _log.Head);
        }
    }

    /// <summary>What happened after a number; <paramref name="missed"/> is how many of these are gone.</summary>
    public IReadOnlyList<LoggedEvent> After(long number, int most, out long missed)
    {
        lock (_gate)
        {
            return _log.After(number, most, out missed);
        }
    }

    /// <summary>Completes when something has happened after a number, or when nothing will any more.</summary>
    public Task MoreAsync(long number, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _log.Head > number || _hasEnded ? Task.CompletedTask : _more.Task.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await FollowAsync();
        }
        finally
        {
            lock (_gate)
            {
                _hasEnded = true;
                _more.TrySetResult();
            }
        }
    }

    private async Task FollowAsync()
    {
        await using var events = new EventSubscription(_fleet, new EventFilter([], EventKinds.Devices | EventKinds.Sightings), _end.Token);
        // Beside the reading: a busy fleet tells thousands of events meanwhile, and who does not take them misses some.
        var learning = LearnAsync();
        while (await events.NextAsync() is { } happened)
        {
            Take(happened);
        }

        await learning;
    }

    private async Task LearnAsync()
    {
        var definitions = await _fleet.GetDefinitionsAsync(null, _end.Token);
        var heard = await _fleet.GetSightingsAsync(_end.Token);
        lock (_gate)
        {
            _picture.Know(heard);
            _awaited = [.. definitions.Select(stored => stored.Definition.Id).Where(id => _picture.Find(id) is null)];
            SetReadyIfWhole();
        }
    }

    private void SetReadyIfWhole()
    {
        if (_awaited is { Count: 0 })
        {
            _ready.TrySetResult();
        }
    }

    private void Take(IDeviceEvent happened)
    {
        Change(number =>
        {
            var before = _picture.Find(happened.DeviceId);
            _picture.Apply(happened, number);
            if (happened is DeviceEvents.SnapshotTaken or DeviceEvents.Removed && _awaited?.Remove(happened.DeviceId) == true)
            {
                SetReadyIfWhole();
            }

            return (happened, (_picture.Find(happened.DeviceId) ?? before)?.Device);
        });
        if (happened is DeviceEvents.Added or DeviceEvents.Updated)
        {
            Redefine(happened.DeviceId);
        }
    }

    private void Change(Func<long, (IDeviceEvent? Event, DeviceSnapshot? Device)> change)
    {
        TaskCompletionSource more;
        lock (_gate)
        {
            var (e, device) = change(_log.Head + 1);
            _log.Add(e, device);
            (more, _more) = (_more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        more.SetResult();
    }

    // An event only says that there is another definition; many at once, as of an import, are asked for together.
    private void Redefine(DeviceId id)
    {
        lock (_gate)
        {
            _redefined.Add(id);
            if (_isRedefining)
            {
                return;
            }

            _isRedefining = true;
        }

        _ = RedefineAsync();
    }

    private async Task RedefineAsync()
    {
        try
        {
            while (TakeRedefined() is { Count: > 0 } ids)
            {
                foreach (var stored in await _fleet.GetDefinitionsAsync(DeviceSelector.Of(ids), _end.Token))
                {
                    Change(number =>
                    {
                        _picture.Define(stored.Definition, number);
                        return (null, null);
                    });
                }
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or TimeoutException or ObjectDisposedException)
        {
            // The fleet ends, or is so busy that the next change asks again.
            lock (_gate)
            {
                _isRedefining = false;
            }
        }
    }

    private List<DeviceId> TakeRedefined()
    {
        lock (_gate)
        {
            List<DeviceId> ids = [.. _redefined];
            _redefined.Clear();
            _isRedefining = ids.Count > 0;
            return ids;
        }
    }
}

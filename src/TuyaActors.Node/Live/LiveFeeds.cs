using TuyaActors.Hosting;

namespace TuyaActors.Node.Live;

/// <summary>Has a feed while somebody follows the fleet, and none while nobody does: a node that nobody looks at spends nothing on it. Thread-safe.</summary>
internal sealed class LiveFeeds(ITuyaFleet fleet, TimeProvider time) : IAsyncDisposable
{
    // A page that was reloaded, or lost its network for a while, goes on where it was.
    private static readonly TimeSpan Linger = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private LiveFeed? _feed;
    private int _readers;
    private ITimer? _timer;

    /// <summary>How many follow now.</summary>
    public int Readers
    {
        get
        {
            lock (_gate)
            {
                return _readers;
            }
        }
    }

    /// <summary>The feed, for as long as the lease is held.</summary>
    public async Task<FeedLease> OpenAsync(CancellationToken cancellationToken)
    {
        var lease = new FeedLease(this, Take());
        try
        {
            await lease.Feed.ReadyAsync(cancellationToken);
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync() => EndAsync(evenIfRead: true);

    private LiveFeed Take()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            _readers++;
            return _feed is { HasEnded: false } ? _feed : _feed = LiveFeed.Start(fleet, time);
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_readers == 0)
            {
                _timer?.Dispose();
                _timer = time.CreateTimer(_ => _ = EndAsync(evenIfRead: false).AsTask(), null, Linger, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private async ValueTask EndAsync(bool evenIfRead)
    {
        LiveFeed? feed;
        lock (_gate)
        {
            if (_readers > 0 && !evenIfRead)
            {
                return;
            }

            _timer?.Dispose();
            (feed, _feed, _timer) = (_feed, null, null);
        }

        if (feed is not null)
        {
            await feed.DisposeAsync();
        }
    }

    /// <summary>Holds the feed.</summary>
    internal sealed class FeedLease(LiveFeeds feeds, LiveFeed feed) : IDisposable
    {
        private int _isHeld = 1;

        public LiveFeed Feed => feed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isHeld, 0) == 1)
            {
                feeds.Leave();
            }
        }
    }
}

namespace TuyaActors.Benchmarks.Clients;

/// <summary>
/// The least that a client of many devices must do: connect as many at once as the fleet does, say the same heartbeats, decode what comes, and come
/// back after a second. It keeps no state, matches nothing, tells nobody.
/// </summary>
internal sealed class BareClient : IClient
{
    private const int HandshakesAtOnce = 64;
    private const int Slices = 90;
    private static readonly TimeSpan BeatEach = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(HandshakesAtOnce);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _running = [];
    private BareConnection?[] _open = [];
    private int _online;
    private long _reports;

    public long Reports => Interlocked.Read(ref _reports);

    public long Missed => 0;

    public Task StartAsync(IReadOnlyList<BareDevice> devices)
    {
        _open = new BareConnection?[devices.Count];
        _running.AddRange(devices.Select((device, i) => LiveAsync(device, i)));
        _running.Add(BeatAsync());
        return Task.CompletedTask;
    }

    public Task<int> CountOnlineAsync() => Task.FromResult(Volatile.Read(ref _online));

    public Task<int> QueryAsync() => Task.FromResult(0);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        foreach (var connection in _open)
            connection?.Dispose();
        await Task.WhenAll(_running);
        _gate.Dispose();
        _end.Dispose();
    }

    private async Task LiveAsync(BareDevice device, int index)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var connection = new BareConnection(device);
                await _gate.WaitAsync(_end.Token);
                try
                {
                    await connection.ConnectAsync();
                    await connection.QueryAsync();
                }
                finally
                {
                    _gate.Release();
                }

                _open[index] = connection;
                Interlocked.Increment(ref _online);
                try
                {
                    await connection.ReceiveAsync(_ => Interlocked.Increment(ref _reports));
                }
                finally
                {
                    Interlocked.Decrement(ref _online);
                    _open[index] = null;
                }
            }
            catch (Exception ended) when (ended is IOException or System.Net.Sockets.SocketException or ObjectDisposedException or OperationCanceledException)
            {
                await Task.Delay(Wait).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(BeatEach / Slices);
        for (var slice = 0; !_end.IsCancellationRequested; slice = (slice + 1) % Slices)
        {
            for (var i = slice; i < _open.Length; i += Slices)
            {
                if (_open[i] is { } connection)
                    await TryBeatAsync(connection);
            }

            if (!await timer.WaitForNextTickAsync(CancellationToken.None))
                return;
        }
    }

    private static async Task TryBeatAsync(BareConnection connection)
    {
        try
        {
            await connection.BeatAsync();
        }
        catch (Exception ended) when (ended is System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // Its loop sees it, too.
        }
    }
}

namespace TuyaActors.Hosting;

/// <summary>Reads a stream that begins with its first read from the moment of its construction on, and can be left while it waits.</summary>
internal sealed class EventFeed<T> : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending;
    private readonly IAsyncEnumerator<T> _events;
    private Task<bool>? _first;
    private Task<bool> _next;

    public EventFeed(Func<CancellationToken, IAsyncEnumerable<T>> events, CancellationToken cancellationToken)
    {
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _events = events(_ending.Token).GetAsyncEnumerator(_ending.Token);
        _first = _next = _events.MoveNextAsync().AsTask();
    }

    public T Current => _events.Current;

    /// <summary>Whether there is one more.</summary>
    public Task<bool> MoveNextAsync()
    {
        _next = _first ?? _events.MoveNextAsync().AsTask();
        _first = null;
        return _next;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        // An enumerator must not be disposed of while it moves.
        await _next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        await _events.DisposeAsync().ConfigureAwait(false);
        _ending.Dispose();
    }
}

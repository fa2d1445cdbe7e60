using TuyaActors.Hosting;
using TuyaActors.Messages;

namespace TuyaActors.Node.Running;

/// <summary>A subscription to the fleet's events that stands from its construction on, and not only once the first event is awaited.</summary>
internal sealed class EventSubscription : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending;
    private readonly IAsyncEnumerator<IDeviceEvent> _events;
    private Task<bool> _next;

    public EventSubscription(ITuyaFleet fleet, EventFilter filter, CancellationToken cancellationToken)
    {
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _events = fleet.Events(filter, _ending.Token).GetAsyncEnumerator(_ending.Token);
        _next = _events.MoveNextAsync().AsTask();
    }

    /// <summary>The next event; null when the fleet has ended.</summary>
    public async Task<IDeviceEvent?> NextAsync()
    {
        if (!await _next)
        {
            return null;
        }

        var happened = _events.Current;
        _next = _events.MoveNextAsync().AsTask();
        return happened;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        // An enumerator must not be disposed of while it moves.
        await _next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await _events.DisposeAsync();
        _ending.Dispose();
    }
}

using System.Collections.Immutable;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Live;

/// <summary>
/// Somebody looks at these devices' numbers: while they do, energy meters are asked to measure more often (<c>tuya.refresh</c>). It is a subscription by
/// DP, whose events nobody needs, for the feed has them already.
/// </summary>
internal sealed class MeterWatch : IAsyncDisposable
{
    private readonly IReadOnlyList<EventSubscription> _subscriptions;
    private readonly IReadOnlyList<Task> _draining;

    private MeterWatch(IReadOnlyList<EventSubscription> subscriptions)
    {
        _subscriptions = subscriptions;
        _draining = [.. subscriptions.Select(DrainAsync)];
    }

    /// <summary>Watches these DPs of these devices; where no DPs are named, all that have whole numbers.</summary>
    public static MeterWatch Begin(ITuyaFleet fleet, IEnumerable<DeviceSnapshot> devices, IReadOnlySet<int>? dps, CancellationToken cancellationToken) => new(
        [
            .. devices
                .Select(device => (device.DeviceId, Dps: dps is { Count: > 0 } ? dps.ToImmutableHashSet() : Numbers(device)))
                .Where(watched => !watched.Dps.IsEmpty)
                .Select(watched => new EventSubscription(fleet, new EventFilter([watched.DeviceId], EventKinds.Reports) { Dps = watched.Dps }, cancellationToken)),
        ]);

    public async ValueTask DisposeAsync()
    {
        foreach (var subscription in _subscriptions)
        {
            await subscription.DisposeAsync();
        }

        await Task.WhenAll(_draining);
    }

    private static ImmutableHashSet<int> Numbers(DeviceSnapshot device) =>
        [.. device.Reported.Where(dp => dp.Value.Kind == Protocol.DpKind.Integer).Select(dp => dp.Key)];

    private static async Task DrainAsync(EventSubscription subscription)
    {
        try
        {
            while (await subscription.NextAsync() is not null)
            {
                // The feed has it.
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or TimeoutException)
        {
            // Nobody looks any more, or the fleet has ended.
        }
    }
}

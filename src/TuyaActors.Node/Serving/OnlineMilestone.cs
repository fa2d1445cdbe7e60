using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Clustering;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Serving;

/// <summary>Says once, when it is so, that all devices are online.</summary>
internal sealed class OnlineMilestone(ITuyaFleet fleet, TimeProvider time, ILogger<OnlineMilestone> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await WatchAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node ends before all are online.
        }
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        var began = time.GetTimestamp();
        // Before that it would count a part.
        await fleet.KnownAsync(stoppingToken);
        await using var events = new EventSubscription(fleet, new EventFilter([], EventKinds.States | EventKinds.Definitions), stoppingToken);
        do
        {
            if (await HealthAsync(stoppingToken) is { Devices: > 0 } health
                && health.Online + health.Asleep == health.Devices && health.SubDevicesOnline == health.SubDevices)
            {
                var seconds = time.GetElapsedTime(began).TotalSeconds;
                if (health.SubDevices == 0)
                {
                    logger.LogInformation("{Online} of {Devices} online, {Seconds:0.0} s after the start", health.Online, health.Devices, seconds);
                }
                else
                {
                    logger.LogInformation("{Online} of {Devices} online and {SubDevices} behind gateways, {Seconds:0.0} s after the start", health.Online, health.Devices, health.SubDevices, seconds);
                }

                return;
            }
        }
        while (await MayBeCompleteAsync(events));
    }

    // A fleet over several segments may be busy finding itself together; what happens then is reason to ask again.
    private async Task<FleetHealth?> HealthAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await fleet.GetHealthAsync(stoppingToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static async Task<bool> MayBeCompleteAsync(EventSubscription events)
    {
        while (await events.NextAsync() is { } happened)
        {
            if (happened is DeviceEvents.StateChanged { To: DeviceState.Online or DeviceState.Asleep } or DeviceEvents.Removed or DeviceEvents.Lagged)
            {
                return true;
            }
        }

        return false;
    }
}

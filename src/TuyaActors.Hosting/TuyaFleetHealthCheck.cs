using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TuyaActors.Messages;

namespace TuyaActors.Hosting;

/// <summary>Asks a fleet how it is, from what it knows already: no device is touched.</summary>
internal sealed class TuyaFleetHealthCheck(ITuyaFleet fleet, TimeProvider time, TuyaHealthOptions options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var health = await fleet.GetHealthAsync(cancellationToken).ConfigureAwait(false);
            return FleetHealthReport.Of(health, await NamesAsync(health, cancellationToken).ConfigureAwait(false), time.GetUtcNow(), options);
        }
        catch (Exception gone) when (gone is TimeoutException or ObjectDisposedException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"the fleet does not answer: {gone.Message}", gone);
        }
    }

    private async Task<IReadOnlyList<string>> NamesAsync(FleetHealth health, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var id in health.Wedged)
            names.Add(await fleet.GetDeviceAsync(id, cancellationToken).ConfigureAwait(false) is { } device ? $"'{device.Name}' ({id})" : id.Value);
        return names;
    }
}

/// <summary>Adds a fleet to a host's health checks.</summary>
public static class TuyaHealthCheckExtensions
{
    /// <summary>
    /// Healthy, or degraded or unhealthy with a sentence for each cause: too few devices online, UDP ports that are not bound or hear nobody,
    /// devices that need a power cycle, a database that does not take what changes. Numbers stand in the data.
    /// </summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="configure">Where the limits are.</param>
    /// <param name="fleet">The fleet's name; it is there by <c>AddTuyaFleet</c>, or by <c>WithTuyaFleet</c> in an actor system of the host's own.</param>
    /// <param name="tags">Tags to choose checks by.</param>
    public static IHealthChecksBuilder AddTuyaFleet(
        this IHealthChecksBuilder builder, Action<TuyaHealthOptions>? configure = null, string fleet = TuyaFleets.DefaultName, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new TuyaHealthOptions();
        configure?.Invoke(options);
        TuyaServiceExtensions.AddKeyedClient(builder.Services, fleet);
        return builder.Add(new HealthCheckRegistration(
            fleet == TuyaFleets.DefaultName ? "tuya" : $"tuya-{fleet}",
            services => new TuyaFleetHealthCheck(
                services.GetRequiredKeyedService<ITuyaFleet>(fleet), services.GetService<TimeProvider>() ?? TimeProvider.System, options),
            failureStatus: null,
            tags));
    }
}

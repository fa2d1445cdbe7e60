using TuyaActors.Hosting;
using TuyaActors.Node.Clustering;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Http;

/// <summary><c>/healthz</c>: live when the process answers, ready when the fleet does.</summary>
internal static class HealthEndpoints
{
    // The answer comes from memory within milliseconds; a fleet that needs longer hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Adds the endpoints.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz/live", () => new JsonAnswer<HealthJson>(StatusCodes.Status200OK, HealthJson.Live))
            .Describe<HealthJson>("isLive", "health", "Whether the process answers.")
            .AllowAnonymous();
        app.MapGet("/healthz/ready", async (IServiceProvider services, ITuyaFleet fleet, TimeProvider time, CancellationToken aborted) =>
        {
            if (services.GetService<IClusterView>()?.Look() is { IsUp: false })
            {
                return new JsonAnswer<HealthJson>(StatusCodes.Status503ServiceUnavailable, HealthJson.NotReady("the node is not in its cluster yet, or is leaving it"));
            }

            try
            {
                var health = await fleet.GetHealthAsync(aborted).WaitAsync(Patience, time, aborted);
                return new JsonAnswer<HealthJson>(StatusCodes.Status200OK, HealthJson.Ready(health));
            }
            catch (Exception silent) when (silent is TimeoutException or OperationCanceledException && !aborted.IsCancellationRequested)
            {
                return new JsonAnswer<HealthJson>(StatusCodes.Status503ServiceUnavailable, HealthJson.NotReady($"the fleet has not answered within {Patience.TotalSeconds:0} s"));
            }
        }).Describe<HealthJson>("isReady", "health", "Whether the fleet answers, and how it stands.").Produces<HealthJson>(StatusCodes.Status503ServiceUnavailable);
    }
}

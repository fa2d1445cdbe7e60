using System.Text;
using OpenTelemetry.Metrics;
using TuyaActors.Hosting;
using TuyaActors.Node.Http;
using TuyaActors.Telemetry;

namespace TuyaActors.Node.Metrics;

/// <summary><c>/metrics</c>: the fleet's meter and the process's, and what each device reports, for Prometheus.</summary>
internal static class MetricsEndpoint
{
    private const string Path = "/metrics";
    private const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Adds what collects them.</summary>
    public static void AddNodeMetrics(this IServiceCollection services) => services.AddOpenTelemetry().WithMetrics(metrics => metrics
        .AddMeter(TuyaTelemetry.MeterName, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
        // Each scrape is fresh: two of them within a second are two people's.
        .AddPrometheusExporter(prometheus =>
        {
            prometheus.ScrapeResponseCacheDurationMilliseconds = 0;
            prometheus.ScopeInfoEnabled = prometheus.TargetInfoEnabled = false;
        }));

    /// <summary>Adds the endpoint.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        var exporter = ((IApplicationBuilder)app).New().UseOpenTelemetryPrometheusScrapingEndpoint(_ => true).Build();
        app.MapGet(Path, (HttpContext context, ITuyaFleet fleet, CancellationToken aborted) => AnswerAsync(exporter, context, fleet, aborted))
            .Describe(
                "getMetrics",
                "health",
                "Metrics in Prometheus' text format, from what is known already: a scrape touches no device.",
                ApiDoc.Of(new QueryParameter("devices", "false leaves out the series of each device.", Microsoft.OpenApi.JsonSchemaType.Boolean)),
                StatusCodes.Status400BadRequest)
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
    }

    private static async Task<IResult> AnswerAsync(RequestDelegate exporter, HttpContext context, ITuyaFleet fleet, CancellationToken aborted)
    {
        var query = new QueryReader(context.Request, "devices");
        var wantsDevices = query.Word("devices") is null || query.Flag("devices");
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var text = await MetersAsync(exporter, context);
        return Results.Text(wantsDevices ? text + await DevicesAsync(fleet, aborted) : text, MediaType);
    }

    // The exporter writes answers only; its text is wanted as a part of one.
    private static async Task<string> MetersAsync(RequestDelegate exporter, HttpContext context)
    {
        using var text = new MemoryStream();
        var scrape = new DefaultHttpContext { RequestAborted = context.RequestAborted, Response = { Body = text } };
        scrape.Request.Headers.Accept = MediaType;
        await exporter(scrape);
        await scrape.Response.BodyWriter.FlushAsync(context.RequestAborted);
        return scrape.Response.StatusCode == StatusCodes.Status200OK
            ? Encoding.UTF8.GetString(text.ToArray())
            : throw new TimeoutException($"The meters were not collected: {scrape.Response.StatusCode}.");
    }

    private static async Task<string> DevicesAsync(ITuyaFleet fleet, CancellationToken aborted)
    {
        var devices = await fleet.GetDevicesAsync(aborted);
        var details = (await fleet.GetDefinitionsAsync(null, aborted)).ToDictionary(stored => stored.Definition.Id, stored => stored.Definition.Details);
        return DeviceSeries.Write(devices.Found, details);
    }
}

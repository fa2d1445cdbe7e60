using Microsoft.OpenApi;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Http;

/// <summary><c>/api/sightings</c>: who is heard on the LAN; <c>/api/scan</c>: who answers now.</summary>
internal static class SightingEndpoints
{
    // Devices announce themselves every 5 s or so.
    private static readonly TimeSpan UsualScan = TimeSpan.FromSeconds(6);

    private const double LongestScan = 60;

    private const string Tag = "sightings";

    /// <summary>Adds the endpoints.</summary>
    public static void MapSightings(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/sightings", async (HttpRequest request, ITuyaFleet fleet, CancellationToken aborted) =>
        {
            var query = new QueryReader(request, "new");
            var onlyNew = query.Flag("new");
            return query.Refusal ?? Ok(onlyNew ? await Strangers.FindAsync(fleet, aborted) : await Strangers.AllAsync(fleet, aborted));
        }).Describe<SightingsJson>(
            "listSightings", Tag, "Who was heard on the LAN in the last hour, and whom gateways name.", ApiDoc.Of(new QueryParameter("new", "Only those that the fleet does not have.", JsonSchemaType.Boolean)), StatusCodes.Status400BadRequest);

        app.MapPost("/api/scan", ScanAsync).Describe<SightingsJson>(
            "scan",
            Tag,
            "Asks the LAN who is there, and answers who was heard.",
            ApiDoc.Of(new QueryParameter("seconds", $"How long to listen, above 0 and up to {LongestScan}; default {UsualScan.TotalSeconds}.", JsonSchemaType.Number)),
            StatusCodes.Status400BadRequest,
            StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ScanAsync(HttpRequest request, ITuyaFleet fleet, CancellationToken aborted)
    {
        var query = new QueryReader(request, "seconds");
        var seconds = query.Seconds("seconds", 0, LongestScan) ?? UsualScan;
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var answered = new HashSet<DeviceId>();
        try
        {
            await foreach (var sighting in fleet.ScanAsync(seconds, aborted))
            {
                answered.Add(sighting.DeviceId);
            }
        }
        catch (InvalidOperationException deaf)
        {
            return Problems.Of(StatusCodes.Status409Conflict, "Nobody can be heard", deaf.Message);
        }

        var all = await Strangers.AllAsync(fleet, aborted);
        return Ok(all with { Sightings = [.. all.Sightings.Where(heard => answered.Contains(new DeviceId(heard.Id)))] });
    }

    private static JsonAnswer<SightingsJson> Ok(SightingsJson body) => new(StatusCodes.Status200OK, body);
}

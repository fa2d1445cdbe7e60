using System.Text;
using System.Text.Json;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Samples;

await using var home = await SimulatedHome.EnterAsync();

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddTuyaFleet(fleet => fleet.AddDevicesFile("devices.json"));
builder.Services.AddHealthChecks().AddTuyaFleet();
var app = builder.Build();

app.MapGet("/devices", async (ITuyaFleet fleet, CancellationToken gone) =>
    (await fleet.GetDevicesAsync(gone)).Found.Select(DeviceView.Of));

app.MapGet("/devices/{id}", async (string id, ITuyaFleet fleet, CancellationToken gone) =>
    DeviceId.TryParse(id, out var device, out var why) ? await fleet.GetDeviceAsync(device, gone) is { } found ? Results.Ok(DeviceView.Of(found)) : Results.NotFound()
    : Results.Problem(why, statusCode: StatusCodes.Status400BadRequest));

// curl --json '{"20":true}' http://localhost:5000/devices/bf0123456789abcdefgh/dps
app.MapPost("/devices/{id}/dps", async (string id, JsonElement body, ITuyaFleet fleet, CancellationToken gone) =>
{
    if (!DeviceId.TryParse(id, out var device, out var why) || !DpSet.TryParse(Encoding.UTF8.GetBytes(body.GetRawText()), out var dps, out why))
        return Results.Problem(why, statusCode: StatusCodes.Status400BadRequest);
    var outcome = await fleet.SetDpsAsync(device, dps, TimeSpan.FromSeconds(5), gone);
    return Results.Json(new { outcome = outcome.GetType().Name, outcome.Sentence }, statusCode: outcome switch
    {
        CommandOutcome.Confirmed or CommandOutcome.Acknowledged => StatusCodes.Status200OK,
        CommandOutcome.UnknownDevice => StatusCodes.Status404NotFound,
        CommandOutcome.Offline => StatusCodes.Status503ServiceUnavailable,
        CommandOutcome.TimedOut => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status409Conflict,
    });
});

// curl -N http://localhost:5000/events
app.MapGet("/events", (ITuyaFleet fleet, CancellationToken gone) => TypedResults.ServerSentEvents(Told(fleet, gone)));

// 200 and a word: Healthy, Degraded; 503: Unhealthy.
app.MapHealthChecks("/health");

await app.RunAsync();

static async IAsyncEnumerable<string> Told(ITuyaFleet fleet, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken gone)
{
    await foreach (var happened in fleet.Events(cancellationToken: gone))
    {
        if (happened is DeviceEvents.DpsReported report)
            yield return $"{report.DeviceId} {report.Dps}";
    }
}

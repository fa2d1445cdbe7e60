using System.Globalization;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Http;

/// <summary><c>/api/devices</c>: what the fleet knows; switching; and an end to waiting.</summary>
internal static class DeviceEndpoints
{
    /// <summary>A body to set DPs is some hundred bytes; infra-red codes make it some thousand.</summary>
    public const int MaxBodyLength = 64 * 1024;

    // A request that waits longer than this is no request any more.
    private const double MaxTimeoutSeconds = 300;

    /// <summary>Adds the endpoints.</summary>
    public static void MapDevices(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/devices", async (ITuyaFleet fleet, CancellationToken aborted) =>
            Ok(DevicesJson.Of(await fleet.GetDevicesAsync(aborted))));

        app.MapGet("/api/devices/{id}", async (string id, ITuyaFleet fleet, CancellationToken aborted) =>
            DeviceId.TryParse(id, out var device, out _) && await fleet.GetDeviceAsync(device, aborted) is { } found ? Ok(DeviceJson.Of(found)) : NotFound(id));

        app.MapPost("/api/devices/{id}/dps", SetDpsAsync);

        app.MapPost("/api/devices/{id}/reconnect", async (string id, ITuyaFleet fleet, CancellationToken aborted) =>
            DeviceId.TryParse(id, out var device, out _) ? Answer(await fleet.ReconnectAsync(device, aborted)) : NotFound(id));
    }

    private static async Task<IResult> SetDpsAsync(string id, HttpRequest request, ITuyaFleet fleet, CancellationToken aborted)
    {
        if (!DeviceId.TryParse(id, out var device, out _))
        {
            return NotFound(id);
        }

        if (!TryReadTimeout(request.Query["timeout"], out var timeout))
        {
            return Problems.BadRequest("timeout", $"it is '{request.Query["timeout"]}'; allowed are seconds, above 0 and up to {MaxTimeoutSeconds}");
        }

        var (body, refusal) = await JsonBody.ReadAsync(request, aborted);
        if (refusal is not null)
        {
            return refusal;
        }

        return DpsBody.TryRead(body, out var dps, out var field, out var why)
            ? Answer(await fleet.SetDpsAsync(device, dps, timeout, aborted))
            : Problems.BadRequest(field, why);
    }

    private static JsonAnswer<OutcomeJson> Answer(CommandOutcome outcome) => new(StatusOf(outcome), OutcomeJson.Of(outcome));

    private static int StatusOf(CommandOutcome outcome) => outcome switch
    {
        CommandOutcome.Confirmed or CommandOutcome.Acknowledged => StatusCodes.Status200OK,
        CommandOutcome.UnknownDevice => StatusCodes.Status404NotFound,
        // With a retcode the device itself said no; without, the wish never could have been sent.
        CommandOutcome.Rejected { Retcode: null } => StatusCodes.Status422UnprocessableEntity,
        CommandOutcome.Rejected or CommandOutcome.Cancelled or CommandOutcome.Superseded => StatusCodes.Status409Conflict,
        CommandOutcome.Offline => StatusCodes.Status503ServiceUnavailable,
        CommandOutcome.TimedOut or CommandOutcome.Expired => StatusCodes.Status504GatewayTimeout,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name, "There is no such outcome."),
    };

    private static bool TryReadTimeout(string? text, out TimeSpan? timeout)
    {
        timeout = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var good = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 && seconds <= MaxTimeoutSeconds;
        timeout = good ? TimeSpan.FromSeconds(seconds) : null;
        return good;
    }

    private static JsonAnswer<T> Ok<T>(T body) => new(StatusCodes.Status200OK, body);

    private static IResult NotFound(string id) =>
        Problems.Of(StatusCodes.Status404NotFound, "No such device", $"The fleet has no device with the id '{id}'.");
}

using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Http;

/// <summary><c>/api/devices</c>: what the fleet knows of its devices. Asking touches none of them.</summary>
internal static class DeviceEndpoints
{
    /// <summary>A body to set DPs is some hundred bytes; infra-red codes make it some thousand.</summary>
    public const int MaxBodyLength = 64 * 1024;

    /// <summary>The chapter of the API.</summary>
    public const string Tag = "devices";

    /// <summary>Adds the endpoints.</summary>
    public static void MapDevices(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/devices", ListAsync)
            .Describe<DevicesJson>("listDevices", Tag, "How the devices stand: filtered, sorted, a page of them.", DeviceList.Doc, StatusCodes.Status400BadRequest);

        app.MapGet("/api/devices/{id}", async (string id, ITuyaFleet fleet, CancellationToken aborted) =>
            DeviceId.TryParse(id, out var device, out _) && await fleet.GetDeviceAsync(device, aborted) is { } found ? await ShowAsync(found, fleet, aborted) : NotFound(id))
            .Describe<DeviceDetailsJson>("getDevice", Tag, "One device with its history, its addresses and its DPs.", null, StatusCodes.Status404NotFound);

        app.MapGet("/api/devices/{id}/frames", async (string id, ITuyaFleet fleet, CancellationToken aborted) =>
            DeviceId.TryParse(id, out var device, out _) && await fleet.GetFramesAsync(device, aborted) is { } recording
                ? new JsonAnswer<FramesJson>(StatusCodes.Status200OK, FramesJson.Of(recording))
                : NotFound(id))
            .Describe<FramesJson>(
                "getFrames", Tag, "The frames that went over its connection in the last minute. Nothing is recorded until somebody looks: the first request begins it.", null, StatusCodes.Status404NotFound);
    }

    /// <summary>There is no such device.</summary>
    public static IResult NotFound(string id) =>
        Problems.Of(StatusCodes.Status404NotFound, "No such device", $"The fleet has no device with the id '{Printable.Of(id)}'.");

    private static async Task<IResult> ListAsync(HttpContext context, ITuyaFleet fleet, CancellationToken aborted)
    {
        var query = new QueryReader(context.Request, [.. DeviceList.Parameters]);
        var list = DeviceList.Read(query);
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var answer = await list.AskAsync(fleet, aborted);
        if (list.Links(context.Request, answer.Total) is { } links)
        {
            context.Response.Headers.Link = links;
        }

        return new JsonAnswer<DevicesJson>(StatusCodes.Status200OK, answer);
    }

    private static async Task<IResult> ShowAsync(DeviceSnapshot device, ITuyaFleet fleet, CancellationToken aborted)
    {
        var history = await fleet.GetHistoryAsync(device.DeviceId, aborted);
        var stored = await fleet.GetDefinitionAsync(device.DeviceId, aborted);
        var behind = stored is { Definition.IsSubDevice: false } ? await BehindAsync(device.DeviceId, fleet, aborted) : [];
        return new JsonAnswer<DeviceDetailsJson>(StatusCodes.Status200OK, DeviceDetailsJson.Of(device, history, stored, behind));
    }

    private static async Task<IReadOnlyList<DeviceSnapshot>> BehindAsync(DeviceId gateway, ITuyaFleet fleet, CancellationToken aborted)
    {
        var ids = (await fleet.GetDefinitionsAsync(null, aborted)).Where(stored => stored.Definition.Gateway == gateway).Select(stored => stored.Definition.Id).ToList();
        return ids.Count == 0 ? [] : (await fleet.GetDevicesAsync(new DeviceFilter { Devices = DeviceSelector.Of(ids) }, null, aborted)).Found;
    }
}

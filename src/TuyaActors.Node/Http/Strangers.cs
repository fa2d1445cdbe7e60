using TuyaActors.Hosting;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Http;

/// <summary>Who is there and does not belong to the fleet.</summary>
internal static class Strangers
{
    /// <summary>Those alone.</summary>
    public static async Task<SightingsJson> FindAsync(ITuyaFleet fleet, CancellationToken cancellationToken)
    {
        var all = await AllAsync(fleet, cancellationToken);
        return all with { Sightings = [.. all.Sightings.Where(heard => !heard.Known)] };
    }

    /// <summary>Those, and all that are heard.</summary>
    public static async Task<SightingsJson> AllAsync(ITuyaFleet fleet, CancellationToken cancellationToken)
    {
        var heard = await fleet.GetSightingsAsync(cancellationToken);
        var devices = (await fleet.GetDevicesAsync(cancellationToken)).Found;
        var names = devices.ToDictionary(device => device.DeviceId, device => device.Name);
        return new SightingsJson(
            [.. heard.Select(record => HeardJson.Of(record, names.GetValueOrDefault(record.DeviceId)))],
            [.. devices.SelectMany(gateway => gateway.UnknownCids.Select(cid => new UnknownSubDeviceJson(gateway.DeviceId.Value, gateway.Name, cid)))]);
    }
}

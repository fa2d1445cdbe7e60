using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Json;

/// <summary>Who is heard on the LAN, and whom gateways name.</summary>
/// <param name="Sightings">Devices that announced themselves in the last hour, by id.</param>
/// <param name="SubDevices">Those behind gateways that no definition names.</param>
internal sealed record SightingsJson(IReadOnlyList<HeardJson> Sightings, IReadOnlyList<UnknownSubDeviceJson> SubDevices);

/// <summary>A device that announced itself.</summary>
internal sealed record HeardJson(
    string Id, string Address, string? Version, string? ProductKey, int Port, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long Count, bool Known, string? Name, string? Segment = null)
{
    /// <summary>The record as JSON has it.</summary>
    /// <param name="record">What was heard.</param>
    /// <param name="name">Its name in the fleet; null: the fleet does not have it.</param>
    public static HeardJson Of(SightingRecord record, string? name) => new(
        record.DeviceId.Value,
        record.Sighting.Address.ToString(),
        record.Sighting.Version?.ToText(),
        record.Sighting.ProductKey,
        record.Sighting.Port,
        record.First,
        record.Last,
        record.Count,
        record.Sighting.Known,
        name,
        record.Segment);
}

/// <summary>A device behind a gateway that no definition names.</summary>
internal sealed record UnknownSubDeviceJson(string Gateway, string GatewayName, string Cid);

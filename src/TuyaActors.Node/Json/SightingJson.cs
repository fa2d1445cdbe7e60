using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Json;

/// <summary>A device that announced itself, as one line of <c>scan --json</c>.</summary>
internal sealed record SightingJson(DateTimeOffset At, string Id, string Address, string? Version, string? ProductKey, int Port)
{
    /// <summary>The sighting as JSON has it.</summary>
    public static SightingJson Of(DeviceEvents.Sighted sighted) => new(
        sighted.At,
        sighted.DeviceId.Value,
        sighted.Sighting.Address.ToString(),
        sighted.Sighting.Version?.ToText(),
        sighted.Sighting.ProductKey,
        sighted.Sighting.Port);
}

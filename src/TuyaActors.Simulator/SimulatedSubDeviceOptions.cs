using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Simulator;

/// <summary>One fake sub-device behind a gateway.</summary>
public sealed record SimulatedSubDeviceOptions
{
    /// <summary>Its cid: 16 hexadecimal characters for Zigbee; null (default) for one made from the seed.</summary>
    public string? Cid { get; init; }

    /// <summary>What it is. Default a sensor.</summary>
    public DeviceProfile Profile { get; init; } = DeviceProfile.Sensor;

    /// <summary>The name in devices.json; null (default) for the kind and the cid's end.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the gateway can reach it. Default true.</summary>
    public bool Online { get; init; } = true;
}

using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Simulator;

namespace TuyaActors.Chaos.Chaos;

/// <summary>Who is put under trial, and what is known of them.</summary>
internal static class ChaosDevices
{
    /// <summary>Devices of all kinds and versions, the same for the same seed, each on an address of its own and on any port.</summary>
    public static IEnumerable<SimulatedDeviceOptions> Create(ChaosOptions options) =>
        SimulatedFleet.Create(options.Devices, options.Seed, options.FirstAddress, port: 0)
            .Select((device, i) => i % 7 == 3 && device.Version is ProtocolVersion.V33 or ProtocolVersion.V34 ? device with { Dialect = DeviceDialect.Device22 } : device);

    /// <summary>Some are only known by id and key, as in a file from the cloud.</summary>
    public static DeviceDefinition Known(int index, DeviceDefinition all) =>
        (index % 4) switch
        {
            1 => all with { Address = null, Version = null },
            2 => all with { Version = null },
            _ => all,
        };
}

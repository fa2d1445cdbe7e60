using System.Net;
using TuyaActors.Benchmarks.Clients;
using TuyaActors.Protocol;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Benchmarks.Farm;

/// <summary>Simulated bulbs: the same in the process that runs them and in the one that measures, for the same arguments.</summary>
/// <param name="Count">How many.</param>
/// <param name="First">The address of the first; each has one of its own.</param>
/// <param name="Versions">Which versions, in turn.</param>
internal sealed record FarmSpec(int Count, IPAddress First, IReadOnlyList<ProtocolVersion> Versions)
{
    /// <summary>A device is two open files of its process, a listening one and its client's.</summary>
    public const int MostPerProcess = 5000;

    /// <summary>A bulb's brightness.</summary>
    public const int ReportedDp = 22;

    /// <summary>A bulb's switch.</summary>
    public const int SwitchDp = 20;

    /// <summary>What the simulator is told.</summary>
    public IReadOnlyList<SimulatedDeviceOptions> Options() =>
    [
        // Other ids than those of another process of the same farm.
        .. SimulatedFleet.Create(Count, seed: First.GetAddressBytes()[2] + 1, firstAddress: First)
            .Select((device, i) => device with { Profile = DeviceProfile.Bulb, SubDevices = [], Version = Versions[i % Versions.Count], Name = $"bulb {i}" }),
    ];

    /// <summary>What a client is told.</summary>
    public IReadOnlyList<BareDevice> Devices() =>
        [.. Options().Select(device => new BareDevice(device.Id!, device.Key!, device.Version, new IPEndPoint(device.Address, device.Port)))];
}

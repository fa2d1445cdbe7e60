using System.Net;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Configuration;

namespace TuyaActors.Node.Running;

/// <summary>What a fleet is started with.</summary>
internal sealed record FleetSetup
{
    /// <summary>The devices it has from the start.</summary>
    public IReadOnlyList<DeviceDefinition> Devices { get; init; } = [];

    /// <summary>Whether it listens for announcements and sends probes, unless its configuration says that it does not.</summary>
    public bool Discovery { get; init; } = true;

    /// <summary>Where probes go; none: to every interface's broadcast address.</summary>
    public IReadOnlyList<IPAddress> BroadcastAddresses { get; init; } = [];

    /// <summary>What is laid over the fleet's defaults, and over those of its actor system; by default it is kept in memory, as one-shot commands do.</summary>
    public FleetHocon Hocon { get; init; } = FleetHocon.Memory;

    /// <summary>Whether first attempts start at once, instead of being spread as a large fleet's should be.</summary>
    public bool StartsAtOnce { get; init; }

    /// <summary>Whether log lines of the fleet are shown.</summary>
    public bool Verbose { get; init; }

    /// <summary>Hands it to the fleet; its HOCON is the actor system's.</summary>
    public void ApplyTo(TuyaFleetOptions options)
    {
        // Where it says nothing the configuration does.
        options.DiscoveryEnabled = Discovery ? null : false;
        options.StartJitter = StartsAtOnce ? TimeSpan.Zero : null;
        foreach (var device in Devices)
        {
            options.Devices.Add(device);
        }

        foreach (var address in BroadcastAddresses)
        {
            options.BroadcastAddresses.Add(address);
        }
    }
}

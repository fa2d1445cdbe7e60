using System.Net;
using TuyaActors.Node.Http;
using TuyaActors.Node.Running;
using TuyaActors.Node.Simulation;

namespace TuyaActors.Node.Serving;

/// <summary>What a node is started with, checked.</summary>
internal sealed record ServeSettings
{
    /// <summary>Where the HTTP face listens.</summary>
    public required IReadOnlyList<ListenAddress> Listen { get; init; }

    /// <summary>The devices file to import; null: none.</summary>
    public DevicesFile? Devices { get; init; }

    /// <summary>Whether a devices file with any problem is refused.</summary>
    public bool Strict { get; init; }

    /// <summary>Where the fleet is kept.</summary>
    public required StorageChoice Storage { get; init; }

    /// <summary>HOCON from the configuration file.</summary>
    public string? Hocon { get; init; }

    /// <summary>How many devices to simulate; 0: none.</summary>
    public int Simulate { get; init; }

    /// <summary>The address of the first simulated device.</summary>
    public required IPAddress SimulateBase { get; init; }

    /// <summary>How the simulated devices break; null: not of themselves.</summary>
    public FaultsFile? Faults { get; init; }

    /// <summary>Log lines although on a terminal.</summary>
    public bool Plain { get; init; }

    /// <summary>Debug lines too.</summary>
    public bool Verbose { get; init; }
}

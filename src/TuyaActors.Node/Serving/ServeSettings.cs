using System.Net;
using TuyaActors.Messages;
using TuyaActors.Node.Http;
using TuyaActors.Node.Simulation;

namespace TuyaActors.Node.Serving;

/// <summary>What a node is started with, checked.</summary>
internal sealed record ServeSettings
{
    /// <summary>Where the HTTP face listens.</summary>
    public required IReadOnlyList<ListenAddress> Listen { get; init; }

    /// <summary>The devices from the devices file.</summary>
    public IReadOnlyList<DeviceDefinition> Devices { get; init; } = [];

    /// <summary>What was wrong with the devices file, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

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

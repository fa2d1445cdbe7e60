using System.Net;
using TuyaActors.Node.Configuration;
using TuyaActors.Node.Http;
using TuyaActors.Node.Http.Access;
using TuyaActors.Node.Running;
using TuyaActors.Node.Simulation;

namespace TuyaActors.Node.Serving;

/// <summary>What a node is started with, checked.</summary>
internal sealed record ServeSettings
{
    /// <summary>Where the HTTP face listens.</summary>
    public required IReadOnlyList<ListenAddress> Listen { get; init; }

    /// <summary>Who may come there.</summary>
    public NodeAccess Access { get; init; } = new();

    /// <summary>What is allowed and still not wise, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The devices file to import; null: none.</summary>
    public DevicesFile? Devices { get; init; }

    /// <summary>Whether a devices file with any problem is refused.</summary>
    public bool Strict { get; init; }

    /// <summary>What is laid over the defaults of the fleet and of its actor system; where it is kept, too.</summary>
    public required FleetHocon Hocon { get; init; }

    /// <summary>How many devices to simulate; 0: none.</summary>
    public int Simulate { get; init; }

    /// <summary>What their ids and keys come from: in a fleet over several segments each has others.</summary>
    public int SimulateSeed => Hocon.Cluster?.Segment is { } segment ? segment.Aggregate(1, static (seed, c) => unchecked((seed * 31) + c)) & int.MaxValue : 1;

    /// <summary>The address of the first simulated device.</summary>
    public required IPAddress SimulateBase { get; init; }

    /// <summary>How the simulated devices break; null: not of themselves.</summary>
    public FaultsFile? Faults { get; init; }

    /// <summary>Log lines although on a terminal.</summary>
    public bool Plain { get; init; }

    /// <summary>Debug lines too.</summary>
    public bool Verbose { get; init; }
}

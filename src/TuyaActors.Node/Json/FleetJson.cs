using TuyaActors.Messages;

namespace TuyaActors.Node.Json;

/// <summary>How the fleet and its node are.</summary>
internal sealed record FleetJson
{
    /// <summary>healthy, degraded or unhealthy.</summary>
    public required string Status { get; init; }

    /// <summary>Why, one sentence after the other; where all is well, how many are online.</summary>
    public required string Sentence { get; init; }

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>The Akka engine.</summary>
    public required string Engine { get; init; }

    /// <summary>When the node was started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The node's clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether there are simulated devices, which <c>/api/simulation</c> can break.</summary>
    public bool Simulated { get; init; }

    /// <summary>How many devices there are; those behind gateways are counted apart.</summary>
    public required int Devices { get; init; }

    /// <summary>How many of them are well.</summary>
    public required int Online { get; init; }

    /// <summary>How many of them sleep.</summary>
    public required int Asleep { get; init; }

    /// <summary>How many there are behind gateways.</summary>
    public required int SubDevices { get; init; }

    /// <summary>How many of those are well.</summary>
    public required int SubDevicesOnline { get; init; }

    /// <summary>How many devices stand in each state.</summary>
    public required IReadOnlyDictionary<string, int> ByState { get; init; }

    /// <summary>How many devices have each diagnosis.</summary>
    public required IReadOnlyDictionary<string, int> ByDiagnosis { get; init; }

    /// <summary>The ids of those that need a power cycle.</summary>
    public required IReadOnlyList<string> Wedged { get; init; }

    /// <summary>How many are heard on the LAN, or named by a gateway, that the fleet does not have.</summary>
    public required int Strangers { get; init; }

    /// <summary>The discovery ports.</summary>
    public required IReadOnlyList<UdpPortJson> UdpPorts { get; init; }

    /// <summary>Where the fleet keeps what it must not forget.</summary>
    public required StorageJson Storage { get; init; }

    /// <summary>The LAN segments, by name; not there in a fleet of one segment.</summary>
    public IReadOnlyList<SegmentJson>? Segments { get; init; }
}

/// <summary>How the fleet's memory is.</summary>
internal sealed record StorageJson(bool Persistent, string? Problem)
{
    /// <summary>The storage as JSON has it.</summary>
    public static StorageJson Of(StorageHealth storage) => new(storage.Persistent, storage.Problem);
}

/// <summary>Groups or tags, with how many devices bear each.</summary>
internal sealed record WordsJson(IReadOnlyList<WordJson> Words);

/// <summary>One group or tag.</summary>
internal sealed record WordJson(string Name, int Devices, int Online);

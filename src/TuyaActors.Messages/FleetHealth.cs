using System.Collections.Immutable;

namespace TuyaActors.Messages;

/// <summary>How the fleet is, from what it knows already; asking touches no device.</summary>
/// <param name="Devices">How many devices it has; those behind gateways are counted apart.</param>
/// <param name="ByState">How many of these stand in each state.</param>
/// <param name="UdpPorts">The discovery ports.</param>
public sealed record FleetHealth(int Devices, ImmutableSortedDictionary<DeviceState, int> ByState, ImmutableArray<UdpPortHealth> UdpPorts)
{
    /// <summary>How many are online, or connected on demand and well.</summary>
    public int Online => ByState.Where(state => state.Key.IsWell()).Sum(state => state.Value);

    /// <summary>How many sleep, as battery devices do.</summary>
    public int Asleep => ByState.GetValueOrDefault(DeviceState.Asleep);

    /// <summary>How many of those that are not well have each diagnosis.</summary>
    public ImmutableSortedDictionary<DiagnosisKind, int> ByDiagnosis { get; init; } = ImmutableSortedDictionary<DiagnosisKind, int>.Empty;

    /// <summary>The devices that need a power cycle (<see cref="DiagnosisKind.Wedged"/>), by id.</summary>
    public ImmutableArray<DeviceId> Wedged { get; init; } = [];

    /// <summary>Where the fleet keeps what it must not forget.</summary>
    public StorageHealth Storage { get; init; } = new(false, null);

    /// <summary>The LAN segments, by name; empty in a fleet of one segment.</summary>
    public ImmutableArray<SegmentHealth> Segments { get; init; } = [];

    /// <summary>How many devices sit behind gateways.</summary>
    public int SubDevices { get; init; }

    /// <summary>How many of those are online.</summary>
    public int SubDevicesOnline { get; init; }
}

/// <summary>One discovery port.</summary>
/// <param name="Port">6666, 6667 or 7000, unless configured otherwise.</param>
/// <param name="Bound">Whether it is ours to listen on.</param>
/// <param name="Datagrams">How many datagrams it has heard, probes excepted: a fleet hears its own.</param>
/// <param name="Problem">Why it is not bound, as a sentence.</param>
public sealed record UdpPortHealth(int Port, bool Bound, long Datagrams, string? Problem)
{
    /// <summary>The LAN segment whose node listens there; <c>null</c> in a fleet of one segment.</summary>
    public string? Segment { get; init; }

    /// <summary>When it was bound; <c>null</c>: it is not.</summary>
    public DateTimeOffset? BoundAt { get; init; }

    /// <summary>When it heard a datagram last; <c>null</c>: never.</summary>
    public DateTimeOffset? LastHeardAt { get; init; }
}

/// <summary>One LAN segment of a fleet over several.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsAvailable">Whether a node of it can be reached from here.</param>
/// <param name="Devices">How many devices it has; those behind gateways are counted apart.</param>
/// <param name="Online">How many of them are online, or connected on demand and well.</param>
/// <param name="Nodes">Its nodes, by address.</param>
public sealed record SegmentHealth(string Name, bool IsAvailable, int Devices, int Online, ImmutableArray<SegmentNodeHealth> Nodes);

/// <summary>One node of a LAN segment.</summary>
/// <param name="Address">Its address in the cluster, e.g. <c>akka.tcp://home@192.168.1.5:8110</c>.</param>
/// <param name="IsReachable">Whether it can be reached from here.</param>
/// <param name="Devices">How many devices it hosts, as far as it has told; those behind gateways are counted too.</param>
public sealed record SegmentNodeHealth(string Address, bool IsReachable, int Devices);

/// <summary>How the fleet's memory is.</summary>
/// <param name="Persistent">Whether it survives the process.</param>
/// <param name="Problem">Why the last write failed, as a sentence; <c>null</c>: it did not.</param>
public sealed record StorageHealth(bool Persistent, string? Problem);

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

    /// <summary>How many devices sit behind gateways.</summary>
    public int SubDevices { get; init; }

    /// <summary>How many of those are online.</summary>
    public int SubDevicesOnline { get; init; }
}

/// <summary>One discovery port.</summary>
/// <param name="Port">6666, 6667 or 7000, unless configured otherwise.</param>
/// <param name="Bound">Whether it is ours to listen on.</param>
/// <param name="Datagrams">How many datagrams it has heard.</param>
/// <param name="Problem">Why it is not bound, as a sentence.</param>
public sealed record UdpPortHealth(int Port, bool Bound, long Datagrams, string? Problem);

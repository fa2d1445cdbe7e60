using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Node.Json;

/// <summary>The simulated devices, with what they have counted since their start.</summary>
internal sealed record SimulationJson(SimulatorCounters Counters, IReadOnlyList<SimulatedDeviceJson> Devices)
{
    /// <summary>What the simulator has.</summary>
    public static SimulationJson Of(TuyaSimulator simulator) => new(simulator.Count(), [.. simulator.Devices.Select(SimulatedDeviceJson.Of)]);
}

/// <summary>One simulated device. There is no room for a key in it.</summary>
internal sealed record SimulatedDeviceJson(
    string Id,
    string Name,
    string Kind,
    string Version,
    string Address,
    int Port,
    int SubDevices,
    bool Powered,
    bool Awake,
    bool Listening,
    bool Connected,
    DeviceFaults Faults,
    long Connections,
    long RejectedConnections,
    long Pushes,
    long Commands,
    long Heartbeats,
    long RefusedFrames,
    long AcceptedConnections,
    int MostConnections,
    long DoubleConnections,
    DoubleConnectionJson? LastDoubleConnection)
{
    /// <summary>How it is now.</summary>
    public static SimulatedDeviceJson Of(SimulatedDevice device) => new(
        device.Id,
        device.Name,
        device.Profile.Kind,
        device.Version.ToText(),
        device.EndPoint.Address.ToString(),
        device.EndPoint.Port,
        device.SubDevices.Count,
        device.IsPowered,
        device.IsAwake,
        device.IsListening,
        device.IsConnected,
        device.Faults,
        device.ConnectionCount,
        device.RejectedConnections,
        device.PushCount,
        device.CommandCount,
        device.HeartbeatCount,
        device.RefusedFrameCount,
        device.Connections.Accepted,
        device.Connections.MostAtOnce,
        device.Connections.Doubles,
        device.Connections.LastDouble is { } last ? new DoubleConnectionJson(last.At, $"{last.Holder}", $"{last.Newcomer}") : null);
}

/// <summary>Who connected while who was connected.</summary>
internal sealed record DoubleConnectionJson(DateTimeOffset At, string Holder, string Newcomer);

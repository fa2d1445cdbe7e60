namespace TuyaActors.Simulator.Devices;

/// <summary>What a device counts. Written inside of its gate, read from anywhere.</summary>
internal sealed class DeviceTally
{
    public DeviceConnections Clients = DeviceConnections.None;
    public long Connections;
    public long Rejected;
    public long Pushes;
    public long Commands;
    public long Heartbeats;
    public long RefusedFrames;
    public long Kills;
}

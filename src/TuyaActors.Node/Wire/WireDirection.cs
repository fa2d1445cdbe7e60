namespace TuyaActors.Node.Wire;

/// <summary>Who sent a frame.</summary>
internal enum WireDirection
{
    ClientToDevice,
    DeviceToClient,
    Discovery,
}

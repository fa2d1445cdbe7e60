using TuyaActors.Messages;

namespace TuyaActors.Node.Running;

/// <summary>The one device that a command is about.</summary>
/// <param name="Device">The device.</param>
/// <param name="Gateway">For a sub-device, the gateway whose connection it shares.</param>
internal sealed record DeviceTarget(DeviceDefinition Device, DeviceDefinition? Gateway = null)
{
    /// <summary>The device that has the connection.</summary>
    public DeviceDefinition Connected => Gateway ?? Device;

    /// <summary>What the fleet has to know, the gateway first.</summary>
    public IEnumerable<DeviceDefinition> Definitions => Gateway is null ? [Device] : [Gateway, Device];
}

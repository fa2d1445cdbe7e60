using System.Collections.Immutable;

namespace TuyaActors.Messages;

/// <summary>Changes to the fleet itself; told to the fleet, each answered by one <see cref="FleetReply"/>.</summary>
public static class FleetCommands
{
    /// <summary>Takes a device into the fleet and starts it.</summary>
    public sealed record AddDevice(DeviceDefinition Definition) : IWithDeviceId
    {
        /// <inheritdoc/>
        public DeviceId DeviceId => Definition.Id;
    }

    /// <summary>Replaces a device's definition. It keeps its identity, subscribers and waiting commands; a new key or version is tried at once.</summary>
    public sealed record UpdateDevice(DeviceDefinition Definition) : IWithDeviceId
    {
        /// <inheritdoc/>
        public DeviceId DeviceId => Definition.Id;
    }

    /// <summary>Takes a device out of the fleet: its connection is closed, its waiting commands are cancelled.</summary>
    public sealed record RemoveDevice(DeviceId DeviceId) : IWithDeviceId;

    /// <summary>Takes many devices in. Answered by <see cref="FleetReply.Imported"/>.</summary>
    public sealed record ImportDevices(ImmutableArray<DeviceDefinition> Definitions);
}

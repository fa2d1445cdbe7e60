using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Hosting;

/// <summary>
/// The fleet for code without actors: every call is a message to it and back. Thread-safe, never blocks.
/// A timed-out call does not act later: its deadline travels with it. A cancelled call is no longer waited for, and may still be carried
/// out until its time-out.
/// </summary>
public interface ITuyaFleet
{
    /// <summary>All devices, by name. Devices that do not answer in time are listed apart.</summary>
    Task<DeviceReplies.Devices> GetDevicesAsync(CancellationToken cancellationToken = default);

    /// <summary>One device, or <c>null</c> where the fleet has none of that id. Never does I/O to the device.</summary>
    Task<DeviceSnapshot?> GetDeviceAsync(DeviceId id, CancellationToken cancellationToken = default);

    /// <summary>Sets DPs; a device that is not online keeps the wish until the time-out. <paramref name="timeout"/> <c>null</c>: <c>tuya.command-timeout</c>.</summary>
    Task<CommandOutcome> SetDpsAsync(DeviceId id, DpSet dps, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Asks the device for all its values.</summary>
    Task<CommandOutcome> RefreshAsync(DeviceId id, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits until the device rests, as after a cover has moved: no command of it is on its way and no value has changed for
    /// <c>tuya.idle-after</c>. Confirmed with what is reported then. <paramref name="timeout"/> <c>null</c>: <c>tuya.command-timeout</c>, which a
    /// cover rarely keeps.
    /// </summary>
    Task<CommandOutcome> WhenIdleAsync(DeviceId id, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Connects now, whatever the device waits for.</summary>
    Task<CommandOutcome> ReconnectAsync(DeviceId id, CancellationToken cancellationToken = default);

    /// <summary>Takes a device into the fleet.</summary>
    Task<FleetReply> AddDeviceAsync(DeviceDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Replaces a device's definition, e.g. after its key has changed.</summary>
    Task<FleetReply> UpdateDeviceAsync(DeviceDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Takes a device out of the fleet.</summary>
    Task<FleetReply> RemoveDeviceAsync(DeviceId id, CancellationToken cancellationToken = default);

    /// <summary>Takes many devices in; what is already there and the same stays untouched.</summary>
    Task<FleetReply> ImportDevicesAsync(IEnumerable<DeviceDefinition> definitions, CancellationToken cancellationToken = default);

    /// <summary>
    /// What happens, from the moment of the first <c>MoveNextAsync</c> on; ends with the cancellation or the fleet.
    /// A reader that is too slow gets one <see cref="DeviceEvents.Lagged"/> with the number it missed.
    /// </summary>
    IAsyncEnumerable<IDeviceEvent> Events(EventFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>How the fleet is, from what it knows already.</summary>
    Task<FleetHealth> GetHealthAsync(CancellationToken cancellationToken = default);
}

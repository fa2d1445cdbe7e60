using TuyaActors.Messages;

namespace TuyaActors.Device;

/// <summary>A transition that the table does not know: a mistake in our code, so the device crashes to its supervisor.</summary>
internal sealed class IllegalTransitionException(DeviceState state, LifecycleTrigger trigger)
    : InvalidOperationException($"a device in state {state} cannot be moved by {trigger}")
{
    /// <summary>Where the device stood.</summary>
    public DeviceState State { get; } = state;

    /// <summary>What tried to move it.</summary>
    public LifecycleTrigger Trigger { get; } = trigger;
}

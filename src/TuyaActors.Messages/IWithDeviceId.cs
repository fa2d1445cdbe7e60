namespace TuyaActors.Messages;

/// <summary>A message about one device; the router needs nothing else to find its way.</summary>
public interface IWithDeviceId
{
    /// <summary>Whose message this is.</summary>
    DeviceId DeviceId { get; }
}

/// <summary>A wish to one device (imperative). Answered by exactly one <see cref="CommandOutcome"/>.</summary>
public interface IDeviceCommand : IWithDeviceId
{
    /// <summary>
    /// When the wish is void: a command that has not been sent by then is never sent, and its outcome is told by then.
    /// <c>null</c>: the fleet's <c>tuya.command-timeout</c> after its arrival at the device.
    /// </summary>
    DateTimeOffset? Deadline { get; }
}

/// <summary>Something that happened to one device (past tense).</summary>
public interface IDeviceEvent : IWithDeviceId
{
    /// <summary>When it happened, UTC.</summary>
    DateTimeOffset At { get; }
}

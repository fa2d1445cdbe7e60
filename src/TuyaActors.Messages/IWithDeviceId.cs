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

    /// <summary>
    /// The W3C trace context (<c>Activity.Current?.Id</c>) of whoever wants to see the command's way as part of his own; <c>null</c>: of nobody.
    /// </summary>
    string? TraceParent { get; }
}

/// <summary>Something that happened to one device (past tense).</summary>
public interface IDeviceEvent : IWithDeviceId
{
    /// <summary>When it happened, UTC.</summary>
    DateTimeOffset At { get; }
}

/// <summary>A wish to several devices at once. Answered by one <see cref="DeviceReplies.Outcomes"/>.</summary>
public interface IManyCommand
{
    /// <summary>Whom.</summary>
    DeviceSelector Devices { get; }

    /// <summary>When all of it is void; what has not been sent by then is never sent.</summary>
    DateTimeOffset? Deadline { get; }

    /// <summary>How long each device may take, from the moment it is told.</summary>
    TimeSpan? Each { get; }

    /// <summary>See <see cref="IDeviceCommand.TraceParent"/>; each device's command has it.</summary>
    string? TraceParent { get; }

    /// <summary>How many devices carry it out at once; 1 or more.</summary>
    int? Parallelism { get; }
}

using TuyaActors.Protocol;

namespace TuyaActors.Messages;

/// <summary>Wishes to one device; told to the router (or the fleet), each answered by one <see cref="CommandOutcome"/>.</summary>
public static class DeviceCommands
{
    /// <summary>
    /// Sets one or more DPs. A device that is not online keeps the wish until the deadline. While it has not been sent, a later set takes over
    /// the DPs that both name; the rest goes out, and where nothing is left it ends as <see cref="CommandOutcome.Superseded"/>.
    /// To a sub-device that its gateway calls out of reach it is sent at once, for the gateway may be behind the times; no deadline then means
    /// <c>tuya.gateway.out-of-reach-timeout</c>.
    /// </summary>
    public sealed record SetDps(DeviceId DeviceId, DpSet Dps, DateTimeOffset? Deadline = null) : IDeviceCommand
    {
        /// <inheritdoc/>
        public string? TraceParent { get; init; }
    }

    /// <summary>Asks the device for all its values; confirmed with what it answered.</summary>
    /// <param name="DeviceId">Whom.</param>
    /// <param name="Deadline">See <see cref="IDeviceCommand.Deadline"/>.</param>
    /// <param name="Ticket">The <see cref="DeviceEvents.DpsReported"/> of the answer bears it, so that subscribers know whose question it answers; at most 64 characters.</param>
    public sealed record Refresh(DeviceId DeviceId, DateTimeOffset? Deadline = null, string? Ticket = null) : IDeviceCommand
    {
        /// <summary>The longest ticket.</summary>
        public const int MaxTicketLength = 64;

        /// <inheritdoc/>
        public string? TraceParent { get; init; }
    }

    /// <summary>
    /// Waits until the device rests: it is online (or kept no connection to, because it cannot keep one), none of its commands waits or is in flight, and for <c>tuya.idle-after</c> no set of it has
    /// ended and none of its values has changed (a cover reports its position while it moves). Confirmed with what is reported then; timed out
    /// where it does not come to rest by the deadline, as one never does that measures something.
    /// </summary>
    public sealed record WhenIdle(DeviceId DeviceId, DateTimeOffset? Deadline = null) : IDeviceCommand
    {
        /// <inheritdoc/>
        public string? TraceParent { get; init; }
    }

    /// <summary>
    /// Ends a wait or a refusal and connects now; a connection in progress is left alone, one that is online is made anew.
    /// Acknowledged at once.
    /// </summary>
    public sealed record Reconnect(DeviceId DeviceId, DateTimeOffset? Deadline = null) : IDeviceCommand
    {
        /// <inheritdoc/>
        public string? TraceParent { get; init; }
    }

    /// <summary>
    /// Lets the device show which one it is: a switch of it is turned over twice, about a second apart, and ends as it was. Rejected where no switch is
    /// known of it (DP 1 or 20 with on or off) and none is named, and while it shows itself already. Where the device is lost half way, it is
    /// set back as soon as it returns within <c>tuya.command-timeout</c> after the deadline. Mind what hangs on it: a garage door moves.
    /// </summary>
    /// <param name="DeviceId">Whom.</param>
    /// <param name="DpId">Its switch; <c>null</c>: DP 20, else DP 1, whichever it has shown to be one.</param>
    /// <param name="Deadline">See <see cref="IDeviceCommand.Deadline"/>.</param>
    public sealed record Identify(DeviceId DeviceId, int? DpId = null, DateTimeOffset? Deadline = null) : IDeviceCommand
    {
        /// <inheritdoc/>
        public string? TraceParent { get; init; }
    }

    /// <summary>
    /// <see cref="SetDps"/> to many devices. Answered by one <see cref="DeviceReplies.Outcomes"/> with one outcome for each of them, by the deadline;
    /// or by <see cref="DeviceReplies.Refused"/>. What was not sent by the deadline ends as <see cref="CommandOutcome.Expired"/>.
    /// </summary>
    /// <param name="Devices">Whom.</param>
    /// <param name="Dps">What.</param>
    /// <param name="Deadline">When all of it is void; <c>null</c>: <c>tuya.command-timeout</c> after its arrival, for devices that sleep too.</param>
    /// <param name="Each">How long each device may take, from the moment it is told; <c>null</c>: until the deadline.</param>
    /// <param name="Parallelism">How many are to carry it out at once; <c>null</c>: <c>tuya.many.parallelism</c>. Devices that are not well, or take longer than a second, wait beside these.</param>
    public sealed record SetDpsOfMany(DeviceSelector Devices, DpSet Dps, DateTimeOffset? Deadline = null, TimeSpan? Each = null, int? Parallelism = null) : IManyCommand
    {
        /// <inheritdoc/>
        public string? TraceParent { get; init; }
    }

    /// <summary><see cref="Refresh"/> of many devices; answered as <see cref="SetDpsOfMany"/>, with the same parameters.</summary>
    /// <param name="Devices">Whom.</param>
    /// <param name="Deadline">When all of it is void; <c>null</c>: <c>tuya.command-timeout</c> after its arrival, for devices that sleep too.</param>
    /// <param name="Each">How long each device may take, from the moment it is told; <c>null</c>: until the deadline.</param>
    /// <param name="Parallelism">How many are asked at once; <c>null</c>: <c>tuya.many.parallelism</c>.</param>
    public sealed record RefreshMany(DeviceSelector Devices, DateTimeOffset? Deadline = null, TimeSpan? Each = null, int? Parallelism = null) : IManyCommand
    {
        /// <inheritdoc/>
        public string? TraceParent { get; init; }
    }
}

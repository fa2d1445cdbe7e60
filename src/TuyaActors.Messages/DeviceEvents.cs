using System.Net;
using TuyaActors.Protocol;

namespace TuyaActors.Messages;

/// <summary>What made a device report.</summary>
public enum ReportCause
{
    /// <summary>It reported of itself.</summary>
    Push,

    /// <summary>It was asked.</summary>
    Query,
}

/// <summary>What happened to devices; received by whoever subscribed at the router.</summary>
public static class DeviceEvents
{
    /// <summary>A device went from one state to another; published once for each transition.</summary>
    public sealed record StateChanged(DeviceId DeviceId, DeviceState From, DeviceState To, Diagnosis? Diagnosis, DateTimeOffset At) : IDeviceEvent
    {
        /// <summary>The address in use or tried last; <c>null</c> for a sub-device, and while none is known.</summary>
        public IPEndPoint? EndPoint { get; init; }

        /// <summary>The version in use, or <c>null</c> while unknown.</summary>
        public ProtocolVersion? Version { get; init; }

        /// <summary>When the next attempt is due, in <see cref="DeviceState.Backoff"/>.</summary>
        public DateTimeOffset? NextAttemptAt { get; init; }
    }

    /// <summary>A device reported values.</summary>
    /// <param name="DeviceId">Whose.</param>
    /// <param name="Dps">What it reported, changed or not.</param>
    /// <param name="Changed">Those of them whose value is new.</param>
    /// <param name="Cause">Of itself, or asked.</param>
    /// <param name="At">When they arrived.</param>
    public sealed record DpsReported(DeviceId DeviceId, DpSet Dps, DpSet Changed, ReportCause Cause, DateTimeOffset At) : IDeviceEvent
    {
        /// <summary>That of the <see cref="DeviceCommands.Refresh"/> which this answers; <c>null</c>: of none.</summary>
        public string? Ticket { get; init; }
    }

    /// <summary>A device joined the fleet.</summary>
    public sealed record Added(DeviceId DeviceId, string Name, DateTimeOffset At) : IDeviceEvent;

    /// <summary>A device's definition was replaced (name, key, version or address).</summary>
    public sealed record Updated(DeviceId DeviceId, string Name, DateTimeOffset At) : IDeviceEvent;

    /// <summary>A device left the fleet.</summary>
    public sealed record Removed(DeviceId DeviceId, DateTimeOffset At) : IDeviceEvent;

    /// <summary>A device announced itself by UDP, known to the fleet or not.</summary>
    public sealed record Sighted(DeviceId DeviceId, DeviceSighting Sighting, DateTimeOffset At) : IDeviceEvent;

    /// <summary>
    /// A gateway named a sub-device that no definition of it names; published once, until a definition does. Its id is not known here: the
    /// cloud has it, or whoever paired it.
    /// </summary>
    /// <param name="DeviceId">The gateway.</param>
    /// <param name="Cid">The sub-device's id behind the gateway.</param>
    /// <param name="Reachable">Whether the gateway can reach it.</param>
    /// <param name="At">When it was first named.</param>
    public sealed record SubDeviceSeen(DeviceId DeviceId, string Cid, bool Reachable, DateTimeOffset At) : IDeviceEvent;

    /// <summary>
    /// How a device stands: at the beginning of a subscription, when a device joins those subscribed to, and again after <see cref="Lagged"/>. It is
    /// the first that a subscriber hears of the device's state and values, and covers all that happened before; what follows happened after it.
    /// (What was done to its definition is told at once, and may come before it.)
    /// </summary>
    public sealed record SnapshotTaken(DeviceSnapshot Device, DateTimeOffset At) : IDeviceEvent
    {
        /// <inheritdoc/>
        public DeviceId DeviceId => Device.DeviceId;
    }

    /// <summary>
    /// The subscriber was too slow and missed this many events. Fresh <see cref="SnapshotTaken"/> of all its devices follow where the filter lets
    /// them through (one of which none follows has left the fleet); otherwise a fresh look at the devices is due.
    /// </summary>
    public sealed record Lagged(long Missed, DateTimeOffset At) : IDeviceEvent
    {
        /// <summary>None: it concerns the subscription.</summary>
        public DeviceId DeviceId => default;
    }
}

using System.Collections.Immutable;
using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Router;

/// <summary>From the fleet to the router (and the discovery): who is who.</summary>
internal static class RouterMessages
{
    /// <summary>This actor is this device from now on.</summary>
    public sealed record Known(DeviceDefinition Definition, IActorRef Device)
    {
        /// <summary>The LAN segment it is in; null in a fleet of one.</summary>
        public string? Segment { get; init; }
    }

    /// <summary>A device's definition is another now (its name, tags or group, for instance); it stays the same actor.</summary>
    public sealed record Redefined(DeviceDefinition Definition);

    /// <summary>There is no such device any more.</summary>
    public sealed record Forgotten(DeviceId DeviceId);

    /// <summary>
    /// Somebody else answers for this device from now on, although the actor is the same: it stands so, and whoever subscribes to it begins anew with
    /// it.
    /// </summary>
    public sealed record Begun(DeviceId DeviceId, DeviceState State, DiagnosisKind? Finding);

    /// <summary>Nobody answers for this device at the moment.</summary>
    /// <param name="DeviceId">Which.</param>
    /// <param name="Why">For its diagnosis.</param>
    public sealed record Abandoned(DeviceId DeviceId, string Why);

    /// <summary>Events were lost on their way here, nobody knows which: all subscribers are behind.</summary>
    public sealed record Missed(long Count);

    /// <summary>To whoever brings the events here: what the subscribers want now.</summary>
    /// <param name="Kinds">Of which kinds.</param>
    /// <param name="Devices">Of which devices; <c>null</c>: of all.</param>
    public sealed record Wanted(EventKinds Kinds, ImmutableHashSet<DeviceId>? Devices)
    {
        /// <summary>Higher than that of what was wanted before.</summary>
        public long Number { get; init; }
    }

    /// <summary>
    /// From whoever brings the events here, in the place of <see cref="DeviceReplies.DeviceFound"/>: how a device stands. What happens after it is told to those whose wishes were
    /// known when it was asked.
    /// </summary>
    /// <param name="Device">How it stands.</param>
    /// <param name="Wanted">The number of what was <see cref="RouterMessages.Wanted"/> then.</param>
    public sealed record Stood(DeviceSnapshot Device, long Wanted);
}

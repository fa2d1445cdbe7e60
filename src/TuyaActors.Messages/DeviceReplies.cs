using System.Collections.Immutable;

namespace TuyaActors.Messages;

/// <summary>Answers to <see cref="DeviceQueries"/>.</summary>
public static class DeviceReplies
{
    /// <summary>The device asked for.</summary>
    public sealed record DeviceFound(DeviceSnapshot Device) : IWithDeviceId
    {
        /// <inheritdoc/>
        public DeviceId DeviceId => Device.DeviceId;
    }

    /// <summary>The fleet has no such device.</summary>
    public sealed record DeviceNotFound(DeviceId DeviceId) : IWithDeviceId;

    /// <summary>All devices.</summary>
    /// <param name="Found">Those that answered, by name.</param>
    /// <param name="Unavailable">Those that did not answer in time, or ended meanwhile.</param>
    public sealed record Devices(ImmutableArray<DeviceSnapshot> Found, ImmutableArray<DeviceId> Unavailable);

    /// <summary>The subscription stands; events follow.</summary>
    public sealed record Subscribed(EventFilter Filter);

    /// <summary>No event follows this.</summary>
    public sealed record Unsubscribed;
}

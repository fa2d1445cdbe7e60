namespace TuyaActors.Messages;

/// <summary>Questions to the router.</summary>
public static class DeviceQueries
{
    /// <summary>
    /// What is known of one device. Answered by <see cref="DeviceReplies.DeviceFound"/>, <see cref="DeviceReplies.DeviceNotFound"/>, or (only where
    /// a fresh answer was wanted) <see cref="DeviceReplies.DeviceNotAnswering"/>.
    /// </summary>
    public sealed record GetDevice(DeviceId DeviceId) : IWithDeviceId
    {
        /// <summary>Whether the device itself is asked for its values first. Otherwise the answer is what is known already, and no device is touched.</summary>
        public bool Fresh { get; init; }

        /// <summary>What a fresh question comes to when the device does not answer in time.</summary>
        public Fallback Fallback { get; init; }

        /// <summary>How long a fresh answer is waited for; <c>null</c>: the fleet's <c>tuya.command-timeout</c>, for a sleeping device too.</summary>
        public DateTimeOffset? Deadline { get; init; }
    }

    /// <summary>
    /// What is known of the devices, by name and then id. Answered by <see cref="DeviceReplies.Devices"/>, or by <see cref="DeviceReplies.Refused"/>;
    /// touches no device.
    /// </summary>
    /// <param name="Timeout">How long a device's actor may take to answer; it then counts as unavailable. <c>null</c>, zero or less: 2 s.</param>
    public sealed record GetDevices(TimeSpan? Timeout = null)
    {
        /// <summary>Only those that pass; <c>null</c>: all.</summary>
        public DeviceFilter? Filter { get; init; }

        /// <summary>Only this part of the answer; <c>null</c>: all of it.</summary>
        public Page? Page { get; init; }
    }

    /// <summary>One definition with its revision. Answered by <see cref="DeviceReplies.DefinitionFound"/> or <see cref="DeviceReplies.DeviceNotFound"/>.</summary>
    public sealed record GetDefinition(DeviceId DeviceId) : IWithDeviceId;

    /// <summary>The definitions that the selector means (<c>null</c>: all), by name and then id. Answered by <see cref="DeviceReplies.Definitions"/>.</summary>
    public sealed record GetDefinitions(DeviceSelector? Devices = null);

    /// <summary>
    /// How a device came to stand where it does. Answered by <see cref="DeviceReplies.HistoryFound"/> or <see cref="DeviceReplies.DeviceNotFound"/>;
    /// touches no device.
    /// </summary>
    public sealed record GetHistory(DeviceId DeviceId) : IWithDeviceId;

    /// <summary>
    /// The frames that went over a device's connection in the last minute, since somebody looks (see <see cref="FrameRecording"/>). Answered by
    /// <see cref="DeviceReplies.FramesRecorded"/> or <see cref="DeviceReplies.DeviceNotFound"/>.
    /// </summary>
    public sealed record GetFrames(DeviceId DeviceId) : IWithDeviceId;

    /// <summary>Who has been heard on the LAN lately, by id. Answered by <see cref="DeviceReplies.Sightings"/>; asks nobody.</summary>
    public sealed record GetSightings;

    /// <summary>How the fleet is. Answered by <see cref="FleetHealth"/>.</summary>
    public sealed record GetHealth;

    /// <summary>
    /// Sends the sender every event that the filter lets through, until it unsubscribes or stops; once more: the new filter takes the place of the
    /// former. Answered by <see cref="DeviceReplies.Subscribed"/>. A sender that is too slow misses events beyond <c>tuya.subscribers.buffer</c>, and
    /// is told by <see cref="DeviceEvents.Lagged"/>; to know how far it is, <c>Akka.Actor.Identify</c> is sent to it among the events, which every
    /// actor answers by itself.
    /// </summary>
    public sealed record Subscribe(EventFilter Filter);

    /// <summary>Ends the sender's subscription. Answered by <see cref="DeviceReplies.Unsubscribed"/>.</summary>
    public sealed record Unsubscribe;
}

/// <summary>What a fresh question comes to when the device does not answer.</summary>
public enum Fallback
{
    /// <summary><see cref="DeviceReplies.DeviceNotAnswering"/>, with the outcome of the attempt.</summary>
    None,

    /// <summary>The last known state, marked <see cref="DeviceSnapshot.Stale"/>.</summary>
    Stale,
}

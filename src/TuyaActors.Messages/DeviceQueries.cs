namespace TuyaActors.Messages;

/// <summary>Questions to the router.</summary>
public static class DeviceQueries
{
    /// <summary>What is known of one device. Answered by <see cref="DeviceReplies.DeviceFound"/> or <see cref="DeviceReplies.DeviceNotFound"/>.</summary>
    public sealed record GetDevice(DeviceId DeviceId) : IWithDeviceId;

    /// <summary>What is known of all devices, by name. Answered by <see cref="DeviceReplies.Devices"/>.</summary>
    /// <param name="Timeout">How long a device may take to answer; it then counts as unavailable. <c>null</c>, zero or less: 2 s.</param>
    public sealed record GetDevices(TimeSpan? Timeout = null);

    /// <summary>How the fleet is. Answered by <see cref="FleetHealth"/>.</summary>
    public sealed record GetHealth;

    /// <summary>Sends the sender every event that the filter lets through, until it unsubscribes or stops. Answered by <see cref="DeviceReplies.Subscribed"/>.</summary>
    public sealed record Subscribe(EventFilter Filter);

    /// <summary>Ends the sender's subscription. Answered by <see cref="DeviceReplies.Unsubscribed"/>.</summary>
    public sealed record Unsubscribe;
}

using System.Collections.Immutable;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Wire;

/// <summary>Between a node's exchange and the posts of the nodes that host devices.</summary>
internal static class ExchangeMessages
{
    /// <summary>From a device's host: what was asked under this number is answered.</summary>
    public sealed record Answered(long Number, object Reply) : IClusterMessage;

    /// <summary>
    /// What was asked under this number has reached the device's actor (over the link, where there is one). Where the node is lost before that, it is asked once more.
    /// </summary>
    public sealed record Taken(long Number) : IClusterMessage;

    /// <summary>From a device's host: it has not been carried out, and the device goes to another node, which is to be asked.</summary>
    public sealed record Returned(long Number) : IClusterMessage;

    /// <summary>
    /// From an exchange to a post: what happens to the devices there is to be told to the sender. Said again until the link tells that it is known
    /// (<see cref="LinkItems.InterestTaken"/>).
    /// </summary>
    /// <param name="Link">Its number; another one than before: nothing of the former link counts any more.</param>
    /// <param name="Version">Of the interest.</param>
    /// <param name="Interest">What the node's subscribers want.</param>
    public sealed record OpenLink(long Link, long Version, Interest Interest) : IClusterMessage;

    /// <summary>From a post: the next items of a link, in order.</summary>
    /// <param name="Link">The link's number.</param>
    /// <param name="First">The number of the first; the link's first is 1.</param>
    /// <param name="Items">One of <see cref="LinkItems"/> each.</param>
    public sealed record Batch(long Link, long First, ImmutableArray<object> Items) : IClusterMessage;

    /// <summary>To a post: all items up to this have come.</summary>
    /// <param name="Link">The link's number.</param>
    /// <param name="UpTo">The last item's number.</param>
    /// <param name="IsGap">Whether a later one has come too early: what is between is to be sent once more.</param>
    public sealed record Acknowledge(long Link, long UpTo, bool IsGap) : IClusterMessage;
}

/// <summary>What the subscribers of a node want to know.</summary>
/// <param name="Kinds">Of which kinds; changes of state are told in any case.</param>
/// <param name="Devices">Of which devices; <c>null</c>: of all.</param>
/// <param name="Watched">The DPs that somebody subscribes to by number.</param>
internal sealed record Interest(EventKinds Kinds, ImmutableHashSet<DeviceId>? Devices, ImmutableArray<WatchedDevice> Watched)
{
    public static Interest None { get; } = new(EventKinds.None, null, []);

    /// <summary>Whether an event is to be told, as far as the device and the kind say.</summary>
    public bool Wants(IDeviceEvent e) =>
        e is DeviceEvents.StateChanged || ((Devices is null || Devices.Contains(e.DeviceId)) && new EventFilter([], Kinds).Wants(e));
}

/// <summary>The DPs of a device that somebody subscribes to by number.</summary>
/// <param name="DeviceId">Which; <c>null</c>: of all of which nothing else is said.</param>
/// <param name="Dps">The DPs; none where the device is an exception.</param>
internal sealed record WatchedDevice(DeviceId? DeviceId, ImmutableArray<int> Dps);

/// <summary>What goes over a link, in the order in which it happened at the node that hosts the devices.</summary>
internal static class LinkItems
{
    /// <summary>The node hosts this device (a device behind a gateway is hosted with it).</summary>
    /// <param name="DeviceId">Which.</param>
    /// <param name="Incarnation">Higher than that of whoever hosted it before.</param>
    /// <param name="State">Where it stands.</param>
    /// <param name="Finding">What is wrong with it.</param>
    public sealed record Hosted(DeviceId DeviceId, long Incarnation, DeviceState State, DiagnosisKind? Finding) : IClusterMessage;

    /// <summary>The node hosts it no more.</summary>
    public sealed record Gone(DeviceId DeviceId, long Incarnation) : IClusterMessage;

    /// <summary>Something happened.</summary>
    /// <param name="Incarnation">Of the device; 0: it is not the node's (a sighting of a stranger).</param>
    /// <param name="Event">An <see cref="IDeviceEvent"/>.</param>
    public sealed record Happened(long Incarnation, object Event) : IClusterMessage;

    /// <summary>How a device stands, as it was asked for: what was told before it is covered by it.</summary>
    /// <param name="Number">Of the question.</param>
    /// <param name="Device">The answer.</param>
    public sealed record Stands(long Number, DeviceSnapshot Device) : IClusterMessage;

    /// <summary>The interest of this version counts from here on.</summary>
    public sealed record InterestTaken(long Version) : IClusterMessage;

    /// <summary>So many events found no room.</summary>
    public sealed record Missed(long Count) : IClusterMessage;
}

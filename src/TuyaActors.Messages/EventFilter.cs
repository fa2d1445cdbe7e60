using System.Collections.Immutable;

namespace TuyaActors.Messages;

/// <summary>Which events a subscriber wants.</summary>
/// <param name="Devices">Only of these devices; empty: of all.</param>
/// <param name="Kinds">Only of these kinds.</param>
public sealed record EventFilter(ImmutableHashSet<DeviceId> Devices, EventKinds Kinds)
{
    /// <summary>
    /// Of <see cref="DeviceEvents.DpsReported"/> only those that report one of these DPs; null or empty: all. While somebody asks so for a DP of an
    /// energy meter, the device is asked to measure it more often (<c>tuya.refresh</c>).
    /// </summary>
    public ImmutableHashSet<int>? Dps { get; init; }

    /// <summary>
    /// Only of these devices; <c>null</c>: those of <see cref="Devices"/>. Both set: of either. Whoever has the name, the tag or the group at the time
    /// is meant: a device that gets the tag later is heard of from then on, its snapshot first.
    /// </summary>
    public DeviceSelector? Selector { get; init; }

    /// <summary>Everything but sightings, of all devices.</summary>
    public static EventFilter Default { get; } = new([], EventKinds.Devices);

    /// <summary>Everything but sightings, of one device.</summary>
    public static EventFilter Of(DeviceId device) => new([device], EventKinds.Devices);

    /// <summary>Sightings only.</summary>
    public static EventFilter Sightings { get; } = new([], EventKinds.Sightings);

    /// <summary>Whether the event passes. <see cref="DeviceEvents.Lagged"/> always does.</summary>
    /// <param name="e">The event.</param>
    /// <param name="definition">Its device's, which the <see cref="Selector"/> looks at; <c>null</c>: the device is not of the fleet.</param>
    public bool Lets(IDeviceEvent e, DeviceDefinition? definition = null)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e is DeviceEvents.Lagged || (IsOf(e.DeviceId, definition) && Wants(e));
    }

    /// <summary>Whether an event of this kind, and with these DPs, passes, whichever device it is of.</summary>
    public bool Wants(IDeviceEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return (Kinds & KindOf(e)) != 0 && LetsDps(e);
    }

    private bool IsOf(DeviceId id, DeviceDefinition? definition) =>
        (Devices.IsEmpty && Selector is null) || Devices.Contains(id) || (definition is not null && Selector?.Selects(definition) == true);

    private bool LetsDps(IDeviceEvent e) =>
        Dps is null or { IsEmpty: true } || e is not DeviceEvents.DpsReported reported || reported.Dps.Keys.Any(Dps.Contains);

    private static EventKinds KindOf(IDeviceEvent e) => e switch
    {
        DeviceEvents.StateChanged => EventKinds.States,
        DeviceEvents.DpsReported => EventKinds.Reports,
        DeviceEvents.SnapshotTaken => EventKinds.Snapshots,
        DeviceEvents.Sighted or DeviceEvents.SubDeviceSeen => EventKinds.Sightings,
        _ => EventKinds.Definitions,
    };
}

/// <summary>Kinds of events.</summary>
[Flags]
public enum EventKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="DeviceEvents.StateChanged"/>.</summary>
    States = 1,

    /// <summary><see cref="DeviceEvents.DpsReported"/>.</summary>
    Reports = 2,

    /// <summary><see cref="DeviceEvents.Added"/>, <see cref="DeviceEvents.Updated"/>, <see cref="DeviceEvents.Removed"/>.</summary>
    Definitions = 4,

    /// <summary><see cref="DeviceEvents.Sighted"/>, <see cref="DeviceEvents.SubDeviceSeen"/>.</summary>
    Sightings = 8,

    /// <summary><see cref="DeviceEvents.SnapshotTaken"/>: first how each device stands, then what happens.</summary>
    Snapshots = 16,

    /// <summary>All that happens to the fleet's own devices, without a look at how they stand first.</summary>
    Changes = States | Reports | Definitions,

    /// <summary>All that concerns the fleet's own devices: how they stand, and then what happens to them.</summary>
    Devices = Changes | Snapshots,
}

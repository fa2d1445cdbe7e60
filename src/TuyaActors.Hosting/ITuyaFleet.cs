using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Hosting;

/// <summary>
/// The fleet for code without actors: every call is a message to it and back. Thread-safe, never blocks; calls before the fleet has started
/// wait for it.
/// </summary>
/// <remarks>
/// <para>A time-out travels with the command: what has not been sent by then is never sent. <c>null</c> means the fleet's own
/// (<c>tuya.command-timeout</c>, for a sleeping battery device <c>tuya.battery.command-timeout</c>).</para>
/// <para>Cancelling ends the waiting, not the command: nothing calls back what is on its way to a device, so it may be carried out until its
/// time-out. Only a reader of <see cref="Events"/>, <see cref="Sightings"/> or <see cref="ScanAsync"/> leaves nothing behind.</para>
/// <para>What devices and definitions come to is told by replies. Thrown are only: <see cref="OperationCanceledException"/>;
/// <see cref="ArgumentException"/> for a question that contradicts itself; <see cref="TimeoutException"/> when the fleet itself does not answer,
/// or has not started; <see cref="ObjectDisposedException"/> when it has ended; and <see cref="TuyaDeviceException"/> where said.</para>
/// </remarks>
public interface ITuyaFleet
{
    /// <summary>Its name; <see cref="TuyaFleets.DefaultName"/> where it was given none.</summary>
    string Name { get; }

    /// <summary>One device, to be used without naming it again. Costs nothing, and is good whether or not the fleet has it (yet).</summary>
    ITuyaDevice Device(DeviceId id) => new FleetDevice(this, id);

    /// <summary>The device of this name, without regard to case.</summary>
    /// <exception cref="TuyaDeviceException">None bears it, or several do.</exception>
    async Task<ITuyaDevice> DeviceNamedAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        var bearers = (await GetDefinitionsAsync(DeviceSelector.Named(name), cancellationToken).ConfigureAwait(false)).Select(d => d.Definition.Id).ToList();
        return bearers switch
        {
            [var id] => Device(id),
            [] => throw new TuyaDeviceException(default, $"the fleet has no device named '{name}'"),
            _ => throw new TuyaDeviceException(default, $"the fleet has {bearers.Count} devices named '{name}': {string.Join(", ", bearers)}"),
        };
    }

    /// <summary>What is known of all devices, by name. Touches none of them; those whose actor does not answer in time are listed apart.</summary>
    Task<DeviceReplies.Devices> GetDevicesAsync(CancellationToken cancellationToken = default) => GetDevicesAsync(null, null, cancellationToken);

    /// <summary>What is known of the devices that pass the filter (<c>null</c>: all), or of a part of them.</summary>
    Task<DeviceReplies.Devices> GetDevicesAsync(DeviceFilter? filter, Page? page = null, CancellationToken cancellationToken = default);

    /// <summary>What is known of one device, or <c>null</c> where the fleet has none of that id. Does not touch it.</summary>
    Task<DeviceSnapshot?> GetDeviceAsync(DeviceId id, CancellationToken cancellationToken = default) =>
        GetDeviceAsync(id, false, cancellationToken: cancellationToken);

    /// <summary>The same, after asking the device itself for its values.</summary>
    /// <param name="id">Which.</param>
    /// <param name="fresh">Whether it is asked; <c>false</c>: as above.</param>
    /// <param name="fallback">What a device that does not answer comes to: <see cref="Fallback.Stale"/> is the last known state, marked stale.</param>
    /// <param name="timeout">How long its answer is waited for.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="TuyaDeviceException">It does not answer, and there is to be no fallback.</exception>
    Task<DeviceSnapshot?> GetDeviceAsync(
        DeviceId id, bool fresh, Fallback fallback = Fallback.None, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Sets DPs; a device that is not online keeps the wish until the time-out.</summary>
    Task<CommandOutcome> SetDpsAsync(DeviceId id, DpSet dps, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Sets DPs of many devices: one outcome for each, by the time-out.</summary>
    /// <param name="devices">Whom.</param>
    /// <param name="dps">What.</param>
    /// <param name="timeout">How long all of it may take.</param>
    /// <param name="each">How long each device may take, from the moment it is told; <c>null</c>: until the time-out.</param>
    /// <param name="parallelism">How many are told at once; <c>null</c>: <c>tuya.many.parallelism</c>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<DeviceReplies.Outcomes> SetDpsAsync(
        DeviceSelector devices, DpSet dps, TimeSpan? timeout = null, TimeSpan? each = null, int? parallelism = null, CancellationToken cancellationToken = default);

    /// <summary>Asks the device for all its values; confirmed with what it answered.</summary>
    Task<CommandOutcome> RefreshAsync(DeviceId id, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        RefreshAsync(id, timeout, null, cancellationToken);

    /// <summary>The same; the <see cref="DeviceEvents.DpsReported"/> of the answer bears the ticket (at most 64 characters), for those who listen.</summary>
    Task<CommandOutcome> RefreshAsync(DeviceId id, TimeSpan? timeout, string? ticket, CancellationToken cancellationToken = default);

    /// <summary>Asks many devices for all their values; parameters as for <c>SetDpsAsync</c> of many.</summary>
    Task<DeviceReplies.Outcomes> RefreshAsync(
        DeviceSelector devices, TimeSpan? timeout = null, TimeSpan? each = null, int? parallelism = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits until the device rests, as after a cover has moved: no command of it is on its way and no value has changed for
    /// <c>tuya.idle-after</c>. Confirmed with what is reported then. Give it a time-out: a cover rarely keeps the fleet's.
    /// </summary>
    Task<CommandOutcome> WhenIdleAsync(DeviceId id, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Lets the device show which one it is: a switch of it is turned over twice. <paramref name="dpId"/> <c>null</c>: DP 20, else 1.</summary>
    Task<CommandOutcome> IdentifyAsync(DeviceId id, int? dpId = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Connects now, whatever the device waits for. Acknowledged at once.</summary>
    Task<CommandOutcome> ReconnectAsync(DeviceId id, CancellationToken cancellationToken = default);

    /// <summary>Takes a device into the fleet.</summary>
    Task<FleetReply> AddDeviceAsync(DeviceDefinition definition, CancellationToken cancellationToken = default) => AddDeviceAsync(definition, null, cancellationToken);

    /// <summary>The same, into this LAN segment; see <see cref="FleetCommands.AddDevice.Segment"/>.</summary>
    Task<FleetReply> AddDeviceAsync(DeviceDefinition definition, string? segment, CancellationToken cancellationToken = default);

    /// <summary>Replaces a device's definition, e.g. after its key has changed.</summary>
    Task<FleetReply> UpdateDeviceAsync(DeviceDefinition definition, CancellationToken cancellationToken = default) =>
        UpdateDeviceAsync(definition, null, cancellationToken);

    /// <summary>The same, if it still has this revision; else <see cref="FleetReply.Conflict"/>.</summary>
    Task<FleetReply> UpdateDeviceAsync(DeviceDefinition definition, long? expectedRevision, CancellationToken cancellationToken = default);

    /// <summary>Takes a device out of the fleet.</summary>
    Task<FleetReply> RemoveDeviceAsync(DeviceId id, CancellationToken cancellationToken = default) => RemoveDeviceAsync(id, null, cancellationToken);

    /// <summary>The same, if its definition still has this revision; else <see cref="FleetReply.Conflict"/>.</summary>
    Task<FleetReply> RemoveDeviceAsync(DeviceId id, long? expectedRevision, CancellationToken cancellationToken = default);

    /// <summary>Gives a device another name.</summary>
    Task<FleetReply> RenameDeviceAsync(DeviceId id, string name, long? expectedRevision = null, CancellationToken cancellationToken = default);

    /// <summary>Gives a device tags and takes others from it.</summary>
    Task<FleetReply> TagDeviceAsync(
        DeviceId id, IEnumerable<string>? add, IEnumerable<string>? remove = null, long? expectedRevision = null, CancellationToken cancellationToken = default);

    /// <summary>Puts a device into a group; <c>null</c>: into none.</summary>
    Task<FleetReply> GroupDeviceAsync(DeviceId id, string? group, long? expectedRevision = null, CancellationToken cancellationToken = default);

    /// <summary>Takes many devices in; what is already there and the same stays untouched. Answers <see cref="FleetReply.Imported"/>.</summary>
    Task<FleetReply> ImportDevicesAsync(IEnumerable<DeviceDefinition> definitions, CancellationToken cancellationToken = default) =>
        ImportDevicesAsync(definitions, false, cancellationToken);

    /// <summary>The same; a dry run only says what would change.</summary>
    Task<FleetReply> ImportDevicesAsync(IEnumerable<DeviceDefinition> definitions, bool dryRun, CancellationToken cancellationToken = default) =>
        ImportDevicesAsync(definitions, dryRun, null, cancellationToken);

    /// <summary>The same; those that the fleet does not have yet go into this LAN segment, see <see cref="FleetCommands.AddDevice.Segment"/>.</summary>
    Task<FleetReply> ImportDevicesAsync(IEnumerable<DeviceDefinition> definitions, bool dryRun, string? segment, CancellationToken cancellationToken = default);

    /// <summary>
    /// Seals all local keys in the database with another master key, and forgets the former one; answers <see cref="FleetReply.MasterKeyRotated"/>.
    /// What a power cut interrupts, the next start brings to its end.
    /// </summary>
    Task<FleetReply> RotateMasterKeyAsync(CancellationToken cancellationToken = default);

    /// <summary>A device's definition with its revision, or <c>null</c> where the fleet has none of that id.</summary>
    Task<StoredDefinition?> GetDefinitionAsync(DeviceId id, CancellationToken cancellationToken = default);

    /// <summary>The definitions of these devices (<c>null</c>: of all), by name.</summary>
    Task<ImmutableArray<StoredDefinition>> GetDefinitionsAsync(DeviceSelector? devices = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// What happens, from the first <c>MoveNextAsync</c> on, after a snapshot of each device concerned (<see cref="DeviceEvents.SnapshotTaken"/>);
    /// ends with the cancellation or the fleet. A reader that is too slow gets one <see cref="DeviceEvents.Lagged"/> with the number it missed.
    /// <paramref name="filter"/> <c>null</c>: all but sightings.
    /// </summary>
    IAsyncEnumerable<IDeviceEvent> Events(EventFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Each announcement heard on the LAN, of devices that the fleet has and of others; ends with the cancellation or the fleet.</summary>
    async IAsyncEnumerable<DeviceEvents.Sighted> Sightings([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var e in Events(EventFilter.Sightings, cancellationToken).ConfigureAwait(false))
        {
            if (e is DeviceEvents.Sighted sighted)
                yield return sighted;
        }
    }

    /// <summary>
    /// Asks the LAN who is there, and tells each device once, as it is heard, whether the fleet has it or not. Many announce themselves only
    /// every 5 to 10 s.
    /// </summary>
    /// <param name="duration">How long to listen; <c>null</c>: until cancelled.</param>
    /// <param name="cancellationToken">Ends it early, with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidOperationException">The fleet cannot hear anybody: discovery is off, or has none of its ports; the message says which.</exception>
    IAsyncEnumerable<DeviceSighting> ScanAsync(TimeSpan? duration = null, CancellationToken cancellationToken = default);

    /// <summary>How a device came to stand where it does, or <c>null</c> where the fleet has none of that id. Does not touch it.</summary>
    Task<DeviceHistory?> GetHistoryAsync(DeviceId id, CancellationToken cancellationToken = default);

    /// <summary>
    /// What went over a device's connection in the last minute, or <c>null</c> where the fleet has none of that id. Nothing is recorded while nobody
    /// looks: the first call begins it, and each keeps it going for a minute.
    /// </summary>
    Task<FrameRecording?> GetFramesAsync(DeviceId id, CancellationToken cancellationToken = default);

    /// <summary>Who has been heard on the LAN in the last hour, of devices that the fleet has and of others, by id. Asks nobody.</summary>
    Task<ImmutableArray<SightingRecord>> GetSightingsAsync(CancellationToken cancellationToken = default);

    /// <summary>How the fleet is, from what it knows already.</summary>
    Task<FleetHealth> GetHealthAsync(CancellationToken cancellationToken = default);
}

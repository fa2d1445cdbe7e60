using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Akka.Actor;
using TuyaActors.Discovery;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Hosting;

/// <summary><see cref="ITuyaFleet"/> over the fleet's and the router's mailboxes.</summary>
internal sealed class FleetClient(ActorSystem system, string name) : ITuyaFleet
{
    // The fleet answers from memory: this is only reached where a host is overloaded.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    // Above the command's own deadline, so that the outcome (which says more) comes first.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    // Commands without a time-out of their own end by tuya.command-timeout, those for a sleeping battery device by tuya.battery.command-timeout;
    // an ask must outlive any sensible value of these.
    private static readonly TimeSpan LongestCommand = TimeSpan.FromHours(25);

    private readonly FleetDoors _doors = new(system, name);

    public string Name => name;

    public Task<DeviceReplies.Devices> GetDevicesAsync(DeviceFilter? filter, Page? page = null, CancellationToken cancellationToken = default) =>
        AskRouter<DeviceReplies.Devices>(new DeviceQueries.GetDevices { Filter = filter, Page = page }, AnswerWithin, cancellationToken);

    public async Task<DeviceSnapshot?> GetDeviceAsync(
        DeviceId id, bool fresh, Fallback fallback = Fallback.None, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var question = new DeviceQueries.GetDevice(id) { Fresh = fresh, Fallback = fallback, Deadline = fresh ? Deadline(timeout) : null };
        return (Answered(await AskRouter<object>(question, fresh ? Wait(timeout) : AnswerWithin, cancellationToken).ConfigureAwait(false)) as DeviceReplies.DeviceFound)?.Device;
    }

    private static object Answered(object reply) => reply is DeviceReplies.DeviceNotAnswering { DeviceId: var id, Outcome: var outcome }
        ? throw new TuyaDeviceException(id, $"'{id}' did not answer: {outcome.Sentence}", (outcome as CommandOutcome.Offline)?.Diagnosis, outcome)
        : reply;

    public Task<CommandOutcome> SetDpsAsync(DeviceId id, DpSet dps, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Command(new DeviceCommands.SetDps(id, dps, Deadline(timeout)) { TraceParent = Trace }, timeout, cancellationToken);

    public Task<DeviceReplies.Outcomes> SetDpsAsync(
        DeviceSelector devices, DpSet dps, TimeSpan? timeout = null, TimeSpan? each = null, int? parallelism = null, CancellationToken cancellationToken = default) =>
        AskRouter<DeviceReplies.Outcomes>(new DeviceCommands.SetDpsOfMany(devices, dps, Deadline(timeout), each, parallelism) { TraceParent = Trace }, Wait(timeout), cancellationToken);

    public Task<CommandOutcome> RefreshAsync(DeviceId id, TimeSpan? timeout, string? ticket, CancellationToken cancellationToken = default) =>
        Command(new DeviceCommands.Refresh(id, Deadline(timeout), ticket) { TraceParent = Trace }, timeout, cancellationToken);

    public Task<DeviceReplies.Outcomes> RefreshAsync(
        DeviceSelector devices, TimeSpan? timeout = null, TimeSpan? each = null, int? parallelism = null, CancellationToken cancellationToken = default) =>
        AskRouter<DeviceReplies.Outcomes>(new DeviceCommands.RefreshMany(devices, Deadline(timeout), each, parallelism) { TraceParent = Trace }, Wait(timeout), cancellationToken);

    public Task<CommandOutcome> WhenIdleAsync(DeviceId id, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Command(new DeviceCommands.WhenIdle(id, Deadline(timeout)) { TraceParent = Trace }, timeout, cancellationToken);

    public Task<CommandOutcome> IdentifyAsync(DeviceId id, int? dpId = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Command(new DeviceCommands.Identify(id, dpId, Deadline(timeout)) { TraceParent = Trace }, timeout, cancellationToken);

    public Task<CommandOutcome> ReconnectAsync(DeviceId id, CancellationToken cancellationToken = default) =>
        AskRouter<CommandOutcome>(new DeviceCommands.Reconnect(id) { TraceParent = Trace }, AnswerWithin, cancellationToken);

    public Task<FleetReply> AddDeviceAsync(DeviceDefinition definition, string? segment, CancellationToken cancellationToken = default) =>
        Change(new FleetCommands.AddDevice(definition) { Segment = segment }, cancellationToken);

    public Task<FleetReply> UpdateDeviceAsync(DeviceDefinition definition, long? expectedRevision, CancellationToken cancellationToken = default) =>
        Change(new FleetCommands.UpdateDevice(definition, expectedRevision), cancellationToken);

    public Task<FleetReply> RemoveDeviceAsync(DeviceId id, long? expectedRevision, CancellationToken cancellationToken = default) =>
        Change(new FleetCommands.RemoveDevice(id, expectedRevision), cancellationToken);

    public Task<FleetReply> RenameDeviceAsync(DeviceId id, string name, long? expectedRevision = null, CancellationToken cancellationToken = default) =>
        Change(new FleetCommands.RenameDevice(id, name, expectedRevision), cancellationToken);

    public Task<FleetReply> TagDeviceAsync(
        DeviceId id, IEnumerable<string>? add, IEnumerable<string>? remove = null, long? expectedRevision = null, CancellationToken cancellationToken = default) =>
        Change(new FleetCommands.TagDevice(id, [.. add ?? []], [.. remove ?? []], expectedRevision), cancellationToken);

    public Task<FleetReply> GroupDeviceAsync(DeviceId id, string? group, long? expectedRevision = null, CancellationToken cancellationToken = default) =>
        Change(new FleetCommands.GroupDevice(id, group, expectedRevision), cancellationToken);

    public Task<FleetReply> ImportDevicesAsync(IEnumerable<DeviceDefinition> definitions, bool dryRun, string? segment, CancellationToken cancellationToken = default) =>
        Change(new FleetCommands.ImportDevices([.. definitions], dryRun) { Segment = segment }, cancellationToken);

    public Task<FleetReply> RotateMasterKeyAsync(CancellationToken cancellationToken = default) =>
        Change(new FleetCommands.RotateMasterKey(), cancellationToken);

    public async Task<StoredDefinition?> GetDefinitionAsync(DeviceId id, CancellationToken cancellationToken = default) =>
        (await AskFleet<object>(new DeviceQueries.GetDefinition(id), cancellationToken).ConfigureAwait(false) as DeviceReplies.DefinitionFound)?.Stored;

    public async Task<ImmutableArray<StoredDefinition>> GetDefinitionsAsync(DeviceSelector? devices = null, CancellationToken cancellationToken = default) =>
        (await AskFleet<DeviceReplies.Definitions>(new DeviceQueries.GetDefinitions(devices), cancellationToken).ConfigureAwait(false)).Found;

    public async Task<DeviceHistory?> GetHistoryAsync(DeviceId id, CancellationToken cancellationToken = default) =>
        (Answered(await AskRouter<object>(new DeviceQueries.GetHistory(id), AnswerWithin, cancellationToken).ConfigureAwait(false)) as DeviceReplies.HistoryFound)?.History;

    public async Task<FrameRecording?> GetFramesAsync(DeviceId id, CancellationToken cancellationToken = default) =>
        (Answered(await AskRouter<object>(new DeviceQueries.GetFrames(id), AnswerWithin, cancellationToken).ConfigureAwait(false)) as DeviceReplies.FramesRecorded)?.Recording;

    public async Task<ImmutableArray<SightingRecord>> GetSightingsAsync(CancellationToken cancellationToken = default) =>
        (await AskRouter<DeviceReplies.Sightings>(new DeviceQueries.GetSightings(), AnswerWithin, cancellationToken).ConfigureAwait(false)).Heard;

    public Task<FleetHealth> GetHealthAsync(CancellationToken cancellationToken = default) =>
        AskRouter<FleetHealth>(new DeviceQueries.GetHealth(), AnswerWithin, cancellationToken);

    public async IAsyncEnumerable<IDeviceEvent> Events(EventFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var actors = await _doors.Open(cancellationToken).ConfigureAwait(false);
        var channel = new EventChannel();
        var subscriber = SubscriberActor.Subscribe(system, actors.Router, filter ?? EventFilter.Default, channel);
        try
        {
            await foreach (var e in channel.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return e;
        }
        finally
        {
            system.Stop(subscriber);
        }
    }

    public async IAsyncEnumerable<DeviceSighting> ScanAsync(TimeSpan? duration = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RequireEars(await GetHealthAsync(cancellationToken).ConfigureAwait(false));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // It listens before it asks: the first answers come within milliseconds.
        await using var sightings = new EventFeed<DeviceEvents.Sighted>(((ITuyaFleet)this).Sightings, end.Token);
        (await _doors.Open(cancellationToken).ConfigureAwait(false)).Discovery.Tell(new DiscoveryMessages.ProbeNow());
        if (duration is { } time)
            end.CancelAfter(time);
        var told = new HashSet<DeviceId>();
        while (await Heard(sightings, cancellationToken).ConfigureAwait(false))
        {
            if (told.Add(sightings.Current.DeviceId))
                yield return sightings.Current.Sighting;
        }
    }

    /// <summary>Whether there was one more; not when the time is up.</summary>
    private static async Task<bool> Heard(EventFeed<DeviceEvents.Sighted> sightings, CancellationToken cancellationToken)
    {
        try
        {
            return await sightings.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void RequireEars(FleetHealth health)
    {
        if (health.UdpPorts.IsEmpty)
            throw new InvalidOperationException($"the fleet '{name}' does not listen to the LAN: tuya.discovery is off");
        if (!health.UdpPorts.Any(port => port.Bound))
            throw new InvalidOperationException($"the fleet '{name}' cannot listen to the LAN: {string.Join(" ", health.UdpPorts.Select(port => port.Problem))}");
    }

    // Whoever traces his own doings finds each command's way below them.
    private static string? Trace => Activity.Current?.Id;

    private DateTimeOffset? Deadline(TimeSpan? timeout) => timeout is { } time ? system.Scheduler.Now + time : null;

    private static TimeSpan Wait(TimeSpan? timeout) => timeout is { } time ? (time > TimeSpan.Zero ? time : TimeSpan.Zero) + Grace : LongestCommand;

    private Task<CommandOutcome> Command(IDeviceCommand command, TimeSpan? timeout, CancellationToken cancellationToken) =>
        AskRouter<CommandOutcome>(command, Wait(timeout), cancellationToken);

    private Task<T> AskRouter<T>(object message, TimeSpan within, CancellationToken cancellationToken) =>
        _doors.Ask<T>(static actors => actors.Router, message, within, cancellationToken);

    private Task<FleetReply> Change(object message, CancellationToken cancellationToken) => AskFleet<FleetReply>(message, cancellationToken);

    private Task<T> AskFleet<T>(object message, CancellationToken cancellationToken) =>
        _doors.Ask<T>(static actors => actors.Fleet, message, AnswerWithin, cancellationToken);
}

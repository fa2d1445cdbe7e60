using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Probes;

/// <summary>A fleet that answers as the test says and remembers what it was asked.</summary>
internal sealed class ScriptedFleet : ITuyaFleet
{
    private readonly Lock _gate = new();
    private readonly List<(EventFilter? Filter, Channel<IDeviceEvent> Events)> _subscriptions = [];
    private readonly List<IDeviceEvent> _early = [];
    private bool _eventsEnded;

    public ConcurrentDictionary<DeviceId, DeviceSnapshot> Known { get; } = new();

    public List<DeviceId> Unavailable { get; } = [];

    public List<DeviceDefinition> Added { get; } = [];

    public List<(DeviceId Id, DpSet Dps, TimeSpan? Timeout)> Sets { get; } = [];

    public List<TimeSpan?> Refreshes { get; } = [];

    public Func<DeviceDefinition, FleetReply> OnAdd { get; set; } = d => new FleetReply.Done(d.Id);

    public Func<DeviceId, DpSet, CancellationToken, Task<CommandOutcome>> OnSet { get; set; } =
        (id, dps, _) => Task.FromResult<CommandOutcome>(new CommandOutcome.Confirmed(id, dps));

    public Func<DeviceId, CancellationToken, Task<CommandOutcome>> OnRefresh { get; set; } =
        (id, _) => Task.FromResult<CommandOutcome>(new CommandOutcome.Acknowledged(id));

    public Func<Task<FleetHealth>> OnHealth { get; set; } = () => Task.FromResult(Snapshots.Health());

    public Func<Exception>? Fails { get; set; }

    /// <summary>Completes once somebody reads events.</summary>
    public TaskCompletionSource Subscribed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What those who read events now want of them.</summary>
    public IReadOnlyList<EventFilter?> Subscriptions
    {
        get
        {
            lock (_gate)
            {
                return [.. _subscriptions.Select(subscription => subscription.Filter)];
            }
        }
    }

    /// <summary>How many events those who subscribed have not taken yet.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _subscriptions.Sum(subscription => subscription.Events.Reader.Count);
            }
        }
    }

    /// <summary>Something happens: all who read events hear of it; where nobody does yet, the first who will.</summary>
    public void Publish(params IDeviceEvent[] events)
    {
        lock (_gate)
        {
            if (_subscriptions.Count == 0)
            {
                _early.AddRange(events);
            }

            _subscriptions.ForEach(subscription => Array.ForEach(events, e => subscription.Events.Writer.TryWrite(e)));
        }
    }

    public void EndEvents()
    {
        lock (_gate)
        {
            _eventsEnded = true;
            _subscriptions.ForEach(subscription => subscription.Events.Writer.TryComplete());
        }
    }

    public ScriptedFleet With(params DeviceSnapshot[] devices)
    {
        foreach (var device in devices)
        {
            Known[device.DeviceId] = device;
            var definition = new DeviceDefinition(device.DeviceId) { Name = device.Name, Gateway = device.Gateway, Cid = device.Cid, Group = device.Group, Tags = device.Tags };
            Definitions[device.DeviceId] = new StoredDefinition(definition, 1, Snapshots.Now);
        }

        return this;
    }

    public string Name => TuyaFleets.DefaultName;

    public Task<DeviceReplies.Devices> GetDevicesAsync(DeviceFilter? filter, Page? page = null, CancellationToken cancellationToken = default) =>
        Fails is { } fail
            ? Task.FromException<DeviceReplies.Devices>(fail())
            : Task.FromResult(Page(
                [
                    .. Known.Values
                        .Where(d => filter?.Devices?.Selects(Definitions[d.DeviceId].Definition) ?? true)
                        .Where(d => filter is null or { States.IsEmpty: true } || filter.States.Contains(d.State))
                        .Where(d => filter?.Segment is not { } segment || string.Equals(d.Segment, segment, StringComparison.OrdinalIgnoreCase))
                        .Where(d => filter?.Text is not { } text || d.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                        .OrderBy(d => d.Name, StringComparer.Ordinal),
                ],
                page));

    private DeviceReplies.Devices Page(List<DeviceSnapshot> found, Page? page) =>
        new([.. page is null ? found : found.Skip(page.Skip).Take(page.Take)], [.. Unavailable]) { Total = found.Count };

    public Task<DeviceSnapshot?> GetDeviceAsync(
        DeviceId id, bool fresh, Fallback fallback = Fallback.None, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => Task.FromResult(Known.GetValueOrDefault(id));

    public Task<CommandOutcome> SetDpsAsync(DeviceId id, DpSet dps, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        Sets.Add((id, dps, timeout));
        return OnSet(id, dps, cancellationToken);
    }

    public Task<CommandOutcome> RefreshAsync(DeviceId id, TimeSpan? timeout, string? ticket, CancellationToken cancellationToken = default)
    {
        Refreshes.Add(timeout);
        return OnRefresh(id, cancellationToken);
    }

    public Task<CommandOutcome> WhenIdleAsync(DeviceId id, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<CommandOutcome> ReconnectAsync(DeviceId id, CancellationToken cancellationToken = default) =>
        Task.FromResult<CommandOutcome>(Known.ContainsKey(id) ? new CommandOutcome.Acknowledged(id) : new CommandOutcome.UnknownDevice(id));

    public Task<FleetReply> AddDeviceAsync(DeviceDefinition definition, string? segment, CancellationToken cancellationToken = default)
    {
        Added.Add(definition);
        return Task.FromResult(OnAdd(definition));
    }

    public Task<FleetReply> UpdateDeviceAsync(DeviceDefinition definition, long? expectedRevision, CancellationToken cancellationToken = default)
    {
        var revision = Definitions[definition.Id].Revision + 1;
        if (expectedRevision is { } expected && expected != revision - 1)
        {
            return Task.FromResult<FleetReply>(new FleetReply.Conflict(definition.Id, expected, revision - 1));
        }

        Definitions[definition.Id] = new StoredDefinition(definition, revision, Snapshots.Now);
        return Task.FromResult<FleetReply>(new FleetReply.Done(definition.Id, revision));
    }

    public Task<FleetReply> RemoveDeviceAsync(DeviceId id, long? expectedRevision, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<FleetReply> ImportDevicesAsync(IEnumerable<DeviceDefinition> definitions, bool dryRun, string? segment, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<FleetReply> RotateMasterKeyAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public List<(DeviceSelector Devices, DpSet? Dps, TimeSpan? Timeout, TimeSpan? Each, int? Parallelism)> ManyCommands { get; } = [];

    public Task<DeviceReplies.Outcomes> SetDpsAsync(
        DeviceSelector devices, DpSet dps, TimeSpan? timeout = null, TimeSpan? each = null, int? parallelism = null, CancellationToken cancellationToken = default) =>
        Many(devices, dps, timeout, each, parallelism);

    public Task<DeviceReplies.Outcomes> RefreshAsync(
        DeviceSelector devices, TimeSpan? timeout = null, TimeSpan? each = null, int? parallelism = null, CancellationToken cancellationToken = default) =>
        Many(devices, null, timeout, each, parallelism);

    private Task<DeviceReplies.Outcomes> Many(DeviceSelector devices, DpSet? dps, TimeSpan? timeout, TimeSpan? each, int? parallelism)
    {
        ManyCommands.Add((devices, dps, timeout, each, parallelism));
        return Task.FromResult(new DeviceReplies.Outcomes(
            [.. Definitions.Values.Where(stored => devices.Selects(stored.Definition)).Select(CommandOutcome (stored) => new CommandOutcome.Confirmed(stored.Definition.Id, dps ?? DpSet.Empty))],
            [.. devices.Tags.Except(Definitions.Values.SelectMany(stored => stored.Definition.Tags)).Select(tag => $"tag '{tag}'")]));
    }

    public List<(DeviceId Id, int? Dp, TimeSpan? Timeout)> Identified { get; } = [];

    public Task<CommandOutcome> IdentifyAsync(DeviceId id, int? dpId = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        Identified.Add((id, dpId, timeout));
        return Task.FromResult<CommandOutcome>(new CommandOutcome.Acknowledged(id));
    }

    public Task<FleetReply> RenameDeviceAsync(DeviceId id, string name, long? expectedRevision = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<FleetReply> TagDeviceAsync(
        DeviceId id, IEnumerable<string>? add, IEnumerable<string>? remove = null, long? expectedRevision = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<FleetReply> GroupDeviceAsync(DeviceId id, string? group, long? expectedRevision = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Those known, unless the test says otherwise.</summary>
    public Dictionary<DeviceId, StoredDefinition> Definitions { get; } = [];

    public Task<StoredDefinition?> GetDefinitionAsync(DeviceId id, CancellationToken cancellationToken = default) => Task.FromResult(Definitions.GetValueOrDefault(id));

    /// <summary>Until when nobody gets all definitions.</summary>
    public Task HasDefinitions { get; set; } = Task.CompletedTask;

    public async Task<ImmutableArray<StoredDefinition>> GetDefinitionsAsync(DeviceSelector? devices = null, CancellationToken cancellationToken = default)
    {
        await HasDefinitions;
        return [.. Definitions.Values.Where(stored => devices?.Selects(stored.Definition) ?? true)];
    }

    public Func<TimeSpan?, IAsyncEnumerable<DeviceSighting>> OnScan { get; set; } = _ => AsyncEnumerable.Empty<DeviceSighting>();

    public IAsyncEnumerable<DeviceSighting> ScanAsync(TimeSpan? duration = null, CancellationToken cancellationToken = default) => OnScan(duration);

    public async IAsyncEnumerable<IDeviceEvent> Events(EventFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var subscription = Subscribe(filter);
        try
        {
            Subscribed.TrySetResult();
            await foreach (var happened in subscription.Events.Reader.ReadAllAsync(cancellationToken))
            {
                if (filter is null || filter.Lets(happened))
                {
                    yield return happened;
                }
            }
        }
        finally
        {
            lock (_gate)
            {
                _subscriptions.Remove(subscription);
            }
        }
    }

    private (EventFilter? Filter, Channel<IDeviceEvent> Events) Subscribe(EventFilter? filter)
    {
        lock (_gate)
        {
            var subscription = (filter, Channel.CreateUnbounded<IDeviceEvent>());
            _subscriptions.Add(subscription);
            // As the router does: first how each device stands.
            if (filter is null || (filter.Kinds & EventKinds.Snapshots) != 0)
            {
                foreach (var device in Known.Values.OrderBy(device => device.Name, StringComparer.Ordinal))
                {
                    subscription.Item2.Writer.TryWrite(new DeviceEvents.SnapshotTaken(device, Snapshots.Now));
                }
            }

            _early.ForEach(e => subscription.Item2.Writer.TryWrite(e));
            _early.Clear();
            if (_eventsEnded)
            {
                subscription.Item2.Writer.TryComplete();
            }

            return subscription;
        }
    }

    public Dictionary<DeviceId, DeviceHistory> Histories { get; } = [];

    public Dictionary<DeviceId, FrameRecording> Recordings { get; } = [];

    public List<SightingRecord> Heard { get; } = [];

    public Task<DeviceHistory?> GetHistoryAsync(DeviceId id, CancellationToken cancellationToken = default) => Task.FromResult(Histories.GetValueOrDefault(id));

    public Task<FrameRecording?> GetFramesAsync(DeviceId id, CancellationToken cancellationToken = default) => Task.FromResult(Recordings.GetValueOrDefault(id));

    public Task<ImmutableArray<SightingRecord>> GetSightingsAsync(CancellationToken cancellationToken = default) => Task.FromResult(Heard.ToImmutableArray());

    public Task<FleetHealth> GetHealthAsync(CancellationToken cancellationToken = default) => OnHealth();
}

using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using TuyaActors.Admission;
using TuyaActors.Cluster.Directory;
using TuyaActors.Cluster.Exchange;
using TuyaActors.Cluster.Segment;
using TuyaActors.Cluster.Wire;
using TuyaActors.Device.Facts;
using TuyaActors.Fleet;
using TuyaActors.Messages;
using TuyaActors.Router;
using TuyaActors.Settings;
using TuyaActors.Turns;

namespace TuyaActors.Cluster.Front;

/// <summary>
/// The fleet as a node of a cluster has it (<c>/user/tuya</c>): takes what the fleet of one segment takes, and answers alike, wherever the devices are. Knows from the directory
/// which devices there are; each has a door here, so that the node's own router serves commands, questions and subscriptions as it does elsewhere.
/// </summary>
internal sealed partial class ClusterFleetActor : UntypedActor, IWithStash
{
    /// <summary>Asks for what the devices of the node's segment need. Answered by <see cref="SegmentNode"/>.</summary>
    public sealed record GetSegmentNode;

    /// <summary>The shard region of the node's segment is there.</summary>
    public sealed record SegmentStarted(IActorRef Region);

    /// <summary>Asks in which segment a device is. Answered by <see cref="Is"/>.</summary>
    public sealed record WhereIs(DeviceId DeviceId);

    /// <summary>From the head of the segment: which of its devices has another segment stored later. Answered by a <see cref="HeadMessages.Release"/> for each.</summary>
    public sealed record WhatIsOutdone;

    /// <summary>Where a device is.</summary>
    /// <param name="DeviceId">Which.</param>
    /// <param name="Segment">The segment; null: the fleet does not have it.</param>
    public sealed record Is(DeviceId DeviceId, string? Segment);

    /// <summary>What a crash of this actor must not lose: its children outlive it, and they are known only here. Handed over by the props.</summary>
    public sealed class Memory
    {
        internal Memory()
        {
        }

        internal FleetRecords Records { get; } = new();
        internal Dictionary<DeviceId, IActorRef> Doors { get; } = [];
        internal IActorRef Exchange { get; set; } = ActorRefs.Nobody;
        internal IActorRef Router { get; set; } = ActorRefs.Nobody;
        internal IActorRef? Region { get; set; }
        internal SegmentNode? Node { get; set; }
        internal bool IsSynced { get; set; }
        internal long DoorNumber { get; set; }
    }

    private readonly ClusterPlace _place;
    private readonly FleetSpec _spec;
    private readonly Memory _memory;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    /// <summary>By way of <see cref="Props"/>.</summary>
    public ClusterFleetActor(ClusterPlace place, FleetSpec spec, Memory memory) => (_place, _spec, _memory) = (place, spec, memory);

    public IStash Stash { get; set; } = null!;

    /// <summary>How to make one.</summary>
    public static Props Props(ClusterPlace place, FleetSpec spec)
    {
        var memory = new Memory();
        return Akka.Actor.Props.Create(() => new ClusterFleetActor(place, spec, memory));
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

    protected override void PreStart()
    {
        if (!_memory.Exchange.IsNobody())
            return;
        _spec.Telemetry.Begin();
        _memory.Exchange = Context.ActorOf(ExchangeActor.Props(_place), "exchange");
        _memory.Router = Context.ActorOf(RouterActor.Props(_spec.Settings, _spec.Telemetry, _memory.Exchange).WithDispatcher(TurnDispatcher.In(Context.System)), "router");
        _memory.Exchange.Tell(new ExchangeActor.Here(_memory.Router));
        Context.ActorOf(DirectoryReplicaActor.Props(_place), "directory");
        if (_place.Segment is null)
            return;
        var post = Context.ActorOf(PostActor.Props(), "post");
        _memory.Node = new SegmentNode(
            _place,
            _spec,
            Self,
            post,
            Context.ActorOf(DefinitionsActor.Props(_spec.Storage), "definitions"),
            Context.ActorOf(AdmissionActor.Props(_spec.Settings.MaxHandshakes, _spec.Telemetry), "admission"),
            Context.ActorOf(StorageWatchActor.Props(post, _spec.Storage.Settings.Mode != PersistenceMode.Memory), "storage"));
        if (_spec.Storage.Settings.Mode != PersistenceMode.System)
            Context.ActorOf(OwnStorageWatchActor.Props(_place.Segment, _spec.Storage.Settings.Mode), "own-storage");
    }

    /// <summary>The children are not stopped: they are restarted along with this one.</summary>
    protected override void PreRestart(Exception reason, object message) => Stash.UnstashAll();

    protected override void PostStop() => _spec.Telemetry.End();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case FleetMessages.GetDoors:
                Sender.Tell(new FleetMessages.Doors(Self, _memory.Exchange));
                break;
            case GetSegmentNode:
                Sender.Tell(_memory.Node!);
                break;
            case SegmentStarted started:
                _memory.Region = started.Region;
                _memory.Exchange.Tell(new ExchangeActor.RegionHere(_place.Segment!, started.Region));
                break;
            case DirectoryReplicaActor.Records records:
                Take(records.Changed);
                break;
            case HeadMessages.Changed changed:
                Take(changed.Effects);
                break;
            case DirectoryReplicaActor.Synced:
                _memory.IsSynced = true;
                Stash.UnstashAll();
                break;
            case ExchangeActor.Restarted:
                TellAll();
                break;
            case ExchangeActor.Reconcile:
                _memory.Exchange.Tell(message);
                break;
            case WhatIsOutdone:
                foreach (var release in _memory.Records.All.Select(record => Outdone(record.DeviceId)).OfType<HeadMessages.Release>())
                    Sender.Tell(release, ActorRefs.NoSender);
                break;
            case WhereIs where:
                Sender.Tell(new Is(where.DeviceId, _memory.Records.Find(where.DeviceId)?.Segment));
                break;
            // Whoever asks before the directory is known would be told that there is no such device.
            case not null when !_memory.IsSynced:
                Stash.Stash();
                break;
            case FleetCommands.AddDevice or FleetCommands.UpdateDevice or FleetCommands.RemoveDevice or FleetCommands.RenameDevice
                or FleetCommands.TagDevice or FleetCommands.GroupDevice or FleetCommands.ImportDevices or FleetCommands.RotateMasterKey:
                Change(message);
                break;
            case DeviceQueries.GetDefinition one:
                Sender.Tell(_memory.Records.Find(one.DeviceId) is { Stored: { } stored } ? new DeviceReplies.DefinitionFound(stored) : new DeviceReplies.DeviceNotFound(one.DeviceId));
                break;
            case DeviceQueries.GetDefinitions many:
                Sender.Tell(new DeviceReplies.Definitions(
                [
                    .. _memory.Records.All.Select(record => record.Stored!).Where(stored => many.Devices?.Selects(stored.Definition) ?? true)
                        .OrderBy(stored => stored.Definition.Name, StringComparer.OrdinalIgnoreCase).ThenBy(stored => stored.Definition.Id.Value, StringComparer.Ordinal),
                ]));
                break;
            default:
                // Behind what the router is told of the devices by the same way.
                _memory.Exchange.Forward(new ExchangeActor.ForRouter(message!));
                break;
        }
    }

    // ---- who is where

    private void Take(ImmutableArray<DirectoryRecord> records)
    {
        foreach (var record in records)
        {
            var before = _memory.Records.Find(record.DeviceId);
            if (!_memory.Records.Take(record))
                continue;
            Tell(record.DeviceId, before, record.At);
            // One that moved while nobody was there to let it go.
            if (_memory.Node is { } node && Outdone(record.DeviceId) is { } release)
                node.Post.Tell(new PostActor.ForHead(release));
        }
    }

    private HeadMessages.Release? Outdone(DeviceId device) => _memory.Records.IsOutdone(device, _place.Segment!) && _memory.Records.Find(device) is { Stored: { } stored } elsewhere
        ? new HeadMessages.Release(device, elsewhere.Segment, stored.ChangedAt)
        : null;

    private void Tell(DeviceId device, DirectoryRecord? before, DateTimeOffset at)
    {
        if (_memory.Records.Find(device) is not { Stored: { } stored, Segment: var segment })
        {
            if (_memory.Doors.Remove(device))
                _memory.Exchange.Tell(new ExchangeActor.Unroute(device, at));
            return;
        }

        if (before?.Stored == stored && before.Segment == segment)
            return;
        var definition = stored.Definition;
        if (!_memory.Doors.TryGetValue(device, out var door))
            _memory.Doors[device] = door = Context.ActorOf(DeviceDoorActor.Props(device, _memory.Exchange), $"door-{++_memory.DoorNumber}");
        _memory.Exchange.Tell(RouteOf(definition, door, segment) with
        {
            News = before is null ? new DeviceEvents.Added(device, definition.Name, at) : new DeviceEvents.Updated(device, definition.Name, at),
        });
    }

    private ExchangeActor.Route RouteOf(DeviceDefinition definition, IActorRef door, string segment) =>
        new(new RouterMessages.Known(definition, door) { Segment = segment }, definition.Gateway ?? definition.Id, Patience(definition));

    private TimeSpan Patience(DeviceDefinition definition) =>
        definition.Mode == ConnectionMode.Battery ? _spec.Settings.Battery.CommandTimeout : _spec.Settings.CommandTimeout;

    private void TellAll()
    {
        _memory.Exchange.Tell(new ExchangeActor.Here(_memory.Router));
        if (_memory.Region is { } region)
            _memory.Exchange.Tell(new ExchangeActor.RegionHere(_place.Segment!, region));
        foreach (var (device, door) in _memory.Doors)
        {
            if (_memory.Records.Find(device) is { Stored: { } stored } record)
                _memory.Exchange.Tell(RouteOf(stored.Definition, door, record.Segment));
        }
    }
}

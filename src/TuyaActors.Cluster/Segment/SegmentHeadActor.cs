using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using TuyaActors.Cluster.Directory;
using TuyaActors.Cluster.Exchange;
using TuyaActors.Cluster.Front;
using TuyaActors.Cluster.Wire;
using TuyaActors.Device.Facts;
using TuyaActors.Discovery;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Registry;
using TuyaActors.Router;

namespace TuyaActors.Cluster.Segment;

/// <summary>
/// The head of a segment, a singleton among its nodes: the only door for its definitions, and the owner of its discovery. What changes goes to the registry first; when
/// it is stored, to the hosts of the devices and into the directory.
/// </summary>
internal sealed partial class SegmentHeadActor : UntypedActor, IWithTimers
{
    private sealed record ReconcileDue;

    // What was told to a host and was lost on its way there is told again within a minute.
    private static readonly TimeSpan ReconcileEach = TimeSpan.FromSeconds(30);

    private readonly SegmentNode _node;
    private readonly IActorRef _region;
    private readonly string _segment;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly TransitKeys _transit = new();
    private readonly Queue<IActorRef> _reports = [];
    private readonly Queue<IActorRef> _heard = [];
    private RegistryState _state = RegistryState.Empty;
    private StorageHealth _storage = new(false, null);
    private bool _hasRecovered;
    private readonly List<(HeadMessages.Change Change, IActorRef Asker)> _early = [];
    private IActorRef _registry = ActorRefs.Nobody;
    private IActorRef _discovery = ActorRefs.Nobody;
    private IActorRef _directory = ActorRefs.Nobody;
    private IActorRef _sightings = ActorRefs.Nobody;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public SegmentHeadActor(SegmentNode node, IActorRef region) => (_node, _region, _segment) = (node, region, node.Place.Segment!);

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    public static Props Props(SegmentNode node, IActorRef region) => Akka.Actor.Props.Create(() => new SegmentHeadActor(node, region));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

    protected override void PreStart()
    {
        _directory = Context.ActorOf(DirectoryWriterActor.Props(_node.Place), "directory");
        _sightings = Context.ActorOf(SightingDoorActor.Props(_region), "sightings");
        _discovery = Context.ActorOf(DiscoveryActor.Props(_node.Spec.Settings.Discovery, Self), "discovery");
        _registry = Context.ActorOf(RegistryKeeperActor.Props(_node.Spec.Storage), "registry");
        _node.Post.Tell(new PostActor.HeadHere(Self));
        Timers.StartPeriodicTimer(nameof(ReconcileDue), new ReconcileDue(), ReconcileEach);
        _log.Info("This node is the head of segment '{0}' now", _segment);
    }

    protected override void PostStop()
    {
        foreach (var asker in _reports)
            asker.Tell(new HeadMessages.Report(_segment, [], _storage));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case HeadMessages.Change change:
                if (_hasRecovered)
                    Change(change, Sender);
                else
                    _early.Add((change, Sender));
                break;
            case RegistryMessages.Carried carried:
                Carried(carried);
                break;
            case RegistryMessages.Recovered recovered:
                Recovered(recovered.State);
                break;
            case RegistryMessages.Failed failed:
                _log.Error("The definitions of segment '{0}' cannot be read: {1}", _segment, failed.Problem);
                foreach (var (_, asker) in _early)
                    asker.Tell(new HeadMessages.Changed(new FleetReply.NotStored(default, failed.Problem), []));
                _early.Clear();
                break;
            case RegistryMessages.StorageChanged changed:
                _node.StorageWatch.Tell(new StorageMessages.RegistryChanged(changed.Problem));
                break;
            case DirectoryWriterActor.OutOfDate outOfDate:
                // Those behind gateways have gone with these.
                foreach (var device in outOfDate.Devices.Where(device => _state.Find(device) is null))
                    _region.Tell(new HostMessages.Leave(device, IsMoved: false));
                break;
            case ReconcileDue:
                _node.Front.Tell(new ExchangeActor.Reconcile());
                break;
            case HeadMessages.GetTransitKey:
                Sender.Tell(_transit.Public);
                break;
            case HeadMessages.GetReport:
                _reports.Enqueue(Sender);
                _discovery.Tell(new DiscoveryMessages.CompleteHealth(new FleetHealth(0, ImmutableSortedDictionary<DeviceState, int>.Empty, []), Self));
                break;
            case FleetHealth health when _reports.TryDequeue(out var asker):
                asker.Tell(new HeadMessages.Report(_segment, health.UdpPorts, _storage));
                break;
            case HeadMessages.GetHeard:
                _heard.Enqueue(Sender);
                _discovery.Tell(new DeviceQueries.GetSightings());
                break;
            case DeviceReplies.Sightings sightings when _heard.TryDequeue(out var asker):
                asker.Tell(new HeadMessages.Heard(_segment, sightings.Heard));
                break;
            case HeadMessages.Probe:
                _discovery.Tell(new DiscoveryMessages.ProbeNow());
                break;
            case DeviceEvents.Sighted sighted:
                _node.Post.Tell(sighted);
                if (!sighted.Sighting.Known)
                    LookForStranger(sighted.Sighting);
                break;
            case StorageHealth storage:
                _storage = storage;
                break;
            // What came of the devices that the segment was given.
            case FleetReply.NotStored notStored:
                _log.Error("The devices that segment '{0}' was given could not be stored: {1}", _segment, notStored.Reason);
                break;
            case FleetReply:
                break;
            default:
                if (!Moving(message))
                    Unhandled(message);
                break;
        }
    }

    // ---- definitions

    private void Change(HeadMessages.Change change, IActorRef asker)
    {
        if (change.VoidAt <= Now && change.VoidAt != default)
            return;
        if (change.Command is UnknownMessage unknown)
        {
            asker.Tell(new HeadMessages.Changed(new FleetReply.Refused(default, $"the head of segment '{_segment}' does not know '{unknown.Manifest}'; bring all nodes to the same version"), []));
            return;
        }

        var keys = new Dictionary<DeviceId, LocalKey>();
        foreach (var sealedKey in change.Keys)
        {
            if (_transit.Open(sealedKey) is not { } key)
            {
                asker.Tell(new HeadMessages.StaleTransitKey());
                return;
            }

            keys[sealedKey.DeviceId] = key;
        }

        // Who has the definition from another node has it without its key, and means that it shall stay.
        var command = CommandKeys.With(change.Command, id => keys.GetValueOrDefault(id) ?? _state.Find(id)?.Definition.Key);
        _registry.Tell(new RegistryMessages.Carry(command, asker));
    }

    private void Carried(RegistryMessages.Carried carried)
    {
        var effects = Apply(carried.Events);
        _state = carried.After ?? _state;
        if (carried.Reply is FleetReply.Imported { DryRun: false } imported)
        {
            foreach (var refused in imported.RefusedOnes)
                _log.Warning("Device {0}", refused.Sentence);
        }

        if (TakeForMove(carried))
            return;
        carried.Request.ReplyTo.Tell(carried.Request.ReplyTo.Equals(Self) ? carried.Reply : new HeadMessages.Changed(carried.Reply, effects));
    }

    /// <summary>At the start, and after a failure of the registry: all that is stored.</summary>
    private void Recovered(RegistryState state)
    {
        foreach (var gone in _state.All.Where(stored => state.Find(stored.Definition.Id) is null))
            _discovery.Tell(new RouterMessages.Forgotten(gone.Definition.Id));
        _state = state;
        foreach (var stored in state.All.Where(stored => !stored.Definition.IsSubDevice))
        {
            Introduce(stored.Definition);
            _region.Tell(new HostMessages.Look(stored.Definition.Id, []));
        }

        _directory.Tell(new DirectoryWriterActor.WriteAll([.. state.All.Select(Record)]));
        if (_hasRecovered)
            return;
        _hasRecovered = true;
        // Once, as a fleet of one segment does: a head that only moves brings nothing back.
        if (!_node.Spec.Devices.IsEmpty && _node.Given.TryTake())
            _registry.Tell(new RegistryMessages.Carry(new FleetCommands.ImportDevices(_node.Spec.Devices), Self));
        foreach (var (change, asker) in _early)
            Change(change, asker);
        _early.Clear();
        foreach (var (release, asker) in _earlyReleases)
            LetGo(release, asker);
        _earlyReleases.Clear();
        _node.Front.Tell(new ClusterFleetActor.WhatIsOutdone());
    }

    private ImmutableArray<DirectoryRecord> Apply(ImmutableArray<RegistryEvent> events)
    {
        var looks = new Dictionary<DeviceId, List<DeviceId>>();
        var effects = ImmutableArray.CreateBuilder<DirectoryRecord>(events.Length);
        var known = _state;
        foreach (var e in events)
        {
            switch (e)
            {
                case RegistryEvent.Stored { Definition: var stored }:
                    var former = known.Find(stored.Definition.Id)?.Definition;
                    Look(looks, stored.Definition.Gateway ?? stored.Definition.Id, former is null ? stored.Definition.Id : null);
                    if (former?.Gateway is { } gateway && gateway != stored.Definition.Gateway)
                        Look(looks, gateway, null);
                    if (!stored.Definition.IsSubDevice)
                        Introduce(stored.Definition);
                    effects.Add(Record(stored));
                    break;
                case RegistryEvent.Removed removed:
                    if (known.Find(removed.DeviceId)?.Definition.Gateway is { } host)
                        Look(looks, host, null);
                    else
                        _region.Tell(new HostMessages.Leave(removed.DeviceId, IsMoved: _leaving.ContainsKey(removed.DeviceId)));
                    _discovery.Tell(new RouterMessages.Forgotten(removed.DeviceId));
                    var gone = new DirectoryRecord(_segment, removed.DeviceId, removed.At, null);
                    effects.Add(_goneWith.TryGetValue(removed.DeviceId, out var with) ? gone with { MovedTo = with.To, MovedAt = with.StoredAt } : gone);
                    break;
            }

            known = known.Apply(e);
        }

        foreach (var (host, added) in looks.Where(look => !_arriving.Contains(look.Key) && known.Find(look.Key) is not null))
            _region.Tell(new HostMessages.Look(host, [.. added]));
        var told = effects.ToImmutable();
        if (!told.IsEmpty)
            _directory.Tell(new DirectoryWriterActor.Write(told));
        return told;
    }

    private static void Look(Dictionary<DeviceId, List<DeviceId>> looks, DeviceId host, DeviceId? added)
    {
        if (!looks.TryGetValue(host, out var news))
            looks[host] = news = [];
        if (added is { } id)
            news.Add(id);
    }

    private void Introduce(DeviceDefinition definition) => _discovery.Tell(new RouterMessages.Known(definition, _sightings));

    private DirectoryRecord Record(StoredDefinition stored) =>
        new(_segment, stored.Definition.Id, stored.ChangedAt, stored with { Definition = stored.Definition with { Key = null } });
}

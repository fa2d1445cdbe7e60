using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using TuyaActors.Cluster.Wire;
using TuyaActors.Device;
using TuyaActors.Device.Facts;
using TuyaActors.Fleet;
using TuyaActors.Messages;
using TuyaActors.Settings;
using TuyaActors.Turns;

namespace TuyaActors.Cluster.Segment;

/// <summary>
/// Stands where the fleet stands otherwise: above one device that has a connection of its own, with the devices behind it. A shard entity, so that it is on one node of
/// the segment at a time; it lets go when the device's socket is closed, and not before.
/// </summary>
/// <remarks>
/// <code>
/// Reading --found--> Hosting --Look--> Hosting
///    |                  |
///    |                  +--HandOver, Leave--> Closing --device ended--> end
///    +--none--> Empty --Look--> Reading
/// </code>
/// </remarks>
internal sealed class DeviceHostActor : UntypedActor, IWithStash
{
    /// <summary>From the shard: another node takes over.</summary>
    public sealed record HandOver
    {
        public static HandOver Instance { get; } = new();
    }

    private sealed record LetGo;

    private sealed record DeviceEnded;

    // An answer may be on its way for a moment after nobody waits for it any more.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly SegmentNode _node;
    private readonly DeviceId _id;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HashSet<DeviceId> _added = [];
    private readonly Dictionary<DeviceId, DeviceDefinition> _definitions = [];
    private readonly Dictionary<DeviceId, IActorRef> _actors = [];
    private readonly List<(HostMessages.Carry Carry, IActorRef Sender)> _beforeAttached = [];
    private readonly RecentNumbers _taken = new();
    private bool _isReading;
    private bool _readAgain;
    private bool _isLeaving;
    private bool _isLettingGo;

    // Of a successor's life: it comes back here behind the end.
    private readonly List<IToHost> _afterwards = [];

    /// <summary>By way of <see cref="Props"/>.</summary>
    public DeviceHostActor(SegmentNode node, string entity) => (_node, _id) = (node, new DeviceId(entity));

    public IStash Stash { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    private bool IsHosting => _actors.ContainsKey(_id);

    /// <summary>How to make one; it reads its definitions at once.</summary>
    public static Props Props(SegmentNode node, string entity) => Akka.Actor.Props.Create(() => new DeviceHostActor(node, entity));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

    protected override void PreStart() => Read();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case DefinitionsActor.Found found:
                Take(found);
                break;
            case HostMessages.Look look when _isLettingGo:
                _afterwards.Add(look);
                break;
            case HostMessages.Look look:
                _added.UnionWith(look.Added);
                Read();
                break;
            case HostMessages.Leave when !IsHosting && _isReading:
                Stash.Stash();
                break;
            case HostMessages.Leave leave:
                Leave(leave);
                break;
            case HandOver:
                Close(new DeviceMessages.Close { HandsOver = true });
                break;
            case HostMessages.Carry when !IsHosting && _isReading:
                Stash.Stash();
                break;
            case HostMessages.Carry carry:
                Carry(carry, Sender);
                break;
            case HostMessages.Sighted sighted:
                // One that is not hosted (yet) is heard again soon.
                if (_actors.TryGetValue(_id, out var device))
                    device.Tell(new DeviceMessages.Sighted(sighted.Sighting));
                break;
            case FleetMessages.SubDeviceAttached attached:
                Attached(attached);
                break;
            case LetGo:
                End();
                break;
            case FactsMessages.Restored or FactsMessages.Trouble or FactsMessages.Well:
                break;
            // A newer node's word; whoever waits for an answer gives up in time.
            case UnknownMessage unknown:
                _log.Debug("'{0}' is not known to this version", unknown.Manifest);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // ---- definitions

    private void Read()
    {
        if (_isReading)
        {
            _readAgain = true;
            return;
        }

        _isReading = true;
        _node.Definitions.Tell(new DefinitionsActor.Find(_id));
    }

    private void Take(DefinitionsActor.Found found)
    {
        _isReading = false;
        // A device that has just been added is hosted only when what made it new has been read with it.
        if (_readAgain)
        {
            _readAgain = false;
            Read();
        }

        if (found.Own is { IsSubDevice: false } own)
            Define(own, found);
        else if (IsHosting)
            Leave(new HostMessages.Leave(_id, IsMoved: false));
        else if (!_isReading)
            LetGoOfNothing();
        if (IsHosting || !_isReading)
            Stash.UnstashAll();
    }

    private void Define(DeviceDefinition own, DefinitionsActor.Found found)
    {
        if (!IsHosting)
            Start(own);
        else if (_definitions[_id] != own)
            Redefine(own);
        var device = _actors[_id];
        foreach (var gone in _definitions.Keys.Where(id => id != _id && found.Behind.All(sub => sub.Id != id)).ToList())
        {
            var isRemoved = !found.IsInFleet(gone);
            device.Tell(new DeviceMessages.DetachSubDevice(gone) { IsRemoved = isRemoved });
            Forget(gone);
        }

        foreach (var sub in found.Behind)
        {
            var isKnown = _definitions.TryGetValue(sub.Id, out var former);
            if (isKnown && former == sub)
                continue;
            _definitions[sub.Id] = sub;
            device.Tell(new DeviceMessages.AttachSubDevice(sub) { IsNew = !isKnown && _added.Contains(sub.Id) });
        }
    }

    private void Start(DeviceDefinition own)
    {
        var spec = new DeviceSpec(_node.Spec.Settings, _node.Admission, _node.Post, _node.Spec.ConnectionProps, _node.Spec.Random)
        {
            Telemetry = _node.Spec.Telemetry,
            Dispatcher = TurnDispatcher.In(Context.System),
            Storage = _node.Spec.Storage,
            StorageWatch = _node.StorageWatch,
        };
        var device = Context.ActorOf(DeviceActor.Props(own, spec, isNew: _added.Contains(_id)), "device");
        Context.WatchWith(device, new DeviceEnded());
        Introduce(own, device);
        device.Tell(new DeviceMessages.Start());
    }

    private void Redefine(DeviceDefinition own)
    {
        _definitions[_id] = own;
        _actors[_id].Tell(new DeviceMessages.Redefine(own));
    }

    private void Attached(FleetMessages.SubDeviceAttached attached)
    {
        var id = attached.Definition.Id;
        // It may have been taken away meanwhile, or another definition is on its way.
        if (!_definitions.TryGetValue(id, out var wanted) || wanted != attached.Definition || _isLeaving)
            return;
        if (!_actors.TryGetValue(id, out var former) || !former.Equals(attached.Actor))
            Introduce(wanted, attached.Actor);
        attached.Actor.Tell(new DeviceMessages.Start());
        var waiting = _beforeAttached.Where(waiting => waiting.Carry.DeviceId == id).ToList();
        _beforeAttached.RemoveAll(waiting => waiting.Carry.DeviceId == id);
        foreach (var (carry, sender) in waiting)
            Carry(carry, sender);
    }

    private void Introduce(DeviceDefinition definition, IActorRef actor)
    {
        _definitions[definition.Id] = definition;
        _actors[definition.Id] = actor;
        _node.Post.Tell(new PostActor.Hosting(definition.Id, actor));
        _added.Remove(definition.Id);
    }

    private void Forget(DeviceId id)
    {
        _definitions.Remove(id);
        if (_actors.Remove(id, out var actor))
            _node.Post.Tell(new PostActor.Ending(id, actor));
    }

    // ---- commands and questions

    private void Carry(HostMessages.Carry carry, IActorRef exchange)
    {
        if (!_taken.Add(carry.Number, exchange))
            return;
        if (carry.VoidAt <= Now && carry.Message is IDeviceCommand)
            Answer(exchange, carry, new CommandOutcome.Expired(carry.DeviceId));
        else if (carry.Message is UnknownMessage unknown)
            Answer(exchange, carry, new CommandOutcome.Rejected(carry.DeviceId, $"its node does not know '{unknown.Manifest}'; bring all nodes to the same version"));
        else if (_actors.TryGetValue(carry.DeviceId, out var actor))
            Ask(actor, carry, exchange);
        else if (_definitions.ContainsKey(carry.DeviceId))
            Wait(carry, exchange);
        else if (_isReading)
            StashUntilRead(carry, exchange);
        else
            AnswerUnknown(exchange, carry);
    }

    private void Wait(HostMessages.Carry carry, IActorRef exchange)
    {
        _taken.Remove(carry.Number, exchange);
        _beforeAttached.Add((carry, exchange));
    }

    // Of one that has just been added, this reading may tell.
    private void StashUntilRead(HostMessages.Carry carry, IActorRef exchange)
    {
        _taken.Remove(carry.Number, exchange);
        Stash.Stash();
    }

    private void Ask(IActorRef actor, HostMessages.Carry carry, IActorRef exchange)
    {
        _node.Post.Tell(new PostActor.Taken(carry.Number, exchange));
        if (carry.Message is DeviceQueries.GetDevice)
        {
            _node.Post.Tell(new PostActor.Asked(carry.DeviceId, carry.Number, exchange));
            actor.Tell(carry.Message, _node.Post);
            return;
        }

        var patience = carry.VoidAt - Now;
        actor.Tell(carry.Message, Context.ActorOf(ReplyActor.Props(carry.Number, exchange, (patience > TimeSpan.Zero ? patience : TimeSpan.Zero) + Grace)));
    }

    private static void Answer(IActorRef exchange, HostMessages.Carry carry, CommandOutcome outcome) =>
        exchange.Tell(new ExchangeMessages.Answered(carry.Number, carry.Message is IDeviceCommand or UnknownMessage ? outcome : new DeviceReplies.DeviceNotAnswering(carry.DeviceId, outcome)));

    private static void AnswerUnknown(IActorRef exchange, HostMessages.Carry carry) => exchange.Tell(new ExchangeMessages.Answered(
        carry.Number, carry.Message is IDeviceCommand ? new CommandOutcome.UnknownDevice(carry.DeviceId) : new DeviceReplies.DeviceNotFound(carry.DeviceId)));

    // ---- the end

    private void Leave(HostMessages.Leave leave)
    {
        if (!IsHosting)
        {
            // What was learned of it goes with it, too.
            if (!leave.IsMoved && _node.Spec.Storage.Settings.Mode != PersistenceMode.Memory)
                Context.ActorOf(FactsActor.Props(_node.Spec.Storage, _id, isNew: false)).Tell(new FactsMessages.Forget());
            LetGoOfNothing();
            return;
        }

        _isLeaving = true;
        Close(new DeviceMessages.Leave());
    }

    private void Close(object how)
    {
        if (_actors.TryGetValue(_id, out var device))
        {
            device.Tell(how);
            Become(Closing);
        }
        else
        {
            Context.Stop(Self);
        }
    }

    private void Closing(object message)
    {
        switch (message)
        {
            case DeviceEnded:
                foreach (var (id, actor) in _actors)
                    _node.Post.Tell(new PostActor.Ending(id, actor));
                _actors.Clear();
                if (_isLeaving)
                    LetGoOfNothing();
                else
                    Context.Stop(Self);
                break;
            case LetGo:
                End();
                break;
            case HandOver:
                _isLeaving = false;
                if (_actors.Count == 0)
                    Context.Stop(Self);
                break;
            // It waits there until the next host is found.
            case IToHost toHost when !_isLeaving:
                Region.Tell(toHost, Sender);
                break;
            case HostMessages.Carry carry:
                AnswerUnknown(Sender, carry);
                break;
            case HostMessages.Look look:
                _afterwards.Add(look);
                break;
            default:
                break;
        }
    }

    private IActorRef Region => ClusterSharding.Get(Context.System).ShardRegion(_node.Place.RegionName(_node.Place.Segment!));

    private void LetGoOfNothing()
    {
        if (_isLettingGo)
            return;
        _isLettingGo = true;
        Context.Parent.Tell(new Passivate(new LetGo()));
    }

    /// <summary>What has come meanwhile is for a successor: the shard keeps it until there is one.</summary>
    private void End()
    {
        foreach (var message in _afterwards)
            Region.Tell(message);
        Context.Stop(Self);
    }
}

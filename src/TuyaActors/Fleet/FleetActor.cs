using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using TuyaActors.Admission;
using TuyaActors.Device;
using TuyaActors.Device.Facts;
using TuyaActors.Discovery;
using TuyaActors.Messages;
using TuyaActors.Registry;
using TuyaActors.Router;
using TuyaActors.Settings;

namespace TuyaActors.Fleet;

/// <summary>
/// The top of the fleet (<c>/user/tuya</c>): the only door for definitions, and the supervisor of everything else. A device that
/// crashes is restarted, its neighbours notice nothing.
/// </summary>
public sealed partial class FleetActor : UntypedActor
{
    // Who waits for the registry's answer; travels through it untouched.
    private sealed record ReplyTicket(IActorRef ReplyTo);

    private sealed class ImportTicket(IActorRef replyTo, int open)
    {
        public IActorRef ReplyTo { get; } = replyTo;
        public int Open { get; set; } = open;
        public int Added { get; set; }
        public int Updated { get; set; }
        public int Unchanged { get; set; }
        public List<FleetReply.Refused> Refused { get; } = [];
    }

    /// <summary>What a crash of this actor must not lose: its children outlive it, and they are known only here. Handed over by the props.</summary>
    public sealed class Memory
    {
        internal Memory()
        {
        }

        internal Dictionary<DeviceId, IActorRef> Devices { get; } = [];
        internal Dictionary<DeviceId, DeviceDefinition> SubDevices { get; } = [];
        internal List<IActorRef> AtTheDoors { get; } = [];
        internal IActorRef Registry { get; set; } = ActorRefs.Nobody;
        internal IActorRef Router { get; set; } = ActorRefs.Nobody;
        internal IActorRef Discovery { get; set; } = ActorRefs.Nobody;
        internal IActorRef Admission { get; set; } = ActorRefs.Nobody;
        internal IActorRef StorageWatch { get; set; } = ActorRefs.Nobody;
        internal long DeviceNumber { get; set; }
        internal bool Settled { get; set; }
    }

    private readonly FleetSpec _spec;
    private readonly Memory _memory;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    /// <summary>By way of <see cref="Props"/>.</summary>
    public FleetActor(FleetSpec spec, Memory memory) => (_spec, _memory) = (spec, memory);

    /// <summary>How to make one. It starts its children and takes in the devices it was given.</summary>
    public static Props Props(FleetSpec spec)
    {
        var memory = new Memory();
        return Akka.Actor.Props.Create(() => new FleetActor(spec, memory));
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        if (!_memory.Registry.IsNobody())
            return;
        _spec.Telemetry.Begin();
        _memory.Registry = Context.ActorOf(FleetRegistryActor.Props(), "registry");
        _memory.Admission = Context.ActorOf(AdmissionActor.Props(_spec.Settings.MaxHandshakes, _spec.Telemetry), "admission");
        _memory.Router = Context.ActorOf(RouterActor.Props(_spec.Settings), "router");
        _memory.Discovery = Context.ActorOf(DiscoveryActor.Props(_spec.Settings.Discovery, _memory.Router), "discovery");
        _memory.StorageWatch = Context.ActorOf(StorageWatchActor.Props(_memory.Router, _spec.Storage.Settings.Mode != PersistenceMode.Memory), "storage");
        _memory.Router.Tell(new DiscoveryMessages.Here(_memory.Discovery));
        Import(_spec.Devices, Self);
    }

    /// <summary>
    /// The children are not stopped. Akka restarts them along with this one: devices connect anew, but every reference that others
    /// hold, every subscription and every waiting definition stays good.
    /// </summary>
    protected override void PreRestart(Exception reason, object message)
    {
    }

    /// <inheritdoc/>
    protected override void PostStop() => _spec.Telemetry.End();

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case FleetCommands.AddDevice { Definition: null } or FleetCommands.UpdateDevice { Definition: null }:
                Sender.Tell(new FleetReply.Refused(default, "it has no definition"));
                break;
            case FleetCommands.AddDevice add:
                _memory.Registry.Tell(new RegistryMessages.Store(add.Definition, StoreMode.Add, new ReplyTicket(Sender)));
                break;
            case FleetCommands.UpdateDevice update:
                _memory.Registry.Tell(new RegistryMessages.Store(update.Definition, StoreMode.Replace, new ReplyTicket(Sender)));
                break;
            case FleetCommands.RemoveDevice remove:
                _memory.Registry.Tell(new RegistryMessages.Remove(remove.DeviceId, new ReplyTicket(Sender)));
                break;
            case FleetCommands.ImportDevices import:
                Import(import.Definitions.IsDefault ? [] : import.Definitions.RemoveAll(d => d is null), Sender);
                break;
            case RegistryMessages.Stored stored:
                Stored(stored);
                break;
            case RegistryMessages.Removed removed:
                Removed(removed);
                break;
            case RegistryMessages.NotStored notStored:
                NotStored(notStored);
                break;
            case FleetMessages.SubDeviceAttached attached:
                Attached(attached);
                break;
            case FleetMessages.GetDoors:
                _memory.AtTheDoors.Add(Sender);
                OpenDoors();
                break;
            case FleetMessages.Close:
                Close();
                break;
            case Ended ended:
                EndIfAllHave(ended.Device);
                break;
            case ClosedLongEnough:
                Context.Stop(Self);
                break;
            case FleetReply.Imported:
                _memory.Settled = true;
                OpenDoors();
                break;
            // Whoever knows only the fleet may send everything here.
            case IDeviceCommand or IManyCommand or DeviceQueries.GetDevice or DeviceQueries.GetDevices or DeviceQueries.GetHealth
                or DeviceQueries.Subscribe or DeviceQueries.Unsubscribe:
                _memory.Router.Forward(message);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Import(ImmutableArray<DeviceDefinition> definitions, IActorRef replyTo)
    {
        var ticket = new ImportTicket(replyTo, definitions.Length);
        // Gateways first: a sub-device is refused while its gateway is unknown.
        foreach (var definition in definitions.OrderBy(d => d.IsSubDevice))
            _memory.Registry.Tell(new RegistryMessages.Store(definition, StoreMode.AddOrReplace, ticket));
        if (definitions.IsEmpty)
            replyTo.Tell(new FleetReply.Imported(0, 0, 0, []));
    }

    private void Stored(RegistryMessages.Stored stored)
    {
        var (definition, previous) = (stored.Definition, stored.Previous);
        var unchanged = definition == previous;
        if (!unchanged)
            Apply(definition, previous);
        switch (stored.Ticket)
        {
            case ReplyTicket ticket:
                ticket.ReplyTo.Tell(new FleetReply.Done(definition.Id));
                break;
            case ImportTicket ticket:
                ticket.Added += previous is null ? 1 : 0;
                ticket.Updated += previous is not null && !unchanged ? 1 : 0;
                ticket.Unchanged += unchanged ? 1 : 0;
                Progress(ticket);
                break;
        }
    }

    private void Apply(DeviceDefinition definition, DeviceDefinition? previous)
    {
        var now = Context.System.Scheduler.Now;
        if (definition.Gateway is { } gateway)
        {
            if (previous?.Gateway is { } former && former != gateway)
                Detach(former, definition.Id, isRemoved: false);
            _memory.SubDevices[definition.Id] = definition;
            _memory.Devices[gateway].Tell(new DeviceMessages.AttachSubDevice(definition) { IsNew = previous is null && _memory.Settled });
        }
        else if (previous is null)
        {
            Start(definition, isNew: _memory.Settled);
        }
        else
        {
            _memory.Devices[definition.Id].Tell(new DeviceMessages.Redefine(definition));
        }

        if (previous is not null)
            _memory.Router.Tell(new RouterMessages.Redefined(definition));
        _memory.Router.Tell(previous is null
            ? new DeviceEvents.Added(definition.Id, definition.Name, now)
            : new DeviceEvents.Updated(definition.Id, definition.Name, now));
    }

    // What is there at the start was there before; what is added later begins with nothing.
    private void Start(DeviceDefinition definition, bool isNew)
    {
        var spec = new DeviceSpec(definition, _spec.Settings, _memory.Admission, _memory.Router, _spec.ConnectionProps, _spec.Random)
        {
            Telemetry = _spec.Telemetry,
            Storage = _spec.Storage,
            StorageWatch = _memory.StorageWatch,
            IsNew = isNew,
        };
        // A device that was removed and added again at once may find its predecessor still stopping under the plain name.
        var name = $"device-{Uri.EscapeDataString(definition.Id.Value)}";
        if (!Context.Child(name).Equals(ActorRefs.Nobody))
            name += $"+{++_memory.DeviceNumber}"; // no id has a plus
        var device = Context.ActorOf(DeviceActor.Props(spec), name);
        _memory.Devices[definition.Id] = device;
        Introduce(definition, device);
        device.Tell(new DeviceMessages.Start());
    }

    /// <summary>The gateway tells when it has got round to it; meanwhile the sub-device may be gone, or another definition on its way.</summary>
    private void Attached(FleetMessages.SubDeviceAttached attached)
    {
        var id = attached.Definition.Id;
        if (!_memory.SubDevices.TryGetValue(id, out var wanted))
        {
            Sender.Tell(new DeviceMessages.DetachSubDevice(id) { IsRemoved = true });
        }
        else if (wanted == attached.Definition)
        {
            _memory.Devices[id] = attached.Actor;
            Introduce(wanted, attached.Actor);
            attached.Actor.Tell(new DeviceMessages.Start());
            OpenDoors();
        }
    }

    // Who has come through a door finds the devices that the fleet was started with behind it.
    private void OpenDoors()
    {
        if (_memory.AtTheDoors.Count == 0 || !_memory.Settled || !_memory.SubDevices.Keys.All(_memory.Devices.ContainsKey))
            return;
        _memory.AtTheDoors.ForEach(asker => asker.Tell(new FleetMessages.Doors(_memory.Router, _memory.Discovery)));
        _memory.AtTheDoors.Clear();
    }

    private void Introduce(DeviceDefinition definition, IActorRef device)
    {
        var known = new RouterMessages.Known(definition, device);
        _memory.Router.Tell(known);
        _memory.Discovery.Tell(known);
    }

    private void Removed(RegistryMessages.Removed removed)
    {
        var definition = removed.Definition;
        var forgotten = new RouterMessages.Forgotten(definition.Id);
        _memory.Router.Tell(forgotten);
        _memory.Discovery.Tell(forgotten);
        if (definition.Gateway is { } gateway)
            Detach(gateway, definition.Id, isRemoved: true);
        _memory.Devices.Remove(definition.Id);
        _memory.SubDevices.Remove(definition.Id);
        _memory.Router.Tell(new DeviceEvents.Removed(definition.Id, Context.System.Scheduler.Now));
        ((ReplyTicket)removed.Ticket).ReplyTo.Tell(new FleetReply.Done(definition.Id));
    }

    private void Detach(DeviceId gateway, DeviceId subDevice, bool isRemoved)
    {
        if (_memory.Devices.TryGetValue(gateway, out var actor))
            actor.Tell(new DeviceMessages.DetachSubDevice(subDevice) { IsRemoved = isRemoved });
    }

    private void NotStored(RegistryMessages.NotStored notStored)
    {
        var refused = new FleetReply.Refused(notStored.DeviceId, notStored.Reason);
        switch (notStored.Ticket)
        {
            case ReplyTicket ticket:
                ticket.ReplyTo.Tell(refused);
                break;
            case ImportTicket ticket:
                ticket.Refused.Add(refused);
                _log.Warning("Device {0}", refused.Sentence);
                Progress(ticket);
                break;
        }
    }

    private static void Progress(ImportTicket ticket)
    {
        if (--ticket.Open == 0)
            ticket.ReplyTo.Tell(new FleetReply.Imported(ticket.Added, ticket.Updated, ticket.Unchanged, ticket.Refused));
    }
}

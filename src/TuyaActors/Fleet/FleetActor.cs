using Akka.Actor;
using Akka.Event;
using TuyaActors.Admission;
using TuyaActors.Device.Facts;
using TuyaActors.Discovery;
using TuyaActors.Files;
using TuyaActors.Messages;
using TuyaActors.Registry;
using TuyaActors.Router;
using TuyaActors.Settings;
using TuyaActors.Storage;
using TuyaActors.Turns;

namespace TuyaActors.Fleet;

/// <summary>
/// The top of the fleet (<c>/user/tuya</c>): the only door for definitions, and the supervisor of everything else. A device that
/// crashes is restarted, its neighbours notice nothing. What devices there are, its registry says: a change goes there first, and
/// to the devices when it is stored.
/// </summary>
public sealed partial class FleetActor : UntypedActor
{
    private readonly FleetSpec _spec;
    private readonly FleetMemory _memory;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    /// <summary>By way of <see cref="Props"/>.</summary>
    public FleetActor(FleetSpec spec, FleetMemory memory) => (_spec, _memory) = (spec, memory);

    /// <summary>How to make one. It starts its children, the devices that it finds in its storage, and those that it was given.</summary>
    public static Props Props(FleetSpec spec)
    {
        var memory = new FleetMemory();
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
        _memory.FileReserve = FileBudget.Open() + FileBudget.KeptBack;
        _memory.Dispatcher = TurnDispatcher.In(Context.System);
        _memory.Admission = Context.ActorOf(AdmissionActor.Props(_spec.Settings.MaxHandshakes, _spec.Telemetry).WithDispatcher(_memory.Dispatcher), "admission");
        _memory.Router = Context.ActorOf(RouterActor.Props(_spec.Settings, _spec.Telemetry).WithDispatcher(_memory.Dispatcher), "router");
        _memory.Discovery = Context.ActorOf(DiscoveryActor.Props(_spec.Settings.Discovery, _memory.Router), "discovery");
        _memory.Router.Tell(new DiscoveryMessages.Here(_memory.Discovery));
        _memory.StorageWatch = Context.ActorOf(StorageWatchActor.Props(_memory.Router, _spec.Storage.Settings.Mode != PersistenceMode.Memory), "storage");
        _memory.Registry = Context.ActorOf(RegistryKeeperActor.Props(_spec.Storage), "registry");
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
            case FleetCommands.AddDevice or FleetCommands.UpdateDevice or FleetCommands.RemoveDevice or FleetCommands.RenameDevice
                or FleetCommands.TagDevice or FleetCommands.GroupDevice or FleetCommands.ImportDevices or FleetCommands.RotateMasterKey:
                _memory.Registry.Tell(new RegistryMessages.Carry(message, Sender));
                break;
            case RegistryMessages.Carried carried:
                Carried(carried);
                break;
            case RegistryMessages.Recovered recovered:
                Recovered(recovered.State);
                break;
            case RegistryMessages.Failed failed:
                StayClosed(failed.Problem, failed.Cause);
                break;
            case RegistryMessages.StorageChanged changed:
                _memory.StorageWatch.Tell(new StorageMessages.RegistryChanged(changed.Problem));
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
            // What came of the devices that it was made with.
            case FleetReply.Imported:
                _memory.Settled = true;
                _memory.Failure = null;
                LookAtFiles();
                OpenDoors();
                break;
            case FleetReply.NotStored notStored:
                StayClosed($"The devices that the fleet was given could not be stored: {notStored.Reason}", null);
                break;
            case DeviceQueries.GetDefinition or DeviceQueries.GetDefinitions:
                _memory.Registry.Forward(message);
                break;
            // Whoever knows only the fleet may send everything here.
            case IDeviceCommand or IManyCommand or DeviceQueries.GetDevice or DeviceQueries.GetDevices or DeviceQueries.GetHealth
                or DeviceQueries.GetHistory or DeviceQueries.GetFrames or DeviceQueries.GetSightings
                or DeviceQueries.Subscribe or DeviceQueries.Unsubscribe:
                _memory.Router.Forward(message);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Carried(RegistryMessages.Carried carried)
    {
        foreach (var e in carried.Events)
            Apply(e);
        LookAtFiles();
        if (carried.Reply is FleetReply.Imported { DryRun: false } imported)
        {
            foreach (var refused in imported.RefusedOnes)
                _log.Warning("Device {0}", refused.Sentence);
        }

        carried.Request.ReplyTo.Tell(carried.Reply);
    }

    /// <summary>At the start these are all devices of the storage. Later it is what the fleet has, but for a change whose answer was lost.</summary>
    private void Recovered(RegistryState state)
    {
        foreach (var gone in _memory.Definitions.Values.Where(d => state.Find(d.Id) is null).OrderBy(d => !d.IsSubDevice).ToList())
            Remove(gone.Id);
        foreach (var stored in state.All.OrderBy(stored => stored.Definition.IsSubDevice))
            Store(stored.Definition, isNew: _memory.HasImported);
        if (_memory.HasImported)
            return;
        _memory.HasImported = true;
        Self.Tell(new FleetCommands.ImportDevices(_spec.Devices), Self);
    }

    // Who has come through a door finds the devices that the fleet was started with behind it.
    private void OpenDoors()
    {
        if (_memory.Settled ? _memory.Awaited.Count > 0 : _memory.Failure is null)
            return;
        object answer = _memory.Settled ? new FleetMessages.Doors(_memory.Router, _memory.Discovery) : new Status.Failure(_memory.Failure!);
        _memory.AtTheDoors.ForEach(asker => asker.Tell(answer));
        _memory.AtTheDoors.Clear();
    }

    /// <summary>A fleet without its devices is none; who waits at the doors learns why. One that runs goes on as it is.</summary>
    private void StayClosed(string problem, Exception? cause)
    {
        if (_memory.Settled)
            return;
        _memory.Failure = cause as StorageException ?? new StorageException(problem, cause);
        OpenDoors();
    }
}

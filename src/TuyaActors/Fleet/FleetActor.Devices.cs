using Akka.Actor;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Registry;
using TuyaActors.Router;

namespace TuyaActors.Fleet;

// What is stored takes effect on the devices.
public sealed partial class FleetActor
{
    private DeviceSpec? _deviceSpec;

    private void Apply(RegistryEvent e)
    {
        switch (e)
        {
            case RegistryEvent.Stored stored:
                Store(stored.Definition.Definition, isNew: true);
                break;
            case RegistryEvent.Removed removed:
                Remove(removed.DeviceId);
                break;
        }
    }

    /// <param name="definition">What a device is from now on.</param>
    /// <param name="isNew">Where there was none of that id: whether it begins with nothing, and what was written of a former one is void.</param>
    private void Store(DeviceDefinition definition, bool isNew)
    {
        var previous = _memory.Definitions.GetValueOrDefault(definition.Id);
        if (definition == previous)
            return;
        if (definition.Gateway is { } gateway)
        {
            if (previous?.Gateway is { } former && former != gateway)
                Detach(former, definition.Id, isRemoved: false);
            _memory.Devices[gateway].Tell(new DeviceMessages.AttachSubDevice(definition) { IsNew = isNew && previous is null });
            _memory.Awaited.Add(definition.Id);
        }
        else if (previous is null)
        {
            Start(definition, isNew);
        }
        else
        {
            _memory.Devices[definition.Id].Tell(new DeviceMessages.Redefine(definition));
        }

        if (previous is not null)
            _memory.Router.Tell(new RouterMessages.Redefined(definition));
        _memory.Definitions[definition.Id] = definition;
        var now = Context.System.Scheduler.Now;
        _memory.Router.Tell(previous is null
            ? new DeviceEvents.Added(definition.Id, definition.Name, now)
            : new DeviceEvents.Updated(definition.Id, definition.Name, now));
    }

    private DeviceSpec DeviceSpec => _deviceSpec ??= new DeviceSpec(_spec.Settings, _memory.Admission, _memory.Router, _spec.ConnectionProps, _spec.Random)
    {
        Telemetry = _spec.Telemetry,
        Dispatcher = _memory.Dispatcher,
        Files = _spec.Files,
        Storage = _spec.Storage,
        StorageWatch = _memory.StorageWatch,
    };

    private void Start(DeviceDefinition definition, bool isNew)
    {
        // A device that was removed and added again at once may find its predecessor still stopping under the plain name.
        var name = $"device-{Uri.EscapeDataString(definition.Id.Value)}";
        if (!Context.Child(name).Equals(ActorRefs.Nobody))
            name += $"+{++_memory.DeviceNumber}"; // no id has a plus
        var device = Context.ActorOf(DeviceActor.Props(definition, DeviceSpec, isNew), name);
        _memory.Devices[definition.Id] = device;
        Introduce(definition, device);
        device.Tell(new DeviceMessages.Start());
    }

    /// <summary>The gateway tells when it has got round to it; meanwhile the sub-device may be gone, or another definition on its way.</summary>
    private void Attached(FleetMessages.SubDeviceAttached attached)
    {
        var id = attached.Definition.Id;
        if (!_memory.Definitions.TryGetValue(id, out var wanted))
        {
            Sender.Tell(new DeviceMessages.DetachSubDevice(id) { IsRemoved = true });
        }
        else if (wanted == attached.Definition)
        {
            _memory.Devices[id] = attached.Actor;
            _memory.Awaited.Remove(id);
            Introduce(wanted, attached.Actor);
            attached.Actor.Tell(new DeviceMessages.Start());
            OpenDoors();
        }
    }

    private void Introduce(DeviceDefinition definition, IActorRef device)
    {
        var known = new RouterMessages.Known(definition, device);
        _memory.Router.Tell(known);
        _memory.Discovery.Tell(known);
    }

    private void Remove(DeviceId id)
    {
        if (!_memory.Definitions.Remove(id, out var definition))
            return;
        var forgotten = new RouterMessages.Forgotten(id);
        _memory.Router.Tell(forgotten);
        _memory.Discovery.Tell(forgotten);
        if (definition.Gateway is { } gateway)
            Detach(gateway, id, isRemoved: true);
        _memory.Devices.Remove(id);
        _memory.Awaited.Remove(id);
        _memory.Router.Tell(new DeviceEvents.Removed(id, Context.System.Scheduler.Now));
        OpenDoors();
    }

    private void Detach(DeviceId gateway, DeviceId subDevice, bool isRemoved)
    {
        if (_memory.Devices.TryGetValue(gateway, out var actor))
            actor.Tell(new DeviceMessages.DetachSubDevice(subDevice) { IsRemoved = isRemoved });
    }
}

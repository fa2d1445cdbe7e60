using System.Collections.Immutable;
using Akka.Actor;
using TuyaActors.Device;
using TuyaActors.Discovery;
using TuyaActors.Messages;

namespace TuyaActors.Router;

/// <summary>Commands out to the devices, events in to the subscribers, questions to all devices scattered and gathered.</summary>
public sealed class RouterActor : UntypedActor
{
    /// <summary>What a crash of this actor must not lose: who is who, and who listens. Handed over by the props.</summary>
    public sealed class Memory
    {
        internal Memory()
        {
        }

        internal Dictionary<DeviceId, IActorRef> Devices { get; } = [];
        internal Dictionary<DeviceId, DeviceState> States { get; } = [];
        internal HashSet<DeviceId> SubDevices { get; } = [];
        internal Dictionary<IActorRef, EventFilter> Subscribers { get; } = [];
        internal DpWatch Watch { get; } = new();
        internal IActorRef Discovery { get; set; } = ActorRefs.Nobody;
    }

    private readonly Memory _memory;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public RouterActor(Memory memory) => _memory = memory;

    /// <summary>How to make one.</summary>
    public static Props Props()
    {
        var memory = new Memory();
        return Akka.Actor.Props.Create(() => new RouterActor(memory));
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IDeviceEvent e:
                Publish(e);
                break;
            case IWithDeviceId toDevice when message is IDeviceCommand or DeviceQueries.GetDevice:
                ToDevice(toDevice);
                break;
            case DeviceQueries.GetDevices query:
                Context.ActorOf(GetDevicesQueryActor.Props(_memory.Devices.ToImmutableDictionary(), query.Timeout is { } timeout && timeout > TimeSpan.Zero ? timeout : GetDevicesQueryActor.DefaultTimeout, Sender));
                break;
            case DeviceQueries.GetHealth:
                _memory.Discovery.Tell(new DiscoveryMessages.CompleteHealth(Health(), Sender));
                break;
            case DeviceQueries.Subscribe subscribe:
                var filter = subscribe.Filter ?? EventFilter.Default;
                Context.Watch(Sender);
                Watch(Sender, filter);
                Sender.Tell(new DeviceReplies.Subscribed(filter));
                break;
            case DeviceQueries.Unsubscribe:
                Context.Unwatch(Sender);
                Watch(Sender, null);
                Sender.Tell(new DeviceReplies.Unsubscribed());
                break;
            case Terminated terminated:
                Watch(terminated.ActorRef, null);
                break;
            case RouterMessages.Known known:
                _memory.Devices[known.Definition.Id] = known.Device;
                _memory.States.TryAdd(known.Definition.Id, DeviceState.Stopped);
                if (known.Definition.IsSubDevice)
                    _memory.SubDevices.Add(known.Definition.Id);
                if (_memory.Watch.Of(known.Definition.Id) is { IsEmpty: false } watched)
                    known.Device.Tell(new DeviceMessages.WatchedDps(watched));
                break;
            case RouterMessages.Forgotten forgotten:
                // Behind the commands that were routed to it, so that each of them still gets its outcome.
                if (_memory.Devices.Remove(forgotten.DeviceId, out var device) && !_memory.SubDevices.Contains(forgotten.DeviceId))
                    device.Tell(PoisonPill.Instance);
                _memory.States.Remove(forgotten.DeviceId);
                _memory.SubDevices.Remove(forgotten.DeviceId);
                break;
            case DiscoveryMessages.Here here:
                _memory.Discovery = here.Discovery;
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Notes what a subscriber wants from now on (null: nothing), and tells the devices concerned which of their DPs are watched.</summary>
    private void Watch(IActorRef subscriber, EventFilter? filter)
    {
        if (_memory.Subscribers.Remove(subscriber, out var former))
            TellWatched(_memory.Watch.Remove(former));
        if (filter is null)
            return;
        _memory.Subscribers[subscriber] = filter;
        TellWatched(_memory.Watch.Add(filter));
    }

    private void TellWatched(ImmutableHashSet<DeviceId>? ids)
    {
        foreach (var id in ids ?? (IEnumerable<DeviceId>)_memory.Devices.Keys)
        {
            if (_memory.Devices.TryGetValue(id, out var device))
                device.Tell(new DeviceMessages.WatchedDps(_memory.Watch.Of(id)));
        }
    }

    private void ToDevice(IWithDeviceId message)
    {
        if (_memory.Devices.TryGetValue(message.DeviceId, out var device))
            device.Forward(message);
        else if (message is IDeviceCommand)
            Sender.Tell(new CommandOutcome.UnknownDevice(message.DeviceId));
        else
            Sender.Tell(new DeviceReplies.DeviceNotFound(message.DeviceId));
    }

    private void Publish(IDeviceEvent e)
    {
        if (e is DeviceEvents.StateChanged change && _memory.States.ContainsKey(change.DeviceId))
            _memory.States[change.DeviceId] = change.To;
        foreach (var (subscriber, filter) in _memory.Subscribers)
        {
            if (filter.Lets(e))
                subscriber.Tell(e);
        }
    }

    private FleetHealth Health() => new(
        _memory.Devices.Count - _memory.SubDevices.Count,
        _memory.States.Where(device => !_memory.SubDevices.Contains(device.Key)).GroupBy(device => device.Value)
            .ToImmutableSortedDictionary(group => group.Key, group => group.Count()),
        [])
    {
        SubDevices = _memory.SubDevices.Count,
        SubDevicesOnline = _memory.SubDevices.Count(id => _memory.States[id].IsWell()),
    };
}

using System.Collections.Immutable;
using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Router;

/// <summary>One question to all devices: lives until all have answered, ended, or the time is up.</summary>
internal sealed class GetDevicesQueryActor : UntypedActor, IWithTimers
{
    /// <summary>An answer is a look into memory: only a device whose actor is stuck takes longer.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(2);

    private sealed record TimeIsUp;

    private readonly ImmutableDictionary<DeviceId, IActorRef> _devices;
    private readonly TimeSpan _timeout;
    private readonly IActorRef _replyTo;
    private readonly Dictionary<IActorRef, DeviceId> _open;
    private readonly List<DeviceSnapshot> _found;
    private readonly List<DeviceId> _unavailable = [];

    public GetDevicesQueryActor(ImmutableDictionary<DeviceId, IActorRef> devices, TimeSpan timeout, IActorRef replyTo)
    {
        (_devices, _timeout, _replyTo) = (devices, timeout, replyTo);
        _open = new Dictionary<IActorRef, DeviceId>(devices.Count);
        _found = new List<DeviceSnapshot>(devices.Count);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ImmutableDictionary<DeviceId, IActorRef> devices, TimeSpan timeout, IActorRef replyTo) =>
        Akka.Actor.Props.Create(() => new GetDevicesQueryActor(devices, timeout, replyTo));

    protected override void PreStart()
    {
        Timers.StartSingleTimer(nameof(TimeIsUp), new TimeIsUp(), _timeout);
        foreach (var (id, device) in _devices)
        {
            _open[device] = id;
            Context.Watch(device);
            device.Tell(new DeviceQueries.GetDevice(id));
        }

        EndIfComplete();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case DeviceReplies.DeviceFound found when _open.Remove(Sender):
                _found.Add(found.Device);
                break;
            case Terminated terminated when _open.Remove(terminated.ActorRef, out var id):
                _unavailable.Add(id);
                break;
            case TimeIsUp:
                _unavailable.AddRange(_open.Values);
                _open.Clear();
                break;
            case Terminated:
                break;
            default:
                Unhandled(message);
                break;
        }

        EndIfComplete();
    }

    private void EndIfComplete()
    {
        if (_open.Count > 0)
            return;
        _replyTo.Tell(new DeviceReplies.Devices(
            [.. _found.OrderBy(d => d.Name, StringComparer.OrdinalIgnoreCase).ThenBy(d => d.DeviceId.Value, StringComparer.Ordinal)],
            [.. _unavailable]));
        Context.Stop(Self);
        Become(static _ => { });
    }
}

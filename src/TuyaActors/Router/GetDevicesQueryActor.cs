using System.Collections.Immutable;
using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Router;

/// <summary>One question to several devices: lives until all have answered, ended, or the time is up.</summary>
internal sealed class GetDevicesQueryActor : UntypedActor, IWithTimers
{
    /// <summary>An answer is a look into memory: only a device whose actor is stuck takes longer.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(2);

    private sealed record TimeIsUp;

    private readonly ImmutableArray<(DeviceId Id, IActorRef Actor)> _devices;
    private readonly int _total;
    private readonly ImmutableHashSet<DeviceState> _states;
    private readonly TimeSpan _timeout;
    private readonly IActorRef _replyTo;
    private readonly Dictionary<IActorRef, DeviceId> _open;
    private readonly List<DeviceSnapshot> _found;
    private readonly List<DeviceId> _unavailable = [];
    private int _others;
    private bool _replied;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public GetDevicesQueryActor(ImmutableArray<(DeviceId Id, IActorRef Actor)> devices, int total, ImmutableHashSet<DeviceState> states, TimeSpan timeout, IActorRef replyTo)
    {
        (_devices, _total, _states, _timeout, _replyTo) = (devices, total, states, timeout, replyTo);
        _open = new Dictionary<IActorRef, DeviceId>(devices.Length);
        _found = new List<DeviceSnapshot>(devices.Length);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    /// <param name="devices">Whom to ask.</param>
    /// <param name="total">How many pass the filter, on whatever page.</param>
    /// <param name="states">In which states they shall still be when they answer; empty: in any.</param>
    /// <param name="timeout">How long each may take.</param>
    /// <param name="replyTo">Who asks.</param>
    public static Props Props(
        ImmutableArray<(DeviceId Id, IActorRef Actor)> devices, int total, ImmutableHashSet<DeviceState> states, TimeSpan timeout, IActorRef replyTo) =>
        Akka.Actor.Props.Create(() => new GetDevicesQueryActor(devices, total, states, timeout, replyTo));

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

    /// <summary>Also where the router, or the fleet, ends before it: whoever asks gets an answer.</summary>
    protected override void PostStop()
    {
        _unavailable.AddRange(_open.Values);
        Reply();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case DeviceReplies.DeviceFound found when _open.Remove(Sender):
                if (_states.IsEmpty || _states.Contains(found.Device.State))
                    _found.Add(found.Device);
                else
                    _others++;
                break;
            case DeviceReplies.DeviceNotAnswering when _open.Remove(Sender, out var silent):
                _unavailable.Add(silent);
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
        Reply();
        Context.Stop(Self);
        Become(static _ => { });
    }

    private void Reply()
    {
        if (_replied)
            return;
        _replied = true;
        _replyTo.Tell(new DeviceReplies.Devices(
            [.. _found.OrderBy(d => d.Name, StringComparer.OrdinalIgnoreCase).ThenBy(d => d.DeviceId.Value, StringComparer.Ordinal)],
            [.. _unavailable])
        {
            Total = _total - _others - _unavailable.Count,
        });
    }
}

using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using TuyaActors.Cluster.Exchange;
using TuyaActors.Cluster.Wire;
using TuyaActors.Device;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Segment;

/// <summary>
/// Brings a device that was heard in this segment here from the one that it is known in. A broadcast proves nothing, so the device has to prove itself first, by a handshake under its local
/// key; then it is stored here, the other segment lets go of it, and only then is it hosted here.
/// </summary>
/// <remarks>
/// <code>
/// Asking --Offered--> Trying --online--> Closing --ended--> Storing --stored--> Releasing --Released, or lost--> end
///    any of them --NotOffered, failure, TimeIsUp--> end
/// </code>
/// Where this ends half way, the device is still in a segment: in the other until it is stored here, and then in this one, for of two the later counts.
/// </remarks>
internal sealed class MoveActor : UntypedActor, IWithTimers
{
    private sealed record TimeIsUp;

    private sealed record TrialEnded;

    // A handshake takes a second, the time-outs of a silent one ten; a head that moves some seconds more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DeviceId _id;
    private readonly string _from;
    private readonly DeviceSighting _sighting;
    private readonly SegmentNode _node;
    private readonly TransitKeys _transit;
    private readonly IActorRef _other;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ImmutableArray<DeviceDefinition> _definitions = [];
    private IActorRef _trial = ActorRefs.Nobody;
    private bool _isProved;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public MoveActor(DeviceId id, string from, DeviceSighting sighting, SegmentNode node, TransitKeys transit, IActorRef other) =>
        (_id, _from, _sighting, _node, _transit, _other) = (id, from, sighting, node, transit, other);

    public ITimerScheduler Timers { get; set; } = null!;

    private string Here => _node.Place.Segment!;

    /// <summary>How to make one.</summary>
    /// <param name="id">Which device.</param>
    /// <param name="from">The segment that has it.</param>
    /// <param name="sighting">What was heard of it here.</param>
    /// <param name="node">This node.</param>
    /// <param name="transit">Opens its key.</param>
    /// <param name="other">The head of the segment that has it.</param>
    public static Props Props(DeviceId id, string from, DeviceSighting sighting, SegmentNode node, TransitKeys transit, IActorRef other) =>
        Akka.Actor.Props.Create(() => new MoveActor(id, from, sighting, node, transit, other));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart()
    {
        Timers.StartSingleTimer(nameof(TimeIsUp), new TimeIsUp(), Patience);
        _other.Tell(new HeadMessages.GetOffer(_id, Here, _transit.Public));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case HeadMessages.Offered offered:
                Try(offered);
                break;
            case HeadMessages.NotOffered not:
                _log.Debug("Device '{0}' was heard in segment '{1}' and stays in '{2}': {3}", _id, Here, _from, not.Reason);
                Context.Stop(Self);
                break;
            case DeviceEvents.StateChanged change when change.DeviceId == _id:
                Judge(change);
                break;
            case TrialEnded:
                _trial = ActorRefs.Nobody;
                if (_isProved)
                    Context.Parent.Tell(new SegmentHeadActor.Store(_id, _definitions));
                else
                    Context.Stop(Self);
                break;
            case SegmentHeadActor.Stored { Problem: { } problem }:
                _log.Warning("Device '{0}' is in segment '{1}' now, but could not be stored there: {2}", _id, Here, problem);
                Context.Stop(Self);
                break;
            case SegmentHeadActor.Stored stored:
                _log.Info("Device '{0}' has moved here from segment '{1}'", _id, _from);
                _other.Tell(new HeadMessages.Release(_id, Here, stored.At));
                break;
            case HeadMessages.Released:
                Context.Parent.Tell(new SegmentHeadActor.Arrived(_id));
                Context.Stop(Self);
                break;
            case TimeIsUp:
                Context.Stop(Self);
                break;
            // What the trial tells besides.
            case IDeviceEvent:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Try(HeadMessages.Offered offered)
    {
        var keys = offered.Keys.ToDictionary(key => key.DeviceId, _transit.Open);
        // Its former address is another segment's; it is where it says it is.
        _definitions = [.. offered.Definitions.Select(definition => definition with { Key = keys.GetValueOrDefault(definition.Id), Address = definition.Id == _id ? null : definition.Address })];
        if (_definitions.FirstOrDefault(definition => definition.Id == _id) is not { Key: not null } own)
        {
            Context.Stop(Self);
            return;
        }

        var settings = _node.Spec.Settings with { StartJitter = TimeSpan.Zero };
        _trial = Context.ActorOf(DeviceActor.Props(
            own with { Address = _sighting.Address, Mode = ConnectionMode.Persistent },
            new DeviceSpec(settings, _node.Admission, Self, _node.Spec.ConnectionProps, _node.Spec.Random)));
        Context.WatchWith(_trial, new TrialEnded());
        _trial.Tell(new DeviceMessages.Start());
        _trial.Tell(new DeviceMessages.Sighted(_sighting));
    }

    private void Judge(DeviceEvents.StateChanged change)
    {
        if (_isProved || _trial.IsNobody())
            return;
        _isProved = change.To == DeviceState.Online;
        if (!_isProved && change.To is not (DeviceState.Backoff or DeviceState.KeyRejected))
            return;
        if (!_isProved)
            _log.Info("Device '{0}' of segment '{1}' announces itself in segment '{2}', and could not be proved to be there ({3})", _id, _from, Here, change.Diagnosis?.Kind);
        // The socket first: whoever hosts it is the next to connect.
        _trial.Tell(new DeviceMessages.Close());
    }
}

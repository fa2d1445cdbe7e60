using System.Collections.Immutable;
using Akka.Actor;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Exchange;

/// <summary>
/// One change on its way to a segment's head. Local keys go sealed so that only this head can open them, so its key is asked for first, and once more
/// where the head has moved meanwhile.
/// </summary>
/// <remarks>Sealing (where there are keys), Changing, end.</remarks>
internal sealed class ChangeActor : UntypedActor, IWithTimers
{
    // Below that of those who ask, so that the answer says more than theirs. A head that moves to another node is there within some seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    private sealed record TimeIsUp;

    private readonly ExchangeActor.Change _change;
    private readonly IActorRef _head;
    private readonly IActorRef _front;
    private DateTimeOffset _voidAt;
    private bool _replied;
    private bool _wasSent;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public ChangeActor(ExchangeActor.Change change, IActorRef head, IActorRef front) => (_change, _head, _front) = (change, head, front);

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    public static Props Props(ExchangeActor.Change change, IActorRef head, IActorRef front) => Akka.Actor.Props.Create(() => new ChangeActor(change, head, front));

    /// <summary>The reply where nothing is known to be stored.</summary>
    public static FleetReply NotStored(ExchangeActor.Change change, string why) =>
        new FleetReply.NotStored(change.Command is IWithDeviceId one ? one.DeviceId : default, why);

    protected override void PreStart()
    {
        _voidAt = Context.System.Scheduler.Now + Patience;
        Timers.StartSingleTimer(nameof(TimeIsUp), new TimeIsUp(), Patience);
        if (CommandKeys.Of(_change.Command).Any())
            _head.Tell(new HeadMessages.GetTransitKey());
        else
            Send([]);
    }

    protected override void PostStop()
    {
        if (!_replied)
            _change.ReplyTo.Tell(NotStored(_change, "the fleet ended before the answer came; whether it is stored shows later"));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case HeadMessages.TransitKey key:
                Send([.. CommandKeys.Of(_change.Command).Select(own => TransitKeys.Seal(own.Key, own.DeviceId, key))]);
                break;
            case HeadMessages.StaleTransitKey:
                _head.Tell(new HeadMessages.GetTransitKey());
                break;
            case HeadMessages.Changed changed:
                _front.Tell(changed);
                Reply(changed.Reply as FleetReply ?? NotStored(_change, "the segment's head answered in words that this version does not know; bring all nodes to the same version"));
                break;
            case TimeIsUp:
                Reply(NotStored(_change, $"the head of the segment '{_change.Segment}' did not answer in time{(_wasSent ? "; whether it is stored shows later" : "")}"));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Send(ImmutableArray<KeyInTransit> keys)
    {
        _wasSent = true;
        _head.Tell(new HeadMessages.Change(CommandKeys.Without(_change.Command), keys, _voidAt));
    }

    private void Reply(FleetReply reply)
    {
        _change.ReplyTo.Tell(reply);
        _replied = true;
        Context.Stop(Self);
    }
}

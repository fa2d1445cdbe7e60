using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Router;

/// <summary>
/// One question for a device's own word: lets it be asked, and answers how it stands then. Exactly one answer by the deadline, whatever becomes of
/// the device.
/// </summary>
internal sealed class FreshDeviceActor : UntypedActor, IWithTimers
{
    private sealed record TimeIsUp;

    private readonly DeviceQueries.GetDevice _query;
    private readonly IActorRef _device;
    private readonly DateTimeOffset _deadline;
    private readonly IActorRef _replyTo;
    private DateTimeOffset _begun;
    private DeviceSnapshot? _lastKnown;
    private CommandOutcome? _outcome;
    private bool _replied;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public FreshDeviceActor(DeviceQueries.GetDevice query, IActorRef device, DateTimeOffset deadline, IActorRef replyTo) =>
        (_query, _device, _deadline, _replyTo) = (query, device, deadline, replyTo);

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <summary>How to make one.</summary>
    public static Props Props(DeviceQueries.GetDevice query, IActorRef device, DateTimeOffset deadline, IActorRef replyTo) =>
        Akka.Actor.Props.Create(() => new FreshDeviceActor(query, device, deadline, replyTo));

    protected override void PreStart()
    {
        _begun = Now;
        // Too late for the device: what is known already is a look into memory.
        var end = _deadline > _begun ? Margins.ForAnswer(_begun, _deadline) : _begun + GetDevicesQueryActor.DefaultTimeout;
        Timers.StartSingleTimer(nameof(TimeIsUp), new TimeIsUp(), end - _begun);
        Context.Watch(_device);
        // Beforehand, for the case that it gets stuck.
        if (_query.Fallback == Fallback.Stale)
            Look();
        _device.Tell(new DeviceCommands.Refresh(_query.DeviceId, Margins.ForDevices(_begun, _deadline)));
    }

    protected override void PostStop()
    {
        if (!_replied)
            _replyTo.Tell(new DeviceReplies.DeviceNotAnswering(_query.DeviceId, new CommandOutcome.Cancelled(_query.DeviceId, "the fleet ended before the device answered")));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CommandOutcome outcome when _outcome is null:
                _outcome = outcome;
                if (outcome is CommandOutcome.Confirmed or CommandOutcome.Cancelled || _query.Fallback == Fallback.Stale)
                    Look();
                else
                    Fail();
                break;
            case DeviceReplies.DeviceNotAnswering silent when _outcome is not null:
                _outcome = _outcome is CommandOutcome.Confirmed ? silent.Outcome : _outcome;
                Fail();
                break;
            case DeviceReplies.DeviceNotAnswering:
                break;
            case DeviceReplies.DeviceFound found when _outcome is null:
                _lastKnown = found.Device;
                break;
            case DeviceReplies.DeviceFound found when _outcome is CommandOutcome.Confirmed:
                Reply(new DeviceReplies.DeviceFound(found.Device));
                break;
            case DeviceReplies.DeviceFound found:
                _lastKnown = found.Device;
                Fail();
                break;
            case Terminated:
                Reply(new DeviceReplies.DeviceNotFound(_query.DeviceId));
                break;
            case TimeIsUp:
                if (_outcome is null or CommandOutcome.Confirmed)
                    _outcome = new CommandOutcome.TimedOut(_query.DeviceId, Now - _begun);
                Fail();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Look() => _device.Tell(new DeviceQueries.GetDevice(_query.DeviceId));

    private void Fail() => Reply(_query.Fallback == Fallback.Stale && _lastKnown is not null
        ? new DeviceReplies.DeviceFound(_lastKnown with { Stale = true })
        : new DeviceReplies.DeviceNotAnswering(_query.DeviceId, _outcome!));

    private void Reply(object reply)
    {
        _replyTo.Tell(reply);
        _replied = true;
        Context.Stop(Self);
        Become(static _ => { });
    }
}

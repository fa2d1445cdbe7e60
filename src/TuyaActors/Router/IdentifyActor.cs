using Akka.Actor;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Router;

/// <summary>
/// Lets one device show itself: its switch is turned over, and after a moment back. Lives until it is set back, or the time is up; whatever happens,
/// the device is told to be as it was.
/// </summary>
/// <remarks>Looking, Refreshing (where its value may be out of date), Looking, Turning, Pausing, Restoring.</remarks>
internal sealed class IdentifyActor : UntypedActor, IWithTimers
{
    /// <summary>How long the device shows itself: long enough to look around, and no relay minds it.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Lamps of today have their switch at 20, plugs and older lamps at 1.
    private static readonly int[] Switches = [20, 1];

    // What turning over and back takes at least of a long deadline, of which the rest is for a device that is not online yet.
    private static readonly TimeSpan ForTurning = TimeSpan.FromSeconds(4);

    /// <summary>To the router, also when this actor ends in another way: the device has shown itself.</summary>
    public sealed record Shown(DeviceId DeviceId, IActorRef By);

    private sealed record TimeIsUp;

    private sealed record PauseOver;

    private readonly DeviceCommands.Identify _command;
    private readonly IActorRef _device;
    private readonly TimeSpan _commandTimeout;
    private readonly IActorRef _replyTo;
    private DateTimeOffset _begun;
    private DateTimeOffset _deadline;
    private DateTimeOffset _forDevice;
    private bool _refreshed;
    private (int Id, bool Was)? _turned;
    private CommandOutcome? _failure;
    private bool _replied;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public IdentifyActor(DeviceCommands.Identify command, IActorRef device, TimeSpan commandTimeout, IActorRef replyTo) =>
        (_command, _device, _commandTimeout, _replyTo) = (command, device, commandTimeout, replyTo);

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    private DeviceId Id => _command.DeviceId;

    /// <summary>How to make one.</summary>
    public static Props Props(DeviceCommands.Identify command, IActorRef device, TimeSpan commandTimeout, IActorRef replyTo) =>
        Akka.Actor.Props.Create(() => new IdentifyActor(command, device, commandTimeout, replyTo));

    protected override void PreStart()
    {
        _begun = Now;
        _deadline = _command.Deadline ?? _begun + _commandTimeout;
        if (_deadline <= _begun)
        {
            Reply(new CommandOutcome.Expired(Id));
            return;
        }

        _forDevice = Margins.ForDevices(_begun, _deadline);
        Timers.StartSingleTimer(nameof(TimeIsUp), new TimeIsUp(), Margins.ForAnswer(_begun, _deadline) - _begun);
        Context.Watch(_device);
        Look();
    }

    protected override void PostStop()
    {
        SetBack(ActorRefs.Nobody);
        if (!_replied)
            _replyTo.Tell(new CommandOutcome.Cancelled(Id, "the fleet ended before the device had shown itself"));
    }

    // ---- the states, in their order

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case DeviceReplies.DeviceFound found:
                Looked(found.Device);
                break;
            case CommandOutcome.Confirmed:
                Look();
                break;
            case DeviceReplies.DeviceNotAnswering silent:
                Reply(silent.Outcome);
                break;
            // Without its values nobody knows what it is to be afterwards.
            case CommandOutcome outcome:
                Reply(outcome is CommandOutcome.Acknowledged ? new CommandOutcome.TimedOut(Id, Now - _begun) : outcome);
                break;
            default:
                Ended(message);
                break;
        }
    }

    private void Looked(DeviceSnapshot device)
    {
        var value = default(bool?);
        var id = _command.DpId ?? Array.Find(Switches, dp => ValueOf(device, dp) is not null);
        if (id != 0)
            value = ValueOf(device, id);
        // What it said before it went offline may not be so any more; and a DP that is named may just not have been reported yet.
        if (!_refreshed && (device.Stale || (value is null && id != 0)))
        {
            _refreshed = true;
            var total = _forDevice - _begun;
            _device.Tell(new DeviceCommands.Refresh(Id, _forDevice - (ForTurning < total / 2 ? ForTurning : total / 2)) { TraceParent = _command.TraceParent });
        }
        else if (value is { } was)
        {
            Turn(id, was);
        }
        else
        {
            Reply(new CommandOutcome.Rejected(Id, id == 0
                ? "it has not shown a switch (DP 20 or 1, on or off); name the DP of its switch"
                : $"DP {id} is no switch, as far as it has reported"));
        }
    }

    private void Turn(int id, bool was)
    {
        _turned = (id, was);
        var now = Now;
        _device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((id, !was)), now + (_forDevice - now) / 2) { TraceParent = _command.TraceParent });
        Become(Turning);
    }

    private void Turning(object message)
    {
        switch (message)
        {
            case CommandOutcome { Succeeded: true }:
                var rest = (_forDevice - Now) / 2;
                Timers.StartSingleTimer(nameof(PauseOver), new PauseOver(), Pause < rest ? Pause : rest > TimeSpan.Zero ? rest : TimeSpan.FromMilliseconds(1));
                break;
            // It was not turned over; or somebody has said since what it shall be.
            case CommandOutcome.Rejected or CommandOutcome.Expired or CommandOutcome.Superseded or CommandOutcome.Offline { WasSent: false }:
                _turned = null;
                Reply((CommandOutcome)message);
                break;
            case CommandOutcome unclear:
                _failure = unclear;
                Restore();
                break;
            case PauseOver:
                Restore();
                break;
            default:
                Ended(message);
                break;
        }
    }

    private void Restore()
    {
        SetBack(Self);
        Become(Restoring);
    }

    private void Restoring(object message)
    {
        switch (message)
        {
            case CommandOutcome outcome:
                Reply(_failure ?? outcome);
                break;
            default:
                Ended(message);
                break;
        }
    }

    private void Ended(object message)
    {
        switch (message)
        {
            case Terminated:
                _turned = null;
                Reply(_failure ?? new CommandOutcome.Cancelled(Id, "the device was taken out of service before it had shown itself"));
                break;
            case TimeIsUp:
                Reply(_failure ?? new CommandOutcome.TimedOut(Id, Now - _begun));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // ---- helpers

    private void Look() => _device.Tell(new DeviceQueries.GetDevice(Id));

    /// <summary>Once, where it has been turned over, or may have been. The device may be back only after the deadline, and is set back all the same.</summary>
    private void SetBack(IActorRef replyTo)
    {
        if (_turned is not { } turned)
            return;
        _turned = null;
        _device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((turned.Id, turned.Was)), _deadline + _commandTimeout) { TraceParent = _command.TraceParent }, replyTo);
    }

    // What somebody has just asked for is what it shall be afterwards.
    private static bool? ValueOf(DeviceSnapshot device, int id)
    {
        foreach (var desired in device.Desired)
        {
            if (desired.DpId == id && desired.Value.Kind == DpKind.Boolean)
                return desired.Value.AsBoolean();
        }

        return device.Reported.TryGetValue(id, out var value) && value.Kind == DpKind.Boolean ? value.AsBoolean() : null;
    }

    private void Reply(CommandOutcome outcome)
    {
        // First, so that whoever has the outcome may ask for the next.
        Context.Parent.Tell(new Shown(Id, Self));
        _replyTo.Tell(outcome);
        _replied = true;
        Context.Stop(Self);
        Become(static _ => { });
    }
}

using Akka.Actor;
using Akka.Event;
using TuyaActors.Device.Facts;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Device;

/// <summary>
/// A device behind a gateway: its identity, what it reported and what is wanted of it. It has no connection of its own; the gateway
/// sends its commands and hands it what bears its cid.
/// </summary>
internal sealed class SubDeviceActor : UntypedActor, IWithTimers
{
    private DeviceDefinition _definition;
    private StateLog _states = StateLog.Empty;
    private readonly IActorRef _gateway;
    private readonly DeviceSpec _spec;
    private FactsLink _facts = null!;
    private DeviceMessages.GatewayState _link = new(DeviceState.Stopped, null, null);
    private DateTimeOffset _since;
    private DpSet _reported = DpSet.Empty;
    private DateTimeOffset? _reportedAt;
    private DateTimeOffset? _lastPushAt;
    private DesiredState _desired = DesiredState.Empty;
    private long _pushes;
    private long _connects;
    private bool _introduced;
    private bool _onlyRestored;
    private bool _isClosing;
    private bool _handsOver;

    /// <summary>Follows its gateway's state.</summary>
    public SubDeviceActor(DeviceDefinition definition, IActorRef gateway, DeviceSpec spec)
    {
        (_definition, _gateway, _spec) = (definition, gateway, spec);
        _since = Now;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <summary>How to make one.</summary>
    /// <param name="definition">Who it is.</param>
    /// <param name="gateway">Who sends its commands.</param>
    /// <param name="spec">The gateway's.</param>
    public static Props Props(DeviceDefinition definition, IActorRef gateway, DeviceSpec spec) =>
        Akka.Actor.Props.Create(() => new SubDeviceActor(definition, gateway, spec)).WithDispatcher(spec.Dispatcher);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _spec.Telemetry.Moved(null, _link.State, behindGateway: true);
        _facts = new FactsLink(
            new FactsLink.Wiring(_definition.Id, _spec.Storage, _spec.StorageWatch, Context.GetLogger(), _spec.Random)
            {
                Record = () => new DeviceRecord(DeviceFacts.None, _reported, _reportedAt),
                Restore = Restore,
                Closed = () => Context.Stop(Self),
            },
            Context,
            Timers);
        _facts.Start(_spec.IsNew);
    }

    /// <inheritdoc/>
    protected override void PostStop() => _spec.Telemetry.Moved(_link.State, null, behindGateway: true);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case DeviceMessages.Close or DeviceMessages.Leave:
                _isClosing = true;
                _handsOver = message is DeviceMessages.Close { HandsOver: true };
                _facts.Close(forget: message is DeviceMessages.Leave);
                break;
            case IDeviceCommand command when _isClosing:
                Sender.Tell(_handsOver
                    ? new DeviceMessages.HandedBack(command.DeviceId)
                    : new CommandOutcome.Cancelled(command.DeviceId, "the device was taken out of service before the command ended"));
                break;
            case DeviceMessages.GatewayState link:
                Follow(link);
                break;
            case DeviceMessages.SubReport report:
                Report(report);
                break;
            case DeviceMessages.Start when !_introduced:
                _introduced = true;
                Tell(DeviceState.Stopped);
                break;
            case DeviceMessages.Start:
                break;
            case DeviceMessages.Redefine redefine:
                _definition = redefine.Definition;
                break;
            case DeviceMessages.SubWished wished:
                _desired = _desired.Wish(wished.Dps, wished.Deadline, wished.Command);
                break;
            case DeviceMessages.SubSettled settled:
                _desired = _desired.Ended(settled.Command);
                break;
            case DeviceMessages.WatchedDps watched:
                _gateway.Tell(new DeviceMessages.SubWatchedDps(_definition.Cid!, watched.Dps));
                break;
            case DeviceQueries.GetDevice:
                Sender.Tell(new DeviceReplies.DeviceFound(Snapshot()));
                break;
            case DeviceQueries.GetHistory:
                _gateway.Forward(new DeviceMessages.CompleteHistory(new DeviceHistory(_definition.Id) { Periods = [.. _states.Periods] }, _definition.Cid!));
                break;
            case DeviceQueries.GetFrames:
                _gateway.Forward(message);
                break;
            case DeviceCommands.Reconnect:
                Sender.Tell(new CommandOutcome.Rejected(_definition.Id, $"it shares the connection of its gateway '{_definition.Gateway}'; reconnect that one"));
                break;
            case IDeviceCommand command:
                _gateway.Tell(new DeviceMessages.ForSubDevice(command, _definition.Cid!, Sender));
                break;
            default:
                if (!_facts.Take(message))
                    Unhandled(message);
                break;
        }
    }

    private void Restore(DeviceRecord record)
    {
        if (_reportedAt is null && record.ReportedAt is not null)
            (_reported, _reportedAt, _onlyRestored) = (record.Reported, record.ReportedAt, true);
    }

    private void Follow(DeviceMessages.GatewayState link)
    {
        var from = _link.State;
        _link = link;
        if (from == link.State)
            return;
        _spec.Telemetry.Moved(from, link.State, behindGateway: true);
        _since = Now;
        _states = _states.After(link.State, link.Diagnosis, _since);
        if (link.State == DeviceState.Online)
            _connects++;
        Tell(from);
    }

    // Whoever hears of it must be able to ask for it: so nothing is told before the fleet has introduced it.
    private void Tell(DeviceState from)
    {
        if (_introduced && from != _link.State)
            _spec.Router.Tell(new DeviceEvents.StateChanged(_definition.Id, from, _link.State, _link.Diagnosis, _since) { Version = _link.Version });
    }

    private void Report(DeviceMessages.SubReport report)
    {
        var now = Now;
        var changed = report.Dps.ChangesFrom(_reported);
        _reported = _reported.Merge(report.Dps);
        _reportedAt = now;
        _onlyRestored = false;
        _facts.Reported(changed.Count > 0, now);
        _desired = _desired.Settled(report.Dps);
        if (report.Cause == ReportCause.Push)
        {
            _pushes++;
            _lastPushAt = now;
        }

        _spec.Router.Tell(new DeviceEvents.DpsReported(_definition.Id, report.Dps, changed, report.Cause, now) { Ticket = report.Ticket });
    }

    private DeviceSnapshot Snapshot() => new(_definition.Id)
    {
        Name = _definition.Name,
        State = _link.State,
        Since = _since,
        Diagnosis = _link.Diagnosis,
        Version = _link.Version,
        Reported = _reported,
        ReportedAt = _reportedAt,
        Stale = _onlyRestored || _link.State != DeviceState.Online,
        Desired = _desired.All,
        LastPushAt = _lastPushAt,
        Pushes = _pushes,
        Connects = _connects,
        ProductName = _definition.ProductName,
        Gateway = _definition.Gateway,
        Cid = _definition.Cid,
        Group = _definition.Group,
        Tags = _definition.Tags,
    };
}

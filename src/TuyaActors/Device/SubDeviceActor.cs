using Akka.Actor;
using TuyaActors.Device.Facts;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Device;

/// <summary>
/// A device behind a gateway: its identity, what it reported and what is wanted of it. It has no connection of its own; the gateway
/// sends its commands and hands it what bears its cid.
/// </summary>
internal sealed class SubDeviceActor : UntypedActor, IFactsOwner
{
    private DeviceDefinition _definition;
    private StateLog _states = StateLog.Empty;
    private readonly IActorRef _gateway;
    private readonly DeviceSpec _spec;
    private readonly bool _isNew;
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
    public SubDeviceActor(DeviceDefinition definition, IActorRef gateway, DeviceSpec spec, bool isNew)
    {
        (_definition, _gateway, _spec, _isNew) = (definition, gateway, spec, isNew);
        _since = Now;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    public DeviceId Id => _definition.Id;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <summary>How to make one.</summary>
    /// <param name="definition">Who it is.</param>
    /// <param name="gateway">Who sends its commands.</param>
    /// <param name="spec">The fleet's.</param>
    /// <param name="isNew">Whether it has just been added: then what is stored of a former one of that id is void.</param>
    public static Props Props(DeviceDefinition definition, IActorRef gateway, DeviceSpec spec, bool isNew) =>
        Akka.Actor.Props.Create(() => new SubDeviceActor(definition, gateway, spec, isNew)).WithDispatcher(spec.Dispatcher);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _spec.Telemetry.Moved(null, _link.State, behindGateway: true);
        _facts = new FactsLink(this, _spec, Context);
        _facts.Start(_isNew);
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
                _gateway.Forward(new DeviceMessages.CompleteHistory(new DeviceHistory(Id) { Periods = [.. _states.Periods] }, _definition.Cid!));
                break;
            case DeviceQueries.GetFrames:
                _gateway.Forward(message);
                break;
            case DeviceCommands.Reconnect:
                Sender.Tell(new CommandOutcome.Rejected(Id, $"it shares the connection of its gateway '{_definition.Gateway}'; reconnect that one"));
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

    DeviceRecord IFactsOwner.Record() => new(DeviceFacts.None, _reported, _reportedAt);

    void IFactsOwner.Restore(DeviceRecord record)
    {
        if (_reportedAt is null && record.ReportedAt is not null)
            (_reported, _reportedAt, _onlyRestored) = (record.Reported, record.ReportedAt, true);
    }

    void IFactsOwner.Ready()
    {
    }

    void IFactsOwner.Closed() => Context.Stop(Self);

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
            _spec.Router.Tell(new DeviceEvents.StateChanged(Id, from, _link.State, _link.Diagnosis, _since) { Version = _link.Version });
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

        _spec.Router.Tell(new DeviceEvents.DpsReported(Id, report.Dps, changed, report.Cause, now) { Ticket = report.Ticket });
    }

    private DeviceSnapshot Snapshot() => new(Id)
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

using Akka.Actor;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Telemetry;

namespace TuyaActors.Device;

/// <summary>
/// A device behind a gateway: its identity, what it reported and what is wanted of it. It has no connection of its own; the gateway
/// sends its commands and hands it what bears its cid.
/// </summary>
public sealed class SubDeviceActor : UntypedActor
{
    private DeviceDefinition _definition;
    private readonly IActorRef _gateway;
    private readonly IActorRef _router;
    private readonly FleetTelemetry _telemetry;
    private DeviceMessages.GatewayState _link = new(DeviceState.Stopped, null, null);
    private DateTimeOffset _since;
    private DpSet _reported = DpSet.Empty;
    private DateTimeOffset? _reportedAt;
    private DateTimeOffset? _lastPushAt;
    private DesiredState _desired = DesiredState.Empty;
    private long _pushes;
    private long _connects;
    private bool _introduced;

    /// <summary>Follows its gateway's state.</summary>
    public SubDeviceActor(DeviceDefinition definition, IActorRef gateway, IActorRef router, FleetTelemetry telemetry)
    {
        (_definition, _gateway, _router, _telemetry) = (definition, gateway, router, telemetry);
        _since = Now;
    }

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <summary>How to make one.</summary>
    public static Props Props(DeviceDefinition definition, IActorRef gateway, IActorRef router, FleetTelemetry telemetry) =>
        Akka.Actor.Props.Create(() => new SubDeviceActor(definition, gateway, router, telemetry));

    /// <inheritdoc/>
    protected override void PreStart() => _telemetry.Moved(null, _link.State, behindGateway: true);

    /// <inheritdoc/>
    protected override void PostStop() => _telemetry.Moved(_link.State, null, behindGateway: true);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
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
            case DeviceCommands.Reconnect:
                Sender.Tell(new CommandOutcome.Rejected(_definition.Id, $"it shares the connection of its gateway '{_definition.Gateway}'; reconnect that one"));
                break;
            case IDeviceCommand command:
                _gateway.Tell(new DeviceMessages.ForSubDevice(command, _definition.Cid!, Sender));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Follow(DeviceMessages.GatewayState link)
    {
        var from = _link.State;
        _link = link;
        if (from == link.State)
            return;
        _telemetry.Moved(from, link.State, behindGateway: true);
        _since = Now;
        if (link.State == DeviceState.Online)
            _connects++;
        Tell(from);
    }

    // Whoever hears of it must be able to ask for it: so nothing is told before the fleet has introduced it.
    private void Tell(DeviceState from)
    {
        if (_introduced && from != _link.State)
            _router.Tell(new DeviceEvents.StateChanged(_definition.Id, from, _link.State, _link.Diagnosis, _since));
    }

    private void Report(DeviceMessages.SubReport report)
    {
        var now = Now;
        var changed = report.Dps.ChangesFrom(_reported);
        _reported = _reported.Merge(report.Dps);
        _reportedAt = now;
        _desired = _desired.Settled(report.Dps);
        if (report.Cause == ReportCause.Push)
        {
            _pushes++;
            _lastPushAt = now;
        }

        _router.Tell(new DeviceEvents.DpsReported(_definition.Id, report.Dps, changed, report.Cause, now) { Ticket = report.Ticket });
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
        Stale = _link.State != DeviceState.Online,
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

using Akka.Actor;
using TuyaActors.Connection;
using TuyaActors.Fleet;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Device;

// What the device says, and what is told of it.
public sealed partial class DeviceActor
{
    private DpSet _reported = DpSet.Empty;
    private DateTimeOffset? _reportedAt;
    private DesiredState _desired = DesiredState.Empty;
    private DateTimeOffset? _lastPushAt;
    private long _pushes;

    private void Receive(ConnectionEvent.Received received)
    {
        _heardSinceTick = true;
        if (received.Message.Command != CommandId.Heartbeat)
            _unreadable = null;
        _misses = 0;
        if (_heartbeatAwaited)
            Timers.Cancel(nameof(HeartbeatLate));
        _heartbeatAwaited = false;
        var content = received.Content;
        var match = _correlator!.Accept(received.Message, content);
        if (content.Kind == ReplyKind.Dps)
            Report(content, match.Kind == MatchKind.Answer ? ReportCause.Query : ReportCause.Push);
        foreach (var end in match.Ends)
            End(end);
    }

    private void Report(ReplyContent content, ReportCause cause)
    {
        if (content.Cid is { } cid)
        {
            if (_subs.TryGetValue(cid, out var sub))
                sub.Actor.Tell(new DeviceMessages.SubReport(content.Dps, cause));
            return;
        }

        var now = Now;
        var changed = content.Dps.ChangesFrom(_reported);
        _reported = _reported.Merge(content.Dps);
        _reportedAt = now;
        _desired = _desired.Settled(content.Dps);
        if (cause == ReportCause.Push)
        {
            _pushes++;
            _lastPushAt = now;
        }

        Publish(new DeviceEvents.DpsReported(Id, content.Dps, changed, cause, now));
    }

    // While it connects, the version in use may only be a guess.
    private ProtocolVersion? KnownVersion => _state == DeviceState.Online ? _version : _memory.Definition.Version ?? _versions.Proved ?? _versions.Sighted;

    private DeviceSnapshot Snapshot() => new(Id)
    {
        Name = _memory.Definition.Name,
        State = _state,
        Since = _since,
        Diagnosis = _diagnosis,
        Version = KnownVersion,
        EndPoint = _endPoint,
        Reported = _reported,
        ReportedAt = _reportedAt,
        Stale = _state != DeviceState.Online,
        Desired = _desired.All,
        NextAttemptAt = _nextAttemptAt,
        LastPushAt = _lastPushAt,
        Pushes = _pushes,
        Connects = _connects,
        ProductName = _memory.Definition.ProductName,
        Tags = _memory.Definition.Tags,
    };

    // ---- devices behind this gateway

    private long _subNumber;

    private void AttachSubDevice(DeviceDefinition definition)
    {
        var cid = definition.Cid!;
        // Another cid for a known device, or another device at a known cid: the former one goes.
        foreach (var (formerCid, former) in _subs.Where(s => s.Key == cid || s.Value.Definition.Id == definition.Id).ToList())
            DropSubDevice(formerCid, former.Actor);
        var actor = Context.ActorOf(SubDeviceActor.Props(definition, Self, _spec.Router), $"sub-{Uri.EscapeDataString(cid)}-{++_subNumber}");
        Context.WatchWith(actor, new SubDeviceDied(cid, actor));
        _subs[cid] = (definition, actor);
        actor.Tell(new DeviceMessages.GatewayState(_state, _diagnosis, KnownVersion));
        Context.Parent.Tell(new FleetMessages.SubDeviceAttached(definition, actor));
        if (_state == DeviceState.Online)
            QueryOwnState(cid);
    }

    private void DetachSubDevice(DeviceId id)
    {
        foreach (var (cid, sub) in _subs.Where(s => s.Value.Definition.Id == id).ToList())
        {
            DropSubDevice(cid, sub.Actor);
            foreach (var entry in _commands.TakeOf(cid))
            {
                // Nobody waits for its answer any more: left in flight it would take that of the next command.
                _correlator?.Expire(entry.Token);
                Answer(entry, new CommandOutcome.Cancelled(entry.Command.DeviceId, "the device was taken out of the fleet"));
            }
        }
    }

    private void DropSubDevice(string cid, IActorRef actor)
    {
        _subs.Remove(cid);
        Context.Unwatch(actor);
        // Behind what is in its mailbox, so that every command there still gets its outcome.
        actor.Tell(PoisonPill.Instance);
    }

    private void TellSubDevices()
    {
        foreach (var (_, actor) in _subs.Values)
            actor.Tell(new DeviceMessages.GatewayState(_state, _diagnosis, KnownVersion));
    }
}

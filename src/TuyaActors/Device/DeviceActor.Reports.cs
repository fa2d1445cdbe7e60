using TuyaActors.Connection;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Device;

// What the device says, and what is told of it.
internal sealed partial class DeviceActor
{
    private DpSet _reported = DpSet.Empty;
    private DateTimeOffset? _reportedAt;
    private DesiredState _desired = DesiredState.Empty;
    private DateTimeOffset? _lastPushAt;
    private long _pushes;

    private void Receive(ConnectionEvent.Received received)
    {
        _heardSinceTick = true;
        _heardAt = Now;
        if (received.Message.Command != CommandId.Heartbeat)
            _unreadable = null;
        _misses = 0;
        if (_heartbeatAwaited)
            Timers.Cancel(nameof(HeartbeatLate));
        _heartbeatAwaited = false;
        var content = received.Content;
        var match = _correlator!.Accept(received.Message, content);
        if (content.Kind == ReplyKind.Dps)
            Report(content, match.Kind == MatchKind.Answer ? ReportCause.Query : ReportCause.Push, received.Message.Command == CommandId.Status, TicketOf(match));
        else if (content.Kind == ReplyKind.SubDevices)
            TakeList(content);
        TakeRefreshAnswer(received);
        Settle(match);
    }

    private string? TicketOf(Correlation match)
    {
        foreach (var end in match.Ends)
        {
            if (_commands.Find(end.Token)?.Command is DeviceCommands.Refresh { Ticket: { } ticket })
                return ticket;
        }

        return null;
    }

    private void Report(ReplyContent content, ReportCause cause, bool ofItself, string? ticket)
    {
        if (content.Cid is { } cid)
        {
            ReportOfSubDevice(cid, content.Dps, cause, ofItself, ticket);
            return;
        }

        if (_memory.KnownDps.Note(null, content.Dps))
            NoteFacts();
        NoteForRefresh(null, content.Dps);
        var now = Now;
        var changed = content.Dps.ChangesFrom(_reported);
        NoteMoves(null, changed);
        _reported = _reported.Merge(content.Dps);
        _reportedAt = now;
        _onlyRestored = false;
        _facts.Reported(changed.Count > 0, now);
        _desired = _desired.Settled(content.Dps);
        if (cause == ReportCause.Push)
        {
            _pushes++;
            _lastPushAt = now;
        }

        Publish(new DeviceEvents.DpsReported(Id, content.Dps, changed, cause, now) { Ticket = ticket });
    }

    // While it connects, the version in use may only be a guess.
    private ProtocolVersion? KnownVersion => _state == DeviceState.Online ? _version : _memory.Definition.Version ?? _memory.Versions.Proved ?? _memory.Versions.Sighted;

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
        Stale = _onlyRestored || !_state.IsWell(),
        Desired = _desired.All,
        NextAttemptAt = _nextAttemptAt,
        LastPushAt = _lastPushAt,
        Pushes = _pushes,
        Connects = _connects,
        ProductName = _memory.Definition.ProductName,
        UnknownCids = [.. _memory.Children.Unknown],
        Group = _memory.Definition.Group,
        Tags = _memory.Definition.Tags,
    };
}

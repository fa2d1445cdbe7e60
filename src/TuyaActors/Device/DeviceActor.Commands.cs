using Akka.Actor;
using Akka.Event;
using TuyaActors.Connection;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Telemetry;
using DeviceReplies = TuyaActors.Messages.DeviceReplies;

namespace TuyaActors.Device;

// Commands and questions: each command ends in exactly one outcome.
internal sealed partial class DeviceActor
{
    private sealed record SendDue;

    private readonly CommandBook _commands = new();
    private TokenBucket _ceiling;

    private bool Command(object message)
    {
        switch (message)
        {
            case DeviceQueries.GetDevice:
                Sender.Tell(new DeviceReplies.DeviceFound(Snapshot()));
                return true;
            case DeviceCommands.Reconnect reconnect:
                Reconnect(reconnect);
                return true;
            case DeviceCommands.SetDps or DeviceCommands.Refresh or DeviceCommands.WhenIdle:
                Take((IDeviceCommand)message, Sender, cid: null);
                return true;
            case DeviceMessages.ForSubDevice sub:
                Take(sub.Command, sub.ReplyTo, sub.Cid);
                return true;
            case DeadlineDue:
                EndDue();
                return true;
            case IdleDue:
                CheckIdle();
                return true;
            case SendDue:
                SendWaiting();
                return true;
            case ConfirmDue:
                AskForConfirmation();
                return true;
            default:
                return false;
        }
    }

    private void Reconnect(DeviceCommands.Reconnect command)
    {
        AnswerAtOnce(command, Sender, new CommandOutcome.Acknowledged(command.DeviceId));
        _failures = _keyFailures = 0;
        _refusedAt = null;
        _awake = true;
        Transition(_state == DeviceState.Online ? LifecycleTrigger.Renew : LifecycleTrigger.ConnectNow);
    }

    private void Take(IDeviceCommand command, IActorRef replyTo, string? cid)
    {
        var now = Now;
        var deadline = command.Deadline ?? now + PatienceFor(cid);
        if (command is DeviceCommands.SetDps { Dps.Count: 0 })
        {
            AnswerAtOnce(command, replyTo, new CommandOutcome.Rejected(command.DeviceId, "no DP was named"));
        }
        else if (command is DeviceCommands.Refresh { Ticket.Length: > DeviceCommands.Refresh.MaxTicketLength })
        {
            AnswerAtOnce(command, replyTo, new CommandOutcome.Rejected(command.DeviceId, $"a ticket has at most {DeviceCommands.Refresh.MaxTicketLength} characters"));
        }
        else if (cid is not null && _subs[cid]?.Definition.Id != command.DeviceId)
        {
            // From the mailbox of an actor that is gone: its device is not there any more, or is at another cid.
            AnswerAtOnce(command, replyTo, new CommandOutcome.Cancelled(command.DeviceId, IsDefined(cid) ? DefinedAnew : TakenOut));
        }
        else if (deadline <= now)
        {
            AnswerAtOnce(command, replyTo, new CommandOutcome.Expired(command.DeviceId));
        }
        else if (_state is DeviceState.KeyRejected)
        {
            AnswerAtOnce(command, replyTo, new CommandOutcome.Offline(command.DeviceId, _state, _diagnosis, WasSent: false));
        }
        else if (command is DeviceCommands.WhenIdle)
        {
            Watch(command, replyTo, now, deadline, cid);
        }
        else if (_commands.WaitingOf(cid) - WouldSupersede(command, cid) >= _spec.Settings.MaxWaitingCommands)
        {
            AnswerAtOnce(command, replyTo, new CommandOutcome.Rejected(command.DeviceId, $"{_commands.WaitingOf(cid)} commands wait for this device already"));
        }
        else
        {
            if (command is DeviceCommands.SetDps set)
                Supersede(set.Dps, cid);
            var entry = _commands.Add(command, replyTo, now, deadline, cid, LimitOf(cid));
            Traced(entry);
            Wish(entry);
            SendWaiting();
            ArmDeadline();
            ConnectForWork();
        }
    }

    private void AnswerAtOnce(IDeviceCommand command, IActorRef replyTo, CommandOutcome outcome)
    {
        CountOutcome(command, outcome, TimeSpan.Zero, CommandTracing.Begin(command, behindGateway: false));
        replyTo.Tell(outcome);
    }

    private void Watch(IDeviceCommand command, IActorRef replyTo, DateTimeOffset now, DateTimeOffset deadline, string? cid)
    {
        if (_commands.IdleWatches().Count(watch => watch.Cid == cid) >= _spec.Settings.MaxWaitingCommands)
        {
            AnswerAtOnce(command, replyTo, new CommandOutcome.Rejected(command.DeviceId, $"{_spec.Settings.MaxWaitingCommands} wait for this device to be idle already"));
            return;
        }

        Traced(_commands.AddIdleWatch(command, replyTo, now, deadline, cid));
        CheckIdle();
        ArmDeadline();
    }

    private int WouldSupersede(IDeviceCommand command, string? cid) => command is DeviceCommands.SetDps set ? _commands.WouldSupersede(set.Dps, cid) : 0;

    private void Supersede(DpSet dps, string? cid)
    {
        foreach (var entry in _commands.Supersede(dps, cid))
            Answer(entry, new CommandOutcome.Superseded(entry.Command.DeviceId));
        foreach (var entry in _commands.SetsOf(cid))
            Advance(entry);
    }

    private void Wish(CommandEntry entry)
    {
        if (entry.Wanted.Count == 0)
            return;
        if (entry.Cid is null)
            _desired = _desired.Wish(entry.Wanted, entry.Deadline, entry.Token);
        else if (_subs[entry.Cid] is { } sub)
            sub.Actor.Tell(new DeviceMessages.SubWished(entry.Wanted, entry.Deadline, entry.Token));
    }

    /// <summary>Sends what waits, each line in its turn, as far as the ceiling lets it.</summary>
    private void SendWaiting()
    {
        if (_state != DeviceState.Online)
            return;
        while (MaySend && _ceiling.Wait(Now) == TimeSpan.Zero && _commands.TrySendNext(out var entry))
            Send(entry);
        if (MaySend && _commands.IsAnyWaiting && !Timers.IsTimerActive(nameof(SendDue)))
            Timers.StartSingleTimer(nameof(SendDue), new SendDue(), _ceiling.Wait(Now));
        CheckIdle();
    }

    private void Send(CommandEntry entry)
    {
        if (entry.Set is { } set)
        {
            if (!set.HasNext)
                return;
            var dps = set.Next();
            var request = DeviceRequests.Control(_version, Id.Value, dps, Now.ToUnixTimeSeconds(), entry.Cid);
            if (request.Payload.Length > LargestRequest)
            {
                if (_commands.Take(entry.Token) is not null)
                    Answer(entry, new CommandOutcome.Rejected(entry.Command.DeviceId, $"its {request.Payload.Length} bytes do not fit a frame; allowed are {LargestRequest}"));
                return;
            }

            _ceiling = _ceiling.Take(Now);
            NoteCommandForRefresh(entry.Cid);
            var part = _commands.AddPart(entry);
            set.Sent(part, ReportedOf(entry.Cid));
            CommandTracing.Sent(entry.Activity, _version.ToText());
            Write(_correlator!.BeginSet(part, request.Command, dps, entry.Cid), request);
            entry.ConfirmAt = Now + _spec.Settings.ConfirmAfter;
            ArmConfirmation(entry.ConfirmAt);
        }
        else
        {
            _ceiling = _ceiling.Take(Now);
            NoteQuery(entry);
            var request = QueryRequest(entry.Cid);
            CommandTracing.Sent(entry.Activity, _version.ToText());
            Write(_correlator!.BeginQuery(entry.Token, request.Command, entry.Cid), request);
        }
    }

    // Base64 and padding included, it stays below the codec's longest frame in every version.
    private const int LargestRequest = 20_000;

    /// <summary>The questions with which a connection begins.</summary>
    private void QueryEverything()
    {
        QueryOwnState();
        foreach (var cid in _subs.Lines.Where(cid => !IsOutOfReach(cid)))
            QueryOwnState(cid);
    }

    /// <summary>A question of our own, that nobody waits for but the state.</summary>
    /// <param name="cid">Which; <c>null</c>: the device itself.</param>
    /// <param name="confirms">The set whose values are looked for.</param>
    private void QueryOwnState(string? cid = null, long? confirms = null)
    {
        if (NamesDps(cid) && _memory.KnownDps.IsToProbe(cid))
        {
            foreach (var range in UnknownDps)
                Ask(QueryRequest(cid, range), cid, confirms, isProbe: true);
        }
        else
        {
            Ask(QueryRequest(cid), cid, confirms);
        }
    }

    private void Ask(WireRequest request, string? cid, long? confirms, bool isProbe = false)
    {
        var entry = _commands.AddSent(new DeviceCommands.Refresh(Id), ActorRefs.Nobody, Now, Now + _spec.Settings.CommandTimeout, cid, confirms);
        entry.IsProbe = isProbe;
        NoteQuery(entry);
        Write(_correlator!.BeginQuery(entry.Token, request.Command, cid), request);
        ArmDeadline();
    }

    // Where nothing is known of a device that must be asked by DP: the ranges in which Tuya's products have theirs, in portions that
    // such firmware answers (tinytuya probes in tens, too).
    private static readonly IEnumerable<int>[] UnknownDps =
        [Enumerable.Range(1, 10), Enumerable.Range(11, 10), Enumerable.Range(21, 10), Enumerable.Range(101, 10)];

    private WireRequest QueryRequest(string? cid, IEnumerable<int>? dps = null) =>
        DeviceRequests.Query(_version, Id.Value, Now.ToUnixTimeSeconds(), TrialOf(cid).Dialect, dps ?? _memory.KnownDps.Of(cid), cid);

    private void SendHeartbeat() =>
        Write(_correlator!.Heartbeat(), DeviceRequests.Heartbeat(_version, Id.Value, Now.ToUnixTimeSeconds()));

    private void SendAwaitedHeartbeat()
    {
        _heartbeatAwaited = true;
        SendHeartbeat();
        Timers.StartSingleTimer(nameof(HeartbeatLate), new HeartbeatLate(_epoch), _spec.Settings.Connection.HeartbeatTimeout);
    }

    private void Write(uint seqno, WireRequest request)
    {
        _spokeSinceTick = true;
        _connection.Tell(new ConnectionCommands.Write(seqno, request));
    }

    private void End(CommandEnd end)
    {
        if (_commands.Take(end.Token) is not { } entry || IsAskedAgain(entry, end))
            return;
        Answer(entry, Outcome(entry, end));
        if (entry.Confirms is { } set && _commands.Find(set) is { Set: { } course } asked)
        {
            course.Asked(end.Dps, part => _correlator?.RemainingOf(part));
            Advance(asked);
        }
    }

    /// <summary>What one message meant for the sets: each goes on, or ends.</summary>
    private void Settle(Correlation match)
    {
        if (match.Acknowledged is null && match.Ends.IsEmpty)
            return;
        var sets = new List<CommandEntry>(1);
        if (match.Acknowledged is { } token && _commands.Find(token) is { Set: { } taken } acknowledged)
        {
            taken.Acknowledged(token);
            sets.Add(acknowledged);
        }

        foreach (var end in match.Ends)
        {
            if (_commands.Find(end.Token) is not { Set: { } set } ended)
                continue;
            set.Ended(end);
            sets.Add(ended);
        }

        foreach (var entry in sets)
            Advance(entry);
        foreach (var end in match.Ends)
            End(end);
    }

    private void Advance(CommandEntry entry)
    {
        if (_commands.Find(entry.Token) is null)
            return;
        var set = entry.Set!;
        NoteLimit(entry.Cid);
        if (set.Refusal is { } refusal)
        {
            Finish(entry, Outcome(entry, refusal));
        }
        else if (set.Wanted is { Count: 0 })
        {
            Finish(entry, new CommandOutcome.Superseded(entry.Command.DeviceId));
        }
        else if (set.IsConfirmed)
        {
            Finish(entry, new CommandOutcome.Confirmed(entry.Command.DeviceId, set.Wanted));
        }
        else if (entry.Sent && set.HasNext)
        {
            _commands.GoOn(entry);
            SendWaiting();
        }
    }

    private void Finish(CommandEntry entry, CommandOutcome outcome)
    {
        if (_commands.Take(entry.Token) is not null)
            Answer(entry, outcome);
    }

    private DpLimit LimitOf(string? cid) => _spec.Settings.LearnDpLimits ? _memory.LimitOf(cid) : DpLimit.None;

    private void NoteLimit(string? cid)
    {
        if (_memory.LimitOf(cid).TakeNews() is not { } most)
            return;
        NoteFacts();
        _log.Info("Device '{0}' ({1}) takes at most {2} DPs at once; larger sets are sent to it in parts.", _memory.Definition.Name, cid is null ? Id.Value : $"{Id}, cid {cid}", most);
    }

    private void Again(CommandEntry entry)
    {
        _commands.Add(entry.Command, entry.ReplyTo, entry.Arrived, entry.Deadline, entry.Cid).Activity = entry.Activity;
        SendWaiting();
    }

    private static CommandOutcome Outcome(CommandEntry entry, CommandEnd end) => end.Kind switch
    {
        EndKind.Confirmed => new CommandOutcome.Confirmed(entry.Command.DeviceId, end.Dps),
        EndKind.Acknowledged => new CommandOutcome.Acknowledged(entry.Command.DeviceId),
        EndKind.Rejected => new CommandOutcome.Rejected(entry.Command.DeviceId, end.Text is { Length: > 0 } text ? $"the device refused: {text}" : "the device refused", end.Retcode),
        EndKind.DataUnvalid => new CommandOutcome.Rejected(entry.Command.DeviceId, "the device could not read the command (data unvalid)", end.Retcode),
        _ => Late(entry),
    };

    private void Answer(CommandEntry entry, CommandOutcome outcome)
    {
        NoteAnswer(entry, outcome);
        foreach (var part in entry.Set?.Open ?? [])
            _correlator?.Expire(part);
        if (entry.Cid is null)
            _desired = _desired.Ended(entry.Token);
        else if (_subs[entry.Cid] is { } sub)
            sub.Actor.Tell(new DeviceMessages.SubSettled(entry.Token));
        var told = ForUnreached(entry, outcome);
        // Questions of our own are nobody's commands.
        if (!entry.ReplyTo.IsNobody())
            CountOutcome(entry.Command, told, Now - entry.Arrived, entry.Activity);
        entry.ReplyTo.Tell(told);
        if (entry.Command is DeviceCommands.WhenIdle)
            return;
        if (entry is { Sent: true, Command: DeviceCommands.SetDps })
            _idle.Moved(entry.Cid, Now);
        CheckIdle();
        WorkOn();
    }

    private static CommandOutcome.TimedOut Late(CommandEntry entry) => new(entry.Command.DeviceId, Now - entry.Arrived);

    /// <summary>The connection is gone: what was in flight and not acknowledged may or may not have been carried out, and is not sent twice.</summary>
    private void LoseSent()
    {
        foreach (var entry in _commands.TakeSent())
        {
            Answer(entry, entry.Set is { IsTaken: true }
                ? new CommandOutcome.Acknowledged(entry.Command.DeviceId)
                : new CommandOutcome.Offline(entry.Command.DeviceId, _state, _diagnosis, WasSent: true));
        }
    }

    private void RefuseWaiting()
    {
        foreach (var entry in _commands.TakeAll())
            Answer(entry, new CommandOutcome.Offline(entry.Command.DeviceId, _state, _diagnosis, WasSent: false));
    }
}

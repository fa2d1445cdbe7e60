using Akka.Actor;
using Akka.Event;
using TuyaActors.Diagnostics;
using TuyaActors.Fleet;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Device;

// Devices behind this gateway: who they are, and which of them it can reach.
internal sealed partial class DeviceActor
{
    private sealed record SubDevice(DeviceDefinition Definition, IActorRef Actor);

    private sealed record LivenessDue(long Epoch);

    private sealed record LivenessSoon(long Epoch);

    private sealed record CatchUpDue(long Epoch, string Cid);

    // Sub-devices often come many at a time: one question for all of them.
    private static readonly TimeSpan AfterAttaching = TimeSpan.FromMilliseconds(500);

    private const string TakenOut = "the device was taken out of the fleet";
    private const string DefinedAnew = "the device was given another cid, or another device its cid, before the command ended";

    private HashSet<string>? _lossLogged;

    private long _subNumber;

    private void AttachSubDevice(DeviceMessages.AttachSubDevice attach)
    {
        var definition = attach.Definition;
        var cid = definition.Cid!;
        _memory.Children = _memory.Children.Defined(cid);
        if (_subs[cid] is { } known && known.Definition.Id == definition.Id)
        {
            // Another name or other tags are no reason to forget what it reported.
            _subs[cid] = known with { Definition = definition };
            known.Actor.Tell(new DeviceMessages.Redefine(definition));
            Context.Parent.Tell(new FleetMessages.SubDeviceAttached(definition, known.Actor));
            return;
        }

        // Another cid for a known device, or another device at a known cid: the former one goes.
        foreach (var (formerCid, former) in _subs.All.Where(s => s.Cid == cid || s.Value.Definition.Id == definition.Id))
        {
            DropSubDevice(formerCid!, former.Actor, isRemoved: false);
            ForgetSubDevice(formerCid!);
            CancelCommandsOf(formerCid!, DefinedAnew);
        }

        var actor = Context.ActorOf(SubDeviceActor.Props(definition, Self, _spec, attach.IsNew), $"sub-{Uri.EscapeDataString(cid)}-{++_subNumber}");
        Context.WatchWith(actor, new SubDeviceDied(cid, actor));
        _subs[cid] = new SubDevice(definition, actor);
        _idle.Moved(cid, Now); // what it did before is not known
        actor.Tell(LinkOf(cid));
        Context.Parent.Tell(new FleetMessages.SubDeviceAttached(definition, actor));
        // Also before the first answer, by which it comes online: the questions with which a connection begins have gone out by then.
        if (_correlator is null)
            return;
        if (!IsOutOfReach(cid))
            QueryOwnState(cid);
        if (ArmLiveness())
            Timers.StartSingleTimer(nameof(LivenessSoon), new LivenessSoon(_epoch), AfterAttaching);
    }

    private void DetachSubDevice(DeviceMessages.DetachSubDevice detach)
    {
        foreach (var (line, sub) in _subs.All.Where(s => s.Value.Definition.Id == detach.DeviceId))
        {
            var cid = line!;
            DropSubDevice(cid, sub.Actor, detach.IsRemoved);
            _memory.Children = _memory.Children.Undefined(cid);
            ForgetSubDevice(cid);
            CancelCommandsOf(cid, TakenOut);
        }
    }

    private void CancelCommandsOf(string cid, string reason)
    {
        foreach (var entry in _commands.TakeOf(cid))
        {
            // Nobody waits for its answer any more: left in flight it would take that of the next command.
            _correlator?.Expire(entry.Token);
            Answer(entry, new CommandOutcome.Cancelled(entry.Command.DeviceId, reason));
        }
    }

    /// <summary>What was learned of the device at this cid; another one may come there.</summary>
    private void ForgetSubDevice(string cid)
    {
        _memory.Forget(cid);
        _plan?.Forget(cid);
        NoteFacts();
    }

    private void DropSubDevice(string cid, IActorRef actor, bool isRemoved)
    {
        _subs[cid] = null;
        _idle.Forget(cid);
        _childReported[cid] = null;
        Context.Unwatch(actor);
        // Behind what is in its mailbox, so that every command there still gets its outcome.
        actor.Tell(isRemoved ? new DeviceMessages.Leave() : new DeviceMessages.Close());
    }

    private void TellSubDevices()
    {
        foreach (var (cid, sub) in _subs.All)
            sub.Actor.Tell(LinkOf(cid));
    }

    // ---- which of them it can reach

    private bool Gateway(object message)
    {
        switch (message)
        {
            case LivenessDue due:
                if (due.Epoch == _epoch)
                    AskForLiveness();
                return true;
            case LivenessSoon soon:
                if (soon.Epoch == _epoch)
                    AskForLiveness();
                return true;
            case CatchUpDue due:
                if (due.Epoch == _epoch && _state == DeviceState.Online && IsDefined(due.Cid))
                    QueryOwnState(due.Cid);
                return true;
            default:
                return false;
        }
    }

    // No gateway, as far as anybody knows, is asked for nothing and needs no timer.
    private bool AsksForLiveness =>
        _state == DeviceState.Online && _spec.Settings.Gateway.LivenessInterval > TimeSpan.Zero && (!_subs.IsEmpty || !_memory.Children.Unknown.IsEmpty);

    private void BeginLiveness()
    {
        _memory.Children = _memory.Children.Connected();
        if (ArmLiveness())
            AskForLiveness();
    }

    /// <summary>To be called whenever it may have turned out to be a gateway; answers whether it is one that is asked.</summary>
    private bool ArmLiveness()
    {
        if (AsksForLiveness && !Timers.IsTimerActive(nameof(LivenessDue)))
            Timers.StartPeriodicTimer(nameof(LivenessDue), new LivenessDue(_epoch), _spec.Settings.Gateway.LivenessInterval);
        return AsksForLiveness;
    }

    private void EndLiveness()
    {
        Timers.Cancel(nameof(LivenessDue));
        Timers.Cancel(nameof(LivenessSoon));
    }

    private void AskForLiveness()
    {
        if (!AsksForLiveness)
            return;
        var wasSilent = _memory.Children.IsSilent;
        Became(_memory.Children.Asked());
        if (!wasSilent)
            Write(_correlator!.Untracked(), DeviceRequests.SubDevices(_version, Id.Value, Now.ToUnixTimeSeconds()));
    }

    private void TakeList(ReplyContent list)
    {
        var before = _memory.Children.Lost;
        Became(_memory.Children.Listed(list.OnlineCids, list.OfflineCids, IsDefined));
        foreach (var cid in before.Except(_memory.Children.Lost).Where(IsDefined))
            QueryOwnState(cid); // it may have changed meanwhile
    }

    private void ReportOfSubDevice(string cid, DpSet dps, ReportCause cause, bool ofItself, string? ticket)
    {
        // A gateway answers a query from its memory, if need be too late; only what a child says of itself shows that it is there.
        var sub = _subs[cid];
        if (ofItself || sub is null)
        {
            var wasLost = IsOutOfReach(cid);
            Became(_memory.Children.Heard(cid, sub is not null));
            // What else changed meanwhile is asked a little later: a gateway's memory lags behind what it passes on.
            if (wasLost && sub is not null)
                Timers.StartSingleTimer((nameof(CatchUpDue), cid), new CatchUpDue(_epoch, cid), _spec.Settings.ConfirmAfter);
        }

        if (sub is null)
            return;
        if (_memory.KnownDps.Note(cid, dps))
            NoteFacts();
        NoteForRefresh(cid, dps);
        NoteMoves(cid, dps.ChangesFrom(ReportedOf(cid)));
        _childReported[cid] = ReportedOf(cid).Merge(dps);
        sub.Actor.Tell(new DeviceMessages.SubReport(dps, cause, ticket));
    }

    private void Became(GatewayChildren children)
    {
        var before = _memory.Children;
        _memory.Children = children;
        if (ReferenceEquals(before, children))
            return;
        if (!ReferenceEquals(before.Unknown, children.Unknown))
        {
            NoteFacts();
            ArmLiveness();
        }

        foreach (var cid in children.Unknown.Except(before.Unknown))
        {
            _log.Info("Gateway '{0}' ({1}) has a sub-device with the cid {2}, which no definition names.", _memory.Definition.Name, Id, cid);
            Publish(new DeviceEvents.SubDeviceSeen(Id, cid, !children.Lost.Contains(cid), Now));
        }

        if (children.Unknown.Count == GatewayChildren.MostUnknown && before.Unknown.Count < GatewayChildren.MostUnknown)
            _log.Warning("Gateway '{0}' ({1}) names more than {2} sub-devices that nobody defined; further ones are passed over.", _memory.Definition.Name, Id, GatewayChildren.MostUnknown);
        if (ReferenceEquals(before.Lost, children.Lost))
            return;
        foreach (var (cid, sub) in _subs.All)
        {
            if (before.Lost.Contains(cid!) != children.Lost.Contains(cid!))
                Follow(cid!, sub.Definition, sub.Actor);
        }
    }

    private void Follow(string cid, DeviceDefinition definition, IActorRef actor)
    {
        actor.Tell(LinkOf(cid));
        const string lost = "Device '{0}' ({1}) is out of reach: its gateway '{2}' has lost it by radio.";
        if (!_memory.Children.Lost.Contains(cid))
            _log.Debug("Device '{0}' ({1}) is within reach of its gateway '{2}' again.", definition.Name, definition.Id, _memory.Definition.Name);
        else if ((_lossLogged ??= []).Add(cid))
            _log.Warning(lost, definition.Name, definition.Id, _memory.Definition.Name);
        else
            _log.Debug(lost, definition.Name, definition.Id, _memory.Definition.Name);
    }

    private bool IsDefined(string cid) => _subs[cid] is not null;

    private bool IsOutOfReach(string? cid) => cid is not null && _state == DeviceState.Online && _memory.Children.Lost.Contains(cid);

    private DeviceMessages.GatewayState LinkOf(string? cid) => IsOutOfReach(cid)
        ? new DeviceMessages.GatewayState(DeviceState.OutOfReach, OutOfReach, KnownVersion)
        : new DeviceMessages.GatewayState(_state, _diagnosis, KnownVersion);

    private Diagnosis OutOfReach => Diagnoses.Of(DiagnosisKind.OutOfReach, $"gateway '{_memory.Definition.Name}' ({Id}) calls it offline");

    /// <summary>A gateway says no, or nothing, for a child that it cannot reach: then that is the reason, and not the child.</summary>
    private CommandOutcome ForUnreached(CommandEntry entry, CommandOutcome outcome) =>
        IsOutOfReach(entry.Cid) && outcome is CommandOutcome.TimedOut or CommandOutcome.Rejected { Retcode: > 0 }
            ? new CommandOutcome.Offline(entry.Command.DeviceId, DeviceState.OutOfReach, OutOfReach, WasSent: true)
            : outcome;
}

using System.Collections.Immutable;
using Akka.Event;
using TuyaActors.Connection;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Device;

// Energy meters report little of themselves: they are asked, as often as somebody has a reason to know.
internal sealed partial class DeviceActor
{
    private sealed record RefreshDue(long Epoch);

    // Only where there is a meter: most devices have none.
    private MeterPlan? _plan;
    private Alarm _refresh;

    private MeterPlan MakePlan()
    {
        var plan = new MeterPlan(_spec.Settings.Refresh, _memory.WithoutUpdateDps);
        foreach (var (cid, dps) in _memory.WatchedDps.All)
            plan.Watched(cid, dps);
        return plan;
    }

    private bool Refreshing(object message)
    {
        switch (message)
        {
            case RefreshDue due:
                if (due.Epoch == _epoch)
                    RefreshWhatIsDue();
                return true;
            case DeviceMessages.WatchedDps watched:
                Watch(null, watched.Dps);
                return true;
            case DeviceMessages.SubWatchedDps watched:
                Watch(watched.Cid, watched.Dps);
                return true;
            default:
                return false;
        }
    }

    private void Watch(string? cid, ImmutableHashSet<int> dps)
    {
        _memory.WatchedDps[cid] = dps.IsEmpty ? null : dps;
        _plan?.Watched(cid, dps);
        ArmRefresh();
    }

    // One that comes and goes is asked when it comes.
    private bool Refreshes => _state == DeviceState.Online && !ComesAndGoes && !_spec.Settings.Refresh.Dps.IsEmpty;

    private void BeginRefresh()
    {
        _plan?.Connected(Now);
        ArmRefresh();
    }

    private void EndRefresh()
    {
        Timers.Cancel(nameof(RefreshDue));
        _refresh.Ended();
    }

    private void NoteForRefresh(string? cid, DpSet dps)
    {
        if (_plan is null && !MeterPlan.HasMeter(dps, _spec.Settings.Refresh))
            return;
        _plan ??= MakePlan();
        _plan.Reported(cid, dps, Now);
        ArmRefresh();
    }

    private void NoteCommandForRefresh(string? cid)
    {
        if (_plan is null)
            return;
        _plan.Commanded(cid, Now);
        ArmRefresh();
    }

    private void TakeRefreshAnswer(ConnectionEvent.Received received)
    {
        if (_plan is null || received.Message.Command != CommandId.UpdateDps || received.Content.Kind == ReplyKind.Dps)
            return;
        var refused = received.Message.Retcode is > 0 || received.Content.Kind == ReplyKind.DataUnvalid;
        if (_plan.Answered(_version == ProtocolVersion.V35 ? null : received.Message.Seqno, refused))
            LogWithoutUpdate();
        ArmRefresh();
    }

    private void RefreshWhatIsDue()
    {
        _refresh.Ended();
        if (!Refreshes || _plan is null)
            return;
        var now = Now;
        _plan.NoteClock(now);
        if (_plan.Expire(now, _heardAt))
            LogWithoutUpdate();
        if (_plan.Take(now) is { } turn && !IsOutOfReach(turn.Cid) && (turn.Cid is null || IsDefined(turn.Cid)))
        {
            if (turn.ByQuery)
            {
                QueryOwnState(turn.Cid);
            }
            else
            {
                var seqno = _correlator!.Untracked();
                _plan.Sent(turn.Cid, seqno, now);
                Write(seqno, DeviceRequests.UpdateDps(_version, Id.Value, turn.Dps, now.ToUnixTimeSeconds(), turn.Cid));
            }
        }

        ArmRefresh();
    }

    private void ArmRefresh()
    {
        if (!Refreshes || _plan is null)
            return;
        var now = Now;
        _plan.NoteClock(now);
        if (_refresh.Set(_plan.Next, now) is { } wait)
            Timers.StartSingleTimer(nameof(RefreshDue), new RefreshDue(_epoch), wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));
    }

    private void LogWithoutUpdate()
    {
        NoteFacts();
        _log.Info("Device '{0}' ({1}) does not know UPDATEDPS; its meter is read by queries.", _memory.Definition.Name, Id);
    }
}

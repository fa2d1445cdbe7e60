using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Device;

// Values that did not come, or came broken, are asked for again: what is shown as current must be.
internal sealed partial class DeviceActor
{
    private sealed record AskAgainDue(long Epoch);

    private readonly CatchUp _catchUp = new();

    private bool CatchesUp => _state == DeviceState.Online && !ComesAndGoes && !_connection.IsNobody();

    private void MayHaveMissed()
    {
        if (!CatchesUp)
            return;
        // What cannot be read does not say whose it is.
        _catchUp.Missed(null, Now);
        foreach (var cid in _subs.Lines.Where(cid => !IsOutOfReach(cid)))
            _catchUp.Missed(cid, Now);
        ArmCatchUp();
    }

    private void NoteAnswer(CommandEntry entry, CommandOutcome outcome)
    {
        if (!CatchesUp || entry.Command is not DeviceCommands.Refresh || !entry.Sent)
            return;
        if (outcome is CommandOutcome.Confirmed && !entry.IsProbe)
        {
            _catchUp.Answered(entry.Cid);
            return;
        }

        // A refusal is an answer: asking once more brings another one. So is the silence of a child that is away.
        if (outcome is not CommandOutcome.TimedOut || !entry.ReplyTo.IsNobody() || entry.Confirms is not null || IsOutOfReach(entry.Cid))
            return;
        if (entry.IsProbe)
            _memory.KnownDps.ProbeAgain(entry.Cid);
        _catchUp.Unanswered(entry.Cid, Now);
        ArmCatchUp();
    }

    private void AskAgain()
    {
        if (!CatchesUp)
            return;
        foreach (var cid in _catchUp.Take(Now))
        {
            if (cid is null || (IsDefined(cid) && !IsOutOfReach(cid)))
                QueryOwnState(cid);
        }

        ArmCatchUp();
    }

    private void ArmCatchUp()
    {
        var now = Now;
        _catchUp.NoteClock(now);
        if (_catchUp.Next is not { } next)
            return;
        var wait = next - now;
        Timers.StartSingleTimer(nameof(AskAgainDue), new AskAgainDue(_epoch), wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));
    }
}

using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Device;

// The time that commands have. A timer runs for the first of all, and not for each: most commands end long before.
internal sealed partial class DeviceActor
{
    private sealed record DeadlineDue;

    private sealed record ConfirmDue;

    private Alarm _deadline;
    private bool _confirmArmed;

    private void EndDue()
    {
        _deadline.Ended();
        foreach (var entry in _commands.TakeDue(Now))
        {
            if (!entry.Sent)
                Answer(entry, entry.Unsent(_state, _diagnosis, Now));
            else if (entry.Set is { } set)
                Answer(entry, set.IsTaken ? new CommandOutcome.Acknowledged(entry.Command.DeviceId) : Late(entry));
            else if (_correlator?.Expire(entry.Token) is not { } end)
                Answer(entry, Late(entry));
            else if (!IsAskedAgain(entry, end))
                Answer(entry, Outcome(entry, end));
        }

        _commands.Tidy();
        ArmDeadline();
    }

    private void ArmDeadline()
    {
        if (_deadline.Set(_commands.NextDeadline, Now) is not { } wait)
            return;
        if (wait > TimeSpan.Zero)
            Timers.StartSingleTimer(nameof(DeadlineDue), new DeadlineDue(), wait);
        else
            Self.Tell(new DeadlineDue());
    }

    /// <summary>Asks behind the sets that nothing has confirmed in time.</summary>
    private void AskForConfirmation()
    {
        _confirmArmed = false;
        var now = Now;
        DateTimeOffset? next = null;
        foreach (var entry in _commands.Unconfirmed())
        {
            // One that is to wait longer than any has to was sent before the clock was set back.
            if (entry.ConfirmAt > now && entry.ConfirmAt <= now + _spec.Settings.ConfirmAfter)
            {
                next = next < entry.ConfirmAt ? next : entry.ConfirmAt;
                continue;
            }

            entry.ConfirmAt = null;
            if (_correlator is not null)
                QueryOwnState(entry.Cid, confirms: entry.Token);
        }

        ArmConfirmation(next);
    }

    /// <summary>Sets the timer, unless it runs: each set waits for as long, so that the first comes first.</summary>
    private void ArmConfirmation(DateTimeOffset? at)
    {
        if (_confirmArmed || at is null)
            return;
        _confirmArmed = true;
        var wait = at.Value - Now;
        Timers.StartSingleTimer(nameof(ConfirmDue), new ConfirmDue(), wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));
    }
}

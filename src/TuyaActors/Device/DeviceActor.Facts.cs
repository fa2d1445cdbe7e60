using Akka.Actor;
using TuyaActors.Admission;
using TuyaActors.Device.Facts;
using TuyaActors.Messages;

namespace TuyaActors.Device;

// What is written down of it: given back before its first attempt, and written to the end when it stops.
internal sealed partial class DeviceActor
{
    private FactsLink _facts = null!;
    private bool _hasLearned;
    private bool _startWaits;
    private bool _isClosing;
    private bool _handsOver;

    // Values of a former life are out of date until it says something in this one.
    private bool _onlyRestored;

    private void BeginFacts()
    {
        _facts = new FactsLink(this, _spec, Context);
        _facts.Start(_memory.IsNew && !_memory.IsRestored);
    }

    /// <summary>Something was learned that shall outlive the process; told when the message at hand is worked off.</summary>
    private void NoteFacts() => _hasLearned = true;

    private void TellFacts()
    {
        if (!_hasLearned)
            return;
        _hasLearned = false;
        _facts.Learned();
    }

    DeviceRecord IFactsOwner.Record() => new(_memory.Facts(), _reported, _reportedAt);

    void IFactsOwner.Restore(DeviceRecord record)
    {
        // What this life has learned since, and forgotten, is newer.
        if (!_memory.IsRestored)
            _memory.Restore(record.Facts, IsDefined);
        ArmLiveness();
        if (_reportedAt is null && record.ReportedAt is not null)
            (_reported, _reportedAt, _onlyRestored) = (record.Reported, record.ReportedAt, true);
        if (_state == DeviceState.Resolving)
            Resolve();
    }

    void IFactsOwner.Ready()
    {
        if (!_startWaits)
            return;
        _startWaits = false;
        Self.Tell(new DeviceMessages.Start());
    }

    private bool Ending(object message)
    {
        if (message is not (DeviceMessages.Close or DeviceMessages.Leave))
            return false;
        _isClosing = true;
        _handsOver = message is DeviceMessages.Close { HandsOver: true };
        Timers.CancelAll();
        EndCommands();
        // The socket first: the device notices, and may be taken by another client at once.
        if (_state.HasConnection())
            DropConnection();
        _spec.Admission.Tell(new AdmissionMessages.Done(_epoch));
        foreach (var (_, sub) in _subs.All)
            sub.Actor.Tell(message);
        _facts.Close(forget: message is DeviceMessages.Leave);
        return true;
    }

    private void Closing(object message)
    {
        switch (message)
        {
            case SubDeviceDied died:
                _subs[died.Cid] = null;
                EndIfClosed();
                break;
            case IDeviceCommand command:
                Sender.Tell(Ended(command, wasSent: false));
                break;
            case DeviceMessages.ForSubDevice sub:
                sub.ReplyTo.Tell(Ended(sub.Command, wasSent: false));
                break;
            case DeviceQueries.GetDevice:
                Sender.Tell(new Messages.DeviceReplies.DeviceFound(Snapshot()));
                break;
            default:
                // What else comes now is about what has ended.
                if (!Look(message))
                    _facts.Take(message);
                break;
        }
    }

    private void EndCommands()
    {
        foreach (var entry in _commands.TakeAll())
        {
            var end = Ended(entry.Command, entry.Sent);
            // Questions of our own are nobody's commands.
            if (!entry.ReplyTo.IsNobody())
                CountOutcome(entry.Command, end as CommandOutcome ?? Cancelled(entry.Command), Now - entry.Arrived, entry.Activity);
            entry.ReplyTo.Tell(end);
        }
    }

    private object Ended(IDeviceCommand command, bool wasSent) => (_handsOver, wasSent) switch
    {
        (false, _) => Cancelled(command),
        (true, false) => new DeviceMessages.HandedBack(command.DeviceId),
        (true, true) => new CommandOutcome.Offline(command.DeviceId, _state, null, WasSent: true),
    };

    private static CommandOutcome.Cancelled Cancelled(IDeviceCommand command) =>
        new(command.DeviceId, "the device was taken out of service before the command ended");

    void IFactsOwner.Closed() => EndIfClosed();

    private void EndIfClosed()
    {
        if (_facts.IsClosed && _subs.IsEmpty)
            Context.Stop(Self);
    }
}

using Akka.Actor;
using TuyaActors.Diagnostics;
using TuyaActors.Messages;

namespace TuyaActors.Device;

// Devices that are not connected all the time: because they sleep, or because they cannot keep a connection.
internal sealed partial class DeviceActor
{
    private sealed record LingerOver(long Epoch);

    private bool _awake;
    private bool _wasAway;
    private DateTimeOffset? _sightedAt;
    private DateTimeOffset? _attemptEndedAt;
    private DateTimeOffset? _servedAt;

    private ConnectionMode Mode => _memory.Definition.Mode;

    private bool ComesAndGoes => Mode != ConnectionMode.Persistent;

    /// <summary>How long a command may take that says no deadline itself: one for a sleeper waits for its waking, one for a child that its gateway has lost is soon over.</summary>
    private TimeSpan PatienceFor(string? cid) =>
        IsOutOfReach(cid) ? _spec.Settings.Gateway.OutOfReachTimeout
        : Mode == ConnectionMode.Battery && _state != DeviceState.Online ? _spec.Settings.Battery.CommandTimeout
        : _spec.Settings.CommandTimeout;

    /// <summary>A device that cannot keep a connection gets one command at a time: it may close it behind the answer.</summary>
    private bool MaySend => Mode != ConnectionMode.OnDemand || !_commands.HasSent;

    /// <summary>Whether this connection was made for a command, to a device of which all is known that a query would prove.</summary>
    private bool ComesForWork => Mode == ConnectionMode.OnDemand && _commands.IsAnyWaiting && _memory.Versions.Proved == _version;

    private void WorkOn()
    {
        // While a connection is being dropped the state is still the old one.
        if (!ComesAndGoes || _state != DeviceState.Online || _connection.IsNobody())
            return;
        if (MaySend)
            SendWaiting();
        Linger();
    }

    /// <summary>A command has come, or waits: a device without a connection gets one for it, a sleeper only where it was just seen awake.</summary>
    private void ConnectForWork()
    {
        if (!_commands.IsAnyWaiting)
            return;
        if (_state == DeviceState.Idle)
        {
            Transition(LifecycleTrigger.ConnectNow);
        }
        else if (_state == DeviceState.Asleep && _sightedAt.IsWithin(_spec.Settings.Battery.StaysAwake, Now) && MayTryAgain)
        {
            _awake = true;
            Transition(LifecycleTrigger.ConnectNow);
        }
    }

    // A sleeper announces itself every few seconds while it is awake, also when it has been served, and when it does not let us in.
    private void WakeIfWorthIt()
    {
        if ((_servedAt.IsWithin(_spec.Settings.Battery.Rest, Now) && !_commands.IsAnyWaiting) || !MayTryAgain)
            return;
        _awake = true;
        Transition(LifecycleTrigger.Sighted);
    }

    private bool MayTryAgain => _failures == 0 || !_attemptEndedAt.IsWithin(_spec.Settings.Backoff.Wait(_failures, 0), Now);

    /// <summary>Something was said or has ended: the connection is kept for a moment more.</summary>
    private void Linger()
    {
        if (ComesAndGoes && _state == DeviceState.Online && _commands.IsEmpty)
            Timers.StartSingleTimer(nameof(LingerOver), new LingerOver(_epoch), Mode == ConnectionMode.Battery ? _spec.Settings.Battery.Linger : _spec.Settings.OnDemand.Hold);
    }

    private void LetGo()
    {
        // What came meanwhile is answered first, and its end lingers again.
        if (!_commands.IsEmpty)
            return;
        Settled();
        if (Mode == ConnectionMode.OnDemand)
        {
            Transition(LifecycleTrigger.Released);
        }
        else if (Mode == ConnectionMode.Battery)
        {
            _servedAt = Now;
            FallAsleep();
        }
    }

    private void FallAsleep(string? evidence = null)
    {
        _diagnosis = Diagnoses.Of(DiagnosisKind.Asleep, evidence);
        Transition(Dozing());
    }

    private LifecycleTrigger Dozing()
    {
        _awake = false;
        _attemptEndedAt = Now;
        return LifecycleTrigger.FellAsleep;
    }

    /// <summary>Whether the end of a connection is no failure for this kind of device: a sleeper fell asleep, or one that cannot keep a connection closed it when there was nothing more to do.</summary>
    private bool WentAsItDoes(Finding finding, string evidence, bool wasOnline)
    {
        var isGone = finding.Kind is DiagnosisKind.Unresponsive or DiagnosisKind.Unreachable or DiagnosisKind.Refused;
        if (Mode == ConnectionMode.Battery && isGone)
        {
            if (wasOnline)
                Settled();
            FallAsleep(evidence);
            return true;
        }

        if (Mode != ConnectionMode.OnDemand || !wasOnline || finding.Kind != DiagnosisKind.Unresponsive || _commands.HasUnacknowledged(_correlator))
            return false;
        Settled();
        Transition(LifecycleTrigger.Released);
        ConnectForWork();
        return true;
    }
}

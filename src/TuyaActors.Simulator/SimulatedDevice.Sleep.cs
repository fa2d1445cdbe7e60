using TuyaActors.Simulator.Timing;

namespace TuyaActors.Simulator;

/// <content>The sleep of battery devices.</content>
public sealed partial class SimulatedDevice
{
    private DueAction? _alarm;
    private bool _isAsleep;

    /// <summary>Whether it has power, does not sleep and is not being paired.</summary>
    public bool IsAwake => IsPowered && !_isAsleep && _pairing is null;

    /// <summary>Wakes it up, and lets it fall asleep when its time has come, if it is a device that sleeps.</summary>
    private void BeginAwake()
    {
        _alarm?.Cancel();
        _alarm = null;
        _isAsleep = false;
        if (IsPowered && _faults.Sleeps)
        {
            SetAlarm(_faults.AwakeFor);
        }
    }

    private void SetAlarm(TimeSpan wait)
    {
        DueAction? alarm = null;
        alarm = _alarm = After(wait, () => Ring(alarm));
    }

    private void Ring(DueAction? self)
    {
        var wakes = false;
        Locked(() =>
        {
            if (self == _alarm && _faults.Sleeps)
            {
                wakes = _isAsleep;
                _isAsleep = !wakes;
                SetAlarm(wakes ? _faults.AwakeFor : _faults.AsleepFor);
                ListenAsItShould();
            }
        });
        if (wakes)
        {
            _simulator.AnnounceSoon(this);
        }
    }
}

using TuyaActors.Protocol;
using TuyaActors.Simulator.Fleet;
using TuyaActors.Simulator.Timing;

namespace TuyaActors.Simulator;

/// <content>The faults that change what the device is, as long as they last: power, key, version, address and a storm of pushes. Inside of the gate.</content>
public sealed partial class SimulatedDevice
{
    private const double SmallestStormStep = 0.02;

    private LocalKey _ownKey;
    private LocalKey? _strangeKey;
    private DueAction? _rekeying;
    private DueAction? _pairing;
    private ProtocolVersion _ownVersion;
    private bool _isPlugged;
    private DueAction? _storm;
    private double _stormRate;
    private double _pushesOwed;

    /// <summary>Takes new faults over the old ones and says whether that is worth an announcement.</summary>
    private bool Become(DeviceFaults value)
    {
        var (old, address) = (_faults, EndPoint.Address);
        _listener.Shift(value.AddressShift - old.AddressShift);
        Volatile.Write(ref _faults, value);
        var otherVersion = (value.Version ?? _ownVersion) != (old.Version ?? _ownVersion);
        if (otherVersion)
        {
            _listener.Client?.Close(reset: true);
        }

        if (value.WrongKeyAfter != old.WrongKeyAfter)
        {
            RekeyAsItShould();
        }

        if ((value.AwakeFor, value.AsleepFor) != (old.AwakeFor, old.AsleepFor))
        {
            BeginAwake();
        }

        var wasPowered = IsPowered;
        SwitchPower();
        ListenAsItShould();
        StormAsItShould();
        _listener.Client?.WatchIdleness();
        return otherVersion || !address.Equals(EndPoint.Address) || (IsPowered && !wasPowered);
    }

    private void SwitchPower()
    {
        var on = _isPlugged && !_faults.NoPower;
        if (on == IsPowered)
        {
            return;
        }

        IsPowered = on;
        BeginAwake();
        if (!on)
        {
            Tally.Kills++;
            Pulse.Stop();
            StormAsItShould();
            ListenAsItShould();
            return;
        }

        if (_faults.Wedged && Tally.Kills > 0)
        {
            Volatile.Write(ref _faults, _faults with { Wedged = false });
        }

        try
        {
            ListenAsItShould();
        }
        catch
        {
            _isPlugged = IsPowered = false;
            throw;
        }

        if (_rekeying is null)
        {
            RekeyAsItShould();
        }

        Pulse.Start();
        StormAsItShould();
    }

    private void RekeyAsItShould()
    {
        _rekeying?.Cancel();
        _rekeying = null;
        if (_strangeKey is not null)
        {
            Volatile.Write(ref _strangeKey, null);
            Pair();
        }

        if (_faults.WrongKeyAfter is { } wait && _isPlugged)
        {
            DueAction? rekeying = null;
            rekeying = _rekeying = After(wait, () => Locked(() => Rekey(rekeying)));
            if (wait == TimeSpan.Zero)
            {
                Rekey(rekeying);
            }
        }
    }

    private void Rekey(DueAction? self)
    {
        if (self == _rekeying && _strangeKey is null)
        {
            Volatile.Write(ref _strangeKey, Believable.LocalKey(Random));
            Pair();
        }
    }

    /// <summary>Off the network for a while, as pairing wants it; then there again.</summary>
    private void Pair()
    {
        _pairing?.Cancel();
        _pairing = null;
        if (_simulator.Options.PairingTime > TimeSpan.Zero)
        {
            DueAction? pairing = null;
            pairing = _pairing = After(_simulator.Options.PairingTime, () => EndPairing(pairing));
            ListenAsItShould();
        }

        _listener.Client?.Close(reset: true);
    }

    private void EndPairing(DueAction? self)
    {
        Locked(() =>
        {
            if (self == _pairing)
            {
                _pairing = null;
                ListenAsItShould();
            }
        });
        _simulator.AnnounceSoon(this);
    }

    private void StormAsItShould()
    {
        var rate = IsPowered ? _faults.PushesPerSecond : 0;
        if (rate.Equals(_stormRate))
        {
            return;
        }

        _stormRate = rate;
        _pushesOwed = 0;
        _storm?.Cancel();
        _storm = null;
        StormOn();
    }

    private void StormOn()
    {
        if (_stormRate > 0)
        {
            // A timer for each of thousands of pushes a second would cost more than they do: some go together.
            var wait = TimeSpan.FromSeconds(Math.Max(1 / _stormRate, SmallestStormStep));
            DueAction? storm = null;
            storm = _storm = After(wait, () => Locked(() => Storm(storm, wait)));
        }
    }

    private void Storm(DueAction? self, TimeSpan elapsed)
    {
        if (self != _storm)
        {
            return;
        }

        for (_pushesOwed += _stormRate * elapsed.TotalSeconds; _pushesOwed >= 1 - 1e-9; _pushesOwed--)
        {
            if (IsAwake)
            {
                Responder.Push(_living.Dps, cid: null);
            }
        }

        StormOn();
    }
}

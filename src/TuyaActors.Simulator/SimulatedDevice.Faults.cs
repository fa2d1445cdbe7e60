using System.Net;
using TuyaActors.Protocol;

namespace TuyaActors.Simulator;

/// <content>What can go wrong with a device, and how to make it.</content>
public sealed partial class SimulatedDevice
{
    private DeviceFaults _faults;
    private int _repliesToLose;
    private int _framesToCorrupt;
    private bool _cutsNextFrame;
    private uint _nextSeqno;

    /// <summary>What is wrong with it now. Setting takes effect at once.</summary>
    /// <exception cref="ArgumentException">A share is not within 0 to 1, or a number or time is negative.</exception>
    /// <exception cref="SimulatorException">It refuses no more, but its port has been taken meanwhile; or its address shall be shifted, and cannot be had.</exception>
    public DeviceFaults Faults
    {
        get => Volatile.Read(ref _faults);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.Validate();
            var isNews = false;
            Locked(() => isNews = Become(value));
            if (isNews)
            {
                _simulator.AnnounceSoon(this);
            }
        }
    }

    /// <summary>Changes the faults that there are now, as one step: for those who change one of them beside others.</summary>
    /// <inheritdoc cref="Faults"/>
    public void ChangeFaults(Func<DeviceFaults, DeviceFaults> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var isNews = false;
        Locked(() =>
        {
            var value = change(_faults);
            value.Validate();
            isNews = Become(value);
        });
        if (isNews)
        {
            _simulator.AnnounceSoon(this);
        }
    }

    /// <summary>
    /// Turns it on: it listens, announces itself and changes by itself. Nothing happens when it is on, or as long as <see cref="DeviceFaults.NoPower"/>.
    /// Ends <see cref="DeviceFaults.Wedged"/>.
    /// </summary>
    /// <exception cref="SimulatorException">Its address or port cannot be had; the message says why.</exception>
    /// <exception cref="ObjectDisposedException">The simulator has been stopped.</exception>
    public void Start()
    {
        TurnOn();
        _simulator.AnnounceSoon(this);
    }

    /// <summary>Starts, but leaves it to the simulator when to announce.</summary>
    internal void TurnOn()
    {
        Locked(() =>
        {
            ObjectDisposedException.ThrowIf(_simulator.IsStopped, _simulator);
            _isPlugged = true;
            SwitchPower();
        });
    }

    /// <summary>Pulls the plug: it stops listening, its connection is reset, and it is silent until <see cref="Start"/>. Its state stays.</summary>
    public void Kill() => Locked(() =>
    {
        _isPlugged = false;
        SwitchPower();
    });

    /// <summary>Ends the present connection, if there is one: in order, or with a reset.</summary>
    public void DropConnection(bool reset = false) => Locked(() => _listener.Client?.Close(reset));

    /// <summary>Another local key from now on, as after pairing anew: it is off the network for the <see cref="SimulatorOptions.PairingTime"/>, its connection is reset.</summary>
    public void ChangeKey(LocalKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Locked(() =>
        {
            Volatile.Write(ref _ownKey, key);
            Volatile.Write(ref _strangeKey, null);
            Pair();
        });
    }

    /// <summary>Another protocol version from now on, as after an update of its firmware; the present connection is reset.</summary>
    public void ChangeVersion(ProtocolVersion version)
    {
        Locked(() =>
        {
            _ownVersion = version;
            _listener.Client?.Close(reset: true);
        });
        _simulator.AnnounceSoon(this);
    }

    /// <summary>Another address from now on, as after a new DHCP lease: it listens and announces itself there; the present connection is reset.</summary>
    /// <exception cref="SimulatorException">The new address cannot be had; then it stays where it was.</exception>
    public void MoveTo(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Locked(() => _listener.MoveTo(address));
        _simulator.AnnounceSoon(this);
    }

    /// <summary>The next <paramref name="count"/> replies never come; pushes and heartbeat answers do.</summary>
    public void LoseNextReplies(int count) => Locked(() => _repliesToLose += count);

    /// <summary>The checksum, HMAC or tag of the next <paramref name="count"/> frames is wrong.</summary>
    public void CorruptNextFrames(int count) => Locked(() => _framesToCorrupt += count);

    /// <summary>The next frame ends in the middle, and so does the connection.</summary>
    public void CutNextFrame() => Locked(() => _cutsNextFrame = true);

    /// <summary>Sends <paramref name="count"/> bytes that are no frame, if a client is connected.</summary>
    public void SendGarbage(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Locked(() => OpenClient?.Frames.PostGarbage(count));
    }

    /// <summary>Leaves out sequence numbers: what a 3.5 device sends next is that far ahead.</summary>
    public void SkipSeqnos(uint count) => Locked(() => _nextSeqno += count);

    /// <summary>Pushes its whole state <paramref name="count"/> times in a row.</summary>
    public void StormPushes(int count) => Locked(() =>
    {
        for (; count > 0; count--)
        {
            Responder.Push(_living.Dps, cid: null);
        }
    });

    internal bool LosesReply() => TakeOne(ref _repliesToLose) || Happens(_faults.LostReplies);

    internal bool CorruptsFrame() => TakeOne(ref _framesToCorrupt) || Happens(_faults.CorruptFrames);

    internal bool CutsFrame()
    {
        var cuts = _cutsNextFrame;
        _cutsNextFrame = false;
        return cuts || Happens(_faults.CutFrames);
    }

    internal bool Happens(double share) => share > 0 && Random.NextDouble() < share;

    internal uint NextSeqno()
    {
        _nextSeqno += (uint)_faults.SeqnoGap + 1;
        return _nextSeqno;
    }

    private static bool TakeOne(ref int left)
    {
        if (left <= 0)
        {
            return false;
        }

        left--;
        return true;
    }

    private void ListenAsItShould()
    {
        if (IsAwake && !_faults.Refuse)
        {
            _listener.Open();
        }
        else
        {
            _listener.Close();
        }
    }
}

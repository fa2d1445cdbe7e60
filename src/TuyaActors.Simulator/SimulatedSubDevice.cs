using TuyaActors.Protocol;
using TuyaActors.Simulator.Devices;
using TuyaActors.Simulator.Fleet;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Simulator;

/// <summary>A fake sub-device behind a gateway: reached over the gateway's connection, by its cid.</summary>
public sealed class SimulatedSubDevice
{
    private readonly SimulatedDevice _gateway;
    private bool _isOnline;
    private long _replyDelay;

    private SimulatedSubDevice(SimulatedDevice gateway, string cid, string name, LivingState living, bool isOnline)
    {
        _gateway = gateway;
        Cid = cid;
        Name = name;
        Living = living;
        _isOnline = isOnline;
    }

    internal static SimulatedSubDevice Create(SimulatedDevice gateway, SimulatedSubDeviceOptions options, TimeProvider time)
    {
        var cid = options.Cid ?? Believable.Cid(gateway.Random);
        var living = new LivingState(options.Profile, start: null, time, gateway.Random);
        return new SimulatedSubDevice(gateway, cid, options.Name ?? $"{options.Profile.Kind} {cid[^Math.Min(4, cid.Length)..]}", living, options.Online);
    }

    /// <summary>Its own device id, as it stands in devices.json.</summary>
    public string Id => $"{_gateway.Id[..Math.Min(6, _gateway.Id.Length)]}{Cid}";

    /// <summary>The id that the gateway knows it by.</summary>
    public string Cid { get; }

    /// <summary>The name in devices.json.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public DeviceProfile Profile => Living.Profile;

    /// <summary>Its DPs now.</summary>
    public DpSet State
    {
        get
        {
            lock (_gateway.Gate)
            {
                return Living.Dps;
            }
        }
    }

    /// <summary>Whether the gateway can reach it. One that is offline changes nothing, and the gateway refuses commands for it; the gateway tells its client of the change.</summary>
    public bool IsOnline
    {
        get => Volatile.Read(ref _isOnline);
        set => _gateway.Locked(() =>
        {
            if (_isOnline != value)
            {
                _isOnline = value;
                _gateway.Responder.ReportSubDevices();
            }
        });
    }

    /// <summary>How much later the gateway has its answers, and the news after a control. Default zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public TimeSpan ReplyDelay
    {
        get => new(Volatile.Read(ref _replyDelay));
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            Volatile.Write(ref _replyDelay, value.Ticks);
        }
    }

    internal LivingState Living { get; }

    /// <summary>Changes a DP at the sub-device itself, as a hand on it would; the gateway pushes it.</summary>
    /// <exception cref="ArgumentException">The profile's DP cannot have this value.</exception>
    public void Set(int dp, DpValue value) => Set(DpSet.Of((dp, value)));

    /// <summary>Changes DPs at the sub-device itself; the gateway pushes them.</summary>
    /// <exception cref="ArgumentException">A DP of the profile cannot have its value.</exception>
    public void Set(DpSet dps)
    {
        ArgumentNullException.ThrowIfNull(dps);
        _gateway.SetByHand(Living, Cid, dps);
    }
}

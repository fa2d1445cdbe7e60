using System.Diagnostics;
using System.Net;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Simulator.Devices;
using TuyaActors.Simulator.Profiles;
using TuyaActors.Simulator.Timing;

namespace TuyaActors.Simulator;

/// <summary>
/// One fake device: it answers like a real one, changes by itself, and breaks on request. All members may be used from any thread, while it runs.
/// </summary>
public sealed partial class SimulatedDevice
{
    private readonly TuyaSimulator _simulator;
    private readonly DeviceListener _listener;
    private readonly ActivityOutbox _activities;
    private readonly LivingState _living;

    internal SimulatedDevice(TuyaSimulator simulator, SimulatedDeviceOptions options, string id, LocalKey key, Random random)
    {
        _simulator = simulator;
        _faults = options.Faults;
        Id = id;
        Name = options.Name ?? $"{options.Profile.Kind} {id[^4..]}";
        _ownKey = key;
        _ownVersion = options.Version;
        Dialect = options.Dialect;
        Announces = options.Announces;
        Random = random;
        _nextSeqno = (uint)random.Next(1, 1 << 16);
        _living = new LivingState(options.Profile, options.State, simulator.Options.Time, random);
        _activities = new ActivityOutbox(this);
        _listener = new DeviceListener(this, options.Address, options.Port);
        _listener.Shift(_faults.AddressShift);
        Responder = new Responder(this);
        Pulse = new Pulse(this, options.PushInterval ?? simulator.Options.PushInterval, quiet: options.Quiet || simulator.Options.Quiet);
        SubDevices = [.. options.SubDevices.Select(sub => SimulatedSubDevice.Create(this, sub, simulator.Options.Time))];
    }

    /// <summary>Everything that happens at this device, in order. Raised on whichever thread it happens; a handler may use the device, but must not block or throw.</summary>
    public event EventHandler<DeviceActivity>? Activity
    {
        add => _activities.Activity += value;
        remove => _activities.Activity -= value;
    }

    /// <summary>The device id.</summary>
    public string Id { get; }

    /// <summary>The name in devices.json.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public DeviceProfile Profile => _living.Profile;

    /// <summary>The protocol version that it speaks now.</summary>
    public ProtocolVersion Version => Faults.Version ?? _ownVersion;

    /// <summary>How it wants to be queried; a 3.2 device is always asked as <see cref="DeviceDialect.Device22"/>.</summary>
    public DeviceDialect Dialect { get; }

    /// <summary>The local key that it has now.</summary>
    public LocalKey Key => Volatile.Read(ref _strangeKey) ?? Volatile.Read(ref _ownKey);

    /// <summary>Whether it broadcasts itself, or only answers probes.</summary>
    public bool Announces { get; }

    /// <summary>The sub-devices behind it; empty for all but gateways.</summary>
    public IReadOnlyList<SimulatedSubDevice> SubDevices { get; }

    /// <summary>Where it listens. With port 0 asked for, the port is 0 before the first start and the one that was found from then on.</summary>
    public IPEndPoint EndPoint => _listener.EndPoint;

    /// <summary>Its DPs now.</summary>
    public DpSet State
    {
        get
        {
            lock (Gate)
            {
                return _living.Dps;
            }
        }
    }

    /// <summary>Whether it has power: between start and kill, but for <see cref="DeviceFaults.NoPower"/>.</summary>
    public bool IsPowered { get; private set; }

    /// <summary>Whether it accepts connections now.</summary>
    public bool IsListening => _listener.IsOpen;

    /// <summary>Whether a client is connected now.</summary>
    public bool IsConnected => _listener.Client is not null;

    /// <summary>What clients did to its one connection, over its life: also whether two of them ever had one at the same time.</summary>
    public DeviceConnections Connections => Volatile.Read(ref Tally.Clients);

    /// <summary>How many connections it has accepted; those that it turned away or reset at once are not among them.</summary>
    public long ConnectionCount => Volatile.Read(ref Tally.Connections);

    /// <summary>How many second clients were turned away because one was connected.</summary>
    public long RejectedConnections => Volatile.Read(ref Tally.Rejected);

    /// <summary>How many pushes were sent to a client.</summary>
    public long PushCount => Volatile.Read(ref Tally.Pushes);

    /// <summary>How many requests came, heartbeats and negotiations not counted.</summary>
    public long CommandCount => Volatile.Read(ref Tally.Commands);

    /// <summary>How many heartbeats came.</summary>
    public long HeartbeatCount => Volatile.Read(ref Tally.Heartbeats);

    /// <summary>How many frames could not be read.</summary>
    public long RefusedFrameCount => Volatile.Read(ref Tally.RefusedFrames);

    /// <summary>Guards everything that changes. Nobody waits inside, and no handler is called inside.</summary>
    internal Lock Gate { get; } = new();

    internal DeviceTally Tally { get; } = new();

    internal Random Random { get; }

    internal Responder Responder { get; }

    internal Pulse Pulse { get; }

    internal LivingState Living => _living;

    internal TimeProvider Time => _simulator.Options.Time;

    internal double Jitter => _simulator.Options.Jitter;

    /// <summary>The connection that can be written to, if there is one.</summary>
    internal ClientConnection? OpenClient => _listener.Client is { IsOpen: true } client ? client : null;

    /// <summary>Changes a DP at the device itself, as a hand on it would, and pushes it.</summary>
    /// <exception cref="ArgumentException">The profile's DP cannot have this value.</exception>
    public void Set(int dp, DpValue value) => Set(DpSet.Of((dp, value)));

    /// <summary>Changes DPs at the device itself, as a hand on it would, and pushes them in one frame.</summary>
    /// <exception cref="ArgumentException">A DP of the profile cannot have its value.</exception>
    public void Set(DpSet dps)
    {
        ArgumentNullException.ThrowIfNull(dps);
        SetByHand(_living, cid: null, dps);
    }

    /// <summary>
    /// The next activity of a kind, from now on: call it before what causes the activity, await it after. For tests, instead of sleeping.
    /// </summary>
    /// <typeparam name="T">The kind, for example <see cref="DeviceActivity.Pushed"/>.</typeparam>
    public Task<T> NextAsync<T>(Func<T, bool>? where = null, CancellationToken cancellationToken = default)
        where T : DeviceActivity
        => _activities.NextAsync(where, cancellationToken);

    /// <summary>The id, the name, the version and where it listens; never the key.</summary>
    public override string ToString() => $"{Name} ({Id}, {Version.ToText()}, {EndPoint})";

    internal void SetByHand(LivingState living, string? cid, DpSet dps) => Locked(() =>
    {
        living.SetByHand(dps);
        Responder.Push(dps, cid);
        Pulse.StepSoon();
    });

    /// <summary>Does something inside of the gate; then, outside, sends what was written and tells what happened.</summary>
    internal void Locked(Action action)
    {
        Debug.Assert(!Gate.IsHeldByCurrentThread, "Handlers would be called inside of the gate.");
        ClientConnection? client;
        lock (Gate)
        {
            action();
            client = _listener.Client;
        }

        client?.Flush();
        _activities.Raise();
    }

    internal DueAction After(TimeSpan delay, Action action) => _simulator.Later.After(delay, action);

    internal DueAction About(TimeSpan delay, Action action) => _simulator.Later.About(delay, action);

    internal void Happened(DeviceActivity activity) => _activities.Add(activity);

    internal void RaiseActivities() => _activities.Raise();

    internal void RaiseAtSimulator(DeviceActivity activity) => _simulator.OnActivity(activity);

    internal HandshakeCount Handshakes => _simulator.Handshakes;

    internal bool SimulatorListens => _simulator.HasHandlers;

    internal void Left(ClientConnection client) => _listener.Left(client);

    /// <summary>Ends when nothing of the device runs any more; faults with whatever unforeseen happened in it.</summary>
    internal Task StoppedAsync() => _listener.StoppedAsync();
}

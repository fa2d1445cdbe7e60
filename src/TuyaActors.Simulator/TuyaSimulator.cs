using System.Text;
using TuyaActors.Protocol;
using TuyaActors.Simulator.Devices;
using TuyaActors.Simulator.DevicesFile;
using TuyaActors.Simulator.Discovery;
using TuyaActors.Simulator.Fleet;
using TuyaActors.Simulator.Profiles;
using TuyaActors.Simulator.Timing;

namespace TuyaActors.Simulator;

/// <summary>
/// Any number of fake Tuya devices in one process, each on an address or port of its own: no thread and no timer per device. Add devices, start, and talk
/// to them as to real ones. Disposing stops everything and closes every socket.
/// </summary>
/// <example>
/// <code>
/// await using var simulator = await TuyaSimulator.StartQuietAsync();
/// var plug = simulator.Add(ProtocolVersion.V34);
/// plug.Faults = plug.Faults with { ReplyDelay = TimeSpan.FromSeconds(5) };
/// // … connect to plug.EndPoint with plug.Id and plug.Key; plug.Set(1, true) is a hand on its button …
/// </code>
/// </example>
public sealed class TuyaSimulator : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<SimulatedDevice> _devices = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Random _random;
    private Announcer? _announcer;
    private bool _isStopped;

    /// <summary>A simulator without devices.</summary>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public TuyaSimulator(SimulatorOptions? options = null)
    {
        Options = options ?? new SimulatorOptions();
        Options.Validate();
        _random = new Random(Options.Seed);
        Later = new DueQueue(Options.Time);
    }

    /// <summary>A simulator for tests, running and still without devices: nothing is announced, and no device changes by itself.</summary>
    /// <param name="seed">See <see cref="SimulatorOptions.Seed"/>.</param>
    public static async Task<TuyaSimulator> StartQuietAsync(int seed = 1)
    {
        var simulator = new TuyaSimulator(new SimulatorOptions { Seed = seed, Quiet = true, Announce = false });
        await simulator.StartAsync();
        return simulator;
    }

    /// <summary>Everything that happens at any device. A handler must neither block nor throw.</summary>
    public event EventHandler<DeviceActivity>? Activity;

    /// <summary>What it was made with.</summary>
    public SimulatorOptions Options { get; }

    /// <summary>The devices, in the order in which they were added.</summary>
    public IReadOnlyList<SimulatedDevice> Devices
    {
        get
        {
            lock (_gate)
            {
                return [.. _devices];
            }
        }
    }

    /// <summary>Whether it has been started and not stopped.</summary>
    public bool IsRunning => Volatile.Read(ref _announcer) is not null && !IsStopped;

    internal bool IsStopped => Volatile.Read(ref _isStopped);

    internal DueQueue Later { get; }

    internal HandshakeCount Handshakes { get; } = new();

    internal bool HasHandlers => Activity is not null;

    /// <summary>Adds a device; a running simulator starts it at once.</summary>
    /// <exception cref="ArgumentException">The id is taken, or an option makes no sense.</exception>
    /// <exception cref="SimulatorException">The simulator runs, and the device cannot listen.</exception>
    /// <exception cref="ObjectDisposedException">The simulator has been stopped.</exception>
    public SimulatedDevice Add(SimulatedDeviceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        SimulatedDevice device;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            var id = options.Id ?? Believable.DeviceId(_random);
            if (_ids.Contains(id))
            {
                throw new ArgumentException($"There is a device {id} already.", nameof(options));
            }

            device = new SimulatedDevice(this, options, id, options.Key ?? Believable.LocalKey(_random), new Random(_random.Next()));
            _ids.Add(id);
            _devices.Add(device);
        }

        if (IsRunning)
        {
            device.Start();
        }

        return device;
    }

    /// <summary>Adds a sound device on a free port of 127.0.0.1; a running simulator starts it at once.</summary>
    /// <param name="version">The protocol version it speaks.</param>
    /// <param name="profile">What it is; null for a plug, with its switch at DP 1.</param>
    /// <inheritdoc cref="Add(SimulatedDeviceOptions)"/>
    public SimulatedDevice Add(ProtocolVersion version, DeviceProfile? profile = null) =>
        Add(new SimulatedDeviceOptions { Version = version, Profile = profile ?? DeviceProfile.Plug, Port = 0 });

    /// <summary>Adds devices, for example a <see cref="SimulatedFleet"/>.</summary>
    /// <inheritdoc cref="Add(SimulatedDeviceOptions)"/>
    public IReadOnlyList<SimulatedDevice> AddRange(IEnumerable<SimulatedDeviceOptions> fleet)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        return [.. fleet.Select(options => Add(options))];
    }

    /// <summary>The device with this id, or null.</summary>
    public SimulatedDevice? Find(string id) => Devices.FirstOrDefault(device => device.Id == id);

    /// <summary>Starts every device and the announcements. When one cannot start, none is left running.</summary>
    /// <exception cref="SimulatorException">An address or port cannot be had; the message says which and why.</exception>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    /// <exception cref="ObjectDisposedException">It has been stopped: make a new one.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(IsStopped, this);
        if (IsRunning)
        {
            throw new InvalidOperationException("The simulator runs already.");
        }

        var announcer = new Announcer(this);
        try
        {
            announcer.Start();
            Volatile.Write(ref _announcer, announcer);
            foreach (var device in Devices)
            {
                cancellationToken.ThrowIfCancellationRequested();
                device.TurnOn();
            }
        }
        catch
        {
            Volatile.Write(ref _announcer, null);
            announcer.Dispose();
            foreach (var device in Devices)
            {
                device.Kill();
            }

            throw;
        }

        announcer.AnnounceAll();
        return Task.CompletedTask;
    }

    /// <summary>Stops for good: closes every socket and waits until nothing runs any more. Faults with what nobody foresaw, if anything.</summary>
    public async Task StopAsync()
    {
        lock (_gate)
        {
            _isStopped = true;
        }

        var noMoreActions = Later.DisposeAsync();
        var announcer = Volatile.Read(ref _announcer);
        announcer?.Dispose();
        var devices = Devices;
        foreach (var device in devices)
        {
            device.Kill();
        }

        await noMoreActions;
        await Task.WhenAll(devices.Select(device => device.StoppedAsync()).Append(announcer?.StoppedAsync() ?? Task.CompletedTask));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>What has happened so far, over all devices.</summary>
    public SimulatorCounters Count()
    {
        var devices = Devices;
        var announcer = Volatile.Read(ref _announcer);
        return new SimulatorCounters(
            devices.Count,
            devices.Count(device => device.IsListening),
            devices.Count(device => device.IsConnected),
            devices.Sum(device => device.ConnectionCount),
            devices.Sum(device => device.RejectedConnections),
            devices.Sum(device => device.PushCount),
            devices.Sum(device => device.CommandCount),
            devices.Sum(device => device.HeartbeatCount),
            devices.Sum(device => device.RefusedFrameCount),
            announcer?.Announcements ?? 0,
            announcer?.Answers ?? 0,
            announcer?.Failures ?? 0,
            Handshakes.Now,
            Handshakes.Most,
            devices.Sum(device => device.Connections.Doubles),
            devices.Select(device => device.Connections.MostAtOnce).DefaultIfEmpty().Max());
    }

    /// <summary>The devices as tinytuya's devices.json has them, sub-devices behind their gateways. Holds the local keys.</summary>
    public string ToDevicesJson() => Encoding.UTF8.GetString(DevicesFileWriter.ToUtf8(Devices));

    /// <summary>Writes <see cref="ToDevicesJson"/> so that a reader sees the old file or the new one, never half of it; only the owner may read it.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteDevicesFile(string path) => DevicesFileWriter.Write(path, Devices);

    internal void AnnounceSoon(SimulatedDevice device) => Volatile.Read(ref _announcer)?.AnnounceSoon(device);

    internal void OnActivity(DeviceActivity activity) => Activity?.Invoke(this, activity);
}

using System.Collections.Concurrent;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Faults;

namespace TuyaActors.Chaos.Chaos;

/// <summary>Breaks devices, one after the other, each kind as often as the others, and mends them.</summary>
internal sealed class FaultSchedule(TuyaSimulator simulator, ChaosOptions options)
{
    private const string ChildOffline = "childOffline";
    private const string ChildSlow = "childSlow";

    // Whoever wedges a device must also give it what ends a wedge.
    private const string Wedged = "wedged";

    // A device that hung comes back by its watchdog. If its connection lived on, what it said meanwhile would be lost without a trace, which TCP excludes.
    private const string Silent = "silent";

    private const int Remembered = 3;
    private const string Between = ", ";

    private static readonly TimeSpan SlowChild = TimeSpan.FromSeconds(5);

    private readonly Random _random = new(options.Seed);
    private readonly ConcurrentDictionary<SimulatedDevice, bool> _broken = new();
    private readonly ConcurrentDictionary<string, long> _made = new();
    private readonly ConcurrentQueue<string> _impossible = new();
    private readonly ConcurrentDictionary<SimulatedDevice, string> _history = new();
    private readonly Queue<string> _kinds = new();

    /// <summary>A device breaks now.</summary>
    public event Action<SimulatedDevice>? Began;

    /// <summary>A device is sound again; what it had.</summary>
    public event Action<SimulatedDevice, string>? Ended;

    /// <summary>How often each kind was made.</summary>
    public IReadOnlyDictionary<string, long> Made => new SortedDictionary<string, long>(_made.ToDictionary());

    /// <summary>What could not be made or mended.</summary>
    public IReadOnlyCollection<string> Impossible => _impossible;

    /// <summary>The faults that a device had, the last ones last, for whoever has to find out why.</summary>
    public string HistoryOf(SimulatedDevice device) => _history.TryGetValue(device, out var history) ? $"it had {history}" : "it had no fault";

    /// <summary>Whether the device has a fault now.</summary>
    public bool IsBroken(SimulatedDevice device) => _broken.ContainsKey(device);

    /// <summary>Goes on until it is stopped, and returns when every device is sound.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var between = options.MeanSound / simulator.Devices.Count;
        var ends = new PriorityQueue<(SimulatedDevice Device, string Kind), DateTime>();
        var next = DateTime.UtcNow;
        while (!stop.IsCancellationRequested)
        {
            var now = DateTime.UtcNow;
            while (ends.TryPeek(out var due, out var at) && at <= now)
            {
                ends.Dequeue();
                End(due.Device, due.Kind);
            }

            if (next <= now)
            {
                next += between * -Math.Log(1 - _random.NextDouble());
                if (TryBegin() is { } begun)
                    ends.Enqueue(begun, now + options.Fault.Least + (options.Fault.Most - options.Fault.Least) * _random.NextDouble());
                continue;
            }

            var wake = ends.TryPeek(out _, out var first) && first < next ? first : next;
            await Task.Delay(wake > now ? wake - now : TimeSpan.Zero, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        while (ends.TryDequeue(out var left, out _))
            End(left.Device, left.Kind);
    }

    private (SimulatedDevice Device, string Kind)? TryBegin()
    {
        var kind = NextKind();
        var devices = simulator.Devices;
        var device = devices[_random.Next(devices.Count)];
        if (kind is ChildOffline or ChildSlow)
            device = devices.Where(d => d.SubDevices.Count > 0).OrderBy(_ => _random.Next()).FirstOrDefault() ?? device;
        if (!_broken.TryAdd(device, true))
            return null;
        try
        {
            Begin(device, kind);
            Remember(device, $"{kind} from {DateTime.Now:HH:mm:ss.f}");
            _made.AddOrUpdate(kind, 1, (_, count) => count + 1);
            return (device, kind);
        }
        catch (SimulatorException impossible)
        {
            _impossible.Enqueue($"{kind}: {impossible.Message}");
            _broken.TryRemove(device, out _);
            return null;
        }
    }

    private string NextKind()
    {
        if (_kinds.Count == 0)
        {
            string[] kinds = [.. RandomFaults.Kinds, ChildOffline, ChildSlow];
            _random.Shuffle(kinds);
            foreach (var kind in kinds)
                _kinds.Enqueue(kind);
        }

        return _kinds.Dequeue();
    }

    private void Begin(SimulatedDevice device, string kind)
    {
        Began?.Invoke(device);
        switch (kind)
        {
            case ChildOffline or ChildSlow when device.SubDevices.Count > 0:
                var child = device.SubDevices[_random.Next(device.SubDevices.Count)];
                if (kind == ChildOffline)
                    child.IsOnline = false;
                else
                    child.ReplyDelay = SlowChild;
                break;
            case ChildOffline or ChildSlow:
                break;
            default:
                device.Faults = RandomFaults.Make(kind, _random);
                // Most of these are only met by a new connection.
                if (_random.Next(3) == 0)
                    device.DropConnection(reset: _random.Next(2) == 0);
                break;
        }
    }

    private void End(SimulatedDevice device, string kind)
    {
        try
        {
            foreach (var child in device.SubDevices)
                (child.IsOnline, child.ReplyDelay) = (true, TimeSpan.Zero);
            device.Faults = DeviceFaults.None;
            if (kind == Silent)
                device.DropConnection(reset: true);
            if (kind == Wedged)
            {
                device.Kill();
                device.Start();
            }
        }
        catch (SimulatorException impossible)
        {
            _impossible.Enqueue($"end of {kind}: {impossible.Message}");
        }

        Remember(device, $"{kind} until {DateTime.Now:HH:mm:ss.f}");
        _broken.TryRemove(device, out _);
        Ended?.Invoke(device, kind);
    }

    private void Remember(SimulatedDevice device, string what) =>
        _history.AddOrUpdate(device, what, (_, before) => string.Join(Between, before.Split(Between).TakeLast(Remembered - 1).Append(what)));
}

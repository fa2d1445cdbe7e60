using System.Diagnostics;
using TuyaActors.Messages;

namespace TuyaActors.Chaos.Trials;

/// <summary>What the fleet's events say: where each device stands, why it fell, how long it took to come back, and how many were connecting at once.</summary>
public sealed class FleetWatch
{
    private readonly Lock _gate = new();
    private readonly Dictionary<DeviceId, DeviceState> _states = [];
    private readonly HashSet<DeviceId> _subDevices = [];
    private readonly HashSet<DeviceId> _seenByEvent = [];
    private readonly Dictionary<DeviceId, (string Fault, long Since)> _waiting = [];
    private readonly HashSet<DeviceId> _refused = [];
    private readonly List<(string Fault, TimeSpan Time)> _recoveries = [];
    private readonly SortedDictionary<DiagnosisKind, long> _diagnoses = [];
    private TaskCompletionSource _changed = New();
    private int _handshaking;

    /// <summary>Raised outside of any lock, on the watcher's thread.</summary>
    public event Action<DeviceEvents.StateChanged>? StateChanged;

    /// <summary>How often a device came online.</summary>
    public long Connects { get; private set; }

    /// <summary>How many reports there were.</summary>
    public long Reports { get; private set; }

    /// <summary>The most devices that were connecting or negotiating at once, as the fleet tells it.</summary>
    public int PeakHandshakes { get; private set; }

    /// <summary>How often each diagnosis was made.</summary>
    public IReadOnlyDictionary<DiagnosisKind, long> Diagnoses
    {
        get
        {
            lock (_gate)
                return new SortedDictionary<DiagnosisKind, long>(_diagnoses);
        }
    }

    /// <summary>How long devices took to come online after a fault had ended, unless the next came before; those that had stayed online are not counted.</summary>
    public IReadOnlyList<(string Fault, TimeSpan Time)> Recoveries
    {
        get
        {
            lock (_gate)
                return [.. _recoveries];
        }
    }

    /// <summary>Those that are not online, with where they stand.</summary>
    public IReadOnlyList<(DeviceId Id, DeviceState State)> Away
    {
        get
        {
            lock (_gate)
                return [.. _states.Where(s => s.Value != DeviceState.Online).Select(s => (s.Key, s.Value))];
        }
    }

    /// <summary>How many devices there are, those behind gateways included.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _states.Count;
        }
    }

    /// <summary>Where the device stands.</summary>
    public DeviceState StateOf(DeviceId id)
    {
        lock (_gate)
            return _states.GetValueOrDefault(id);
    }

    /// <summary>The device is sound again: from now on its way back is timed.</summary>
    public void FaultEnded(DeviceId id, string fault)
    {
        lock (_gate)
        {
            if (_states.GetValueOrDefault(id) != DeviceState.Online)
                _waiting[id] = (fault, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>The device is broken anew: its way back is its own no more.</summary>
    public void FaultBegan(DeviceId id)
    {
        lock (_gate)
            _waiting.Remove(id);
    }

    /// <summary>Begins a new peak.</summary>
    public void ForgetPeak()
    {
        lock (_gate)
            PeakHandshakes = _handshaking;
    }

    /// <summary>Completes at the next event.</summary>
    public Task NextAsync()
    {
        lock (_gate)
            return _changed.Task;
    }

    /// <summary>Waits until something is so; looks again at each event.</summary>
    public async Task UntilAsync(Func<bool> isSo, CancellationToken cancellation)
    {
        while (true)
        {
            var changed = NextAsync();
            if (isSo())
                return;
            await changed.WaitAsync(cancellation);
        }
    }

    /// <summary>Behind the fault of a recovery in which the key was refused twice: that ends the retries, and with them the backoff.</summary>
    public const string KeyRefused = ", key refused";

    /// <summary>Waits until every device is online.</summary>
    public Task UntilAllOnlineAsync(CancellationToken cancellation) => UntilAsync(() => Away.Count == 0, cancellation);

    internal void Begin(IEnumerable<DeviceSnapshot> devices)
    {
        lock (_gate)
        {
            foreach (var device in devices)
            {
                if (device.Gateway is not null)
                    _subDevices.Add(device.DeviceId);
                if (!_seenByEvent.Contains(device.DeviceId))
                    Stand(device.DeviceId, device.State);
            }

            Wake();
        }
    }

    internal void On(IDeviceEvent happened)
    {
        lock (_gate)
        {
            switch (happened)
            {
                case DeviceEvents.StateChanged e:
                    _seenByEvent.Add(e.DeviceId);
                    Stand(e.DeviceId, e.To);
                    if (e.Diagnosis is { } diagnosis && e.To is DeviceState.Backoff or DeviceState.KeyRejected or DeviceState.Asleep or DeviceState.Resolving)
                        _diagnoses[diagnosis.Kind] = _diagnoses.GetValueOrDefault(diagnosis.Kind) + 1;
                    if (e.To == DeviceState.Online)
                        CameOnline(e.DeviceId);
                    break;
                case DeviceEvents.DpsReported:
                    Reports++;
                    break;
                case DeviceEvents.Removed e:
                    Forget(e.DeviceId);
                    break;
            }

            Wake();
        }

        if (happened is DeviceEvents.StateChanged changed)
            StateChanged?.Invoke(changed);
    }

    private void CameOnline(DeviceId id)
    {
        if (!_subDevices.Contains(id))
            Connects++;
        var wasRefused = _refused.Remove(id);
        if (_waiting.Remove(id, out var waited))
            _recoveries.Add((wasRefused ? waited.Fault + KeyRefused : waited.Fault, Stopwatch.GetElapsedTime(waited.Since)));
    }

    private void Stand(DeviceId id, DeviceState state)
    {
        if (!_subDevices.Contains(id))
        {
            _handshaking += Handshakes(state) - Handshakes(_states.GetValueOrDefault(id));
            PeakHandshakes = Math.Max(PeakHandshakes, _handshaking);
        }

        _states[id] = state;
        if (state == DeviceState.KeyRejected)
            _refused.Add(id);
    }

    private void Forget(DeviceId id)
    {
        if (_states.Remove(id, out var stood) && !_subDevices.Remove(id))
            _handshaking -= Handshakes(stood);
        _seenByEvent.Remove(id);
        _refused.Remove(id);
        _waiting.Remove(id);
    }

    private void Wake()
    {
        var changed = _changed;
        _changed = New();
        changed.TrySetResult();
    }

    private static int Handshakes(DeviceState state) => state is DeviceState.Connecting or DeviceState.Negotiating ? 1 : 0;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

namespace TuyaActors.Simulator.Faults;

/// <summary>Plays a <see cref="FaultPlan"/> on a simulator, by the simulator's clock, until it is disposed; what is broken then stays so.</summary>
public sealed class FaultPlayer : IDisposable
{
    private readonly TuyaSimulator _simulator;
    private readonly List<Part> _parts;
    private readonly Action<string> _tell;
    private readonly Lock _gate = new();
    private readonly Dictionary<SimulatedDevice, List<FaultPatch>> _layers = [];
    private long _begun;
    private bool _isStopped;

    /// <summary>Ready to play.</summary>
    /// <param name="simulator">Whose devices.</param>
    /// <param name="plan">What.</param>
    /// <param name="tell">Gets a sentence when something of the plan cannot be done, such as a move to an address that is taken. From any thread.</param>
    /// <exception cref="FaultPlanException">The plan names a device that is not there.</exception>
    public FaultPlayer(TuyaSimulator simulator, FaultPlan plan, Action<string>? tell = null)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(plan);
        _simulator = simulator;
        _tell = tell ?? (static _ => { });
        var devices = simulator.Devices;
        _parts = [.. plan.Entries.Select(entry => new Part(entry, entry.Choose(devices), new Random(entry.Seed)))];
    }

    /// <summary>How often a device got a fault from the plan.</summary>
    public long Begun => Interlocked.Read(ref _begun);

    /// <summary>Begins; the plan's times count from now.</summary>
    public void Start()
    {
        foreach (var part in _parts)
        {
            if (part.Entry.From == TimeSpan.Zero)
            {
                Begin(part);
            }
            else
            {
                _simulator.Later.After(part.Entry.From, () => Begin(part));
            }
        }
    }

    /// <summary>Nothing begins or ends any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopped = true;
        }
    }

    private void Begin(Part part)
    {
        if (part.Entry.Every is { } every)
        {
            _simulator.Later.After(every, () => Begin(part));
        }

        var given = new List<(SimulatedDevice, FaultPatch)>();
        foreach (var device in Draw(part))
        {
            given.Add((device, part.Draw()));
        }

        foreach (var (device, patch) in given)
        {
            Change(device, () => Add(device, patch));
        }

        if (part.Entry.For is { } lasts)
        {
            _simulator.Later.After(lasts, () =>
            {
                foreach (var (device, patch) in given)
                {
                    Change(device, () => Remove(device, patch));
                }
            });
        }
    }

    private static IEnumerable<SimulatedDevice> Draw(Part part)
    {
        var count = Math.Max(1, (int)Math.Round(part.Entry.Share * part.Devices.Count));
        if (count == part.Devices.Count)
        {
            return part.Devices;
        }

        var shuffled = part.Devices.ToArray();
        part.Random.Shuffle(shuffled);
        return shuffled.Take(count);
    }

    private void Change(SimulatedDevice device, Action change)
    {
        lock (_gate)
        {
            if (_isStopped || _simulator.IsStopped)
            {
                return;
            }
        }

        try
        {
            change();
        }
        catch (Exception impossible) when (impossible is SimulatorException or ArgumentException or ObjectDisposedException)
        {
            _tell($"{device.Name}: {impossible.Message}");
        }
    }

    private void Add(SimulatedDevice device, FaultPatch patch)
    {
        lock (_gate)
        {
            if (!_layers.TryGetValue(device, out var layers))
            {
                _layers[device] = layers = [];
            }

            layers.Add(patch);
        }

        device.ChangeFaults(patch.ApplyTo);
        Interlocked.Increment(ref _begun);
    }

    /// <summary>Gives each fault the value that another entry wants meanwhile, or none; what somebody else has changed since stays as it is.</summary>
    private void Remove(SimulatedDevice device, FaultPatch patch)
    {
        List<(FaultField Field, object? Own, object? Below)> undo;
        lock (_gate)
        {
            var layers = _layers[device];
            var place = layers.FindLastIndex(layer => ReferenceEquals(layer, patch));
            undo =
            [
                .. patch.Changes
                    .Where(change => !layers.Skip(place + 1).Any(above => Sets(above, change.Field)))
                    .Select(change => (change.Field, change.Value, Below(layers.Take(place), change.Field))),
            ];
            layers.RemoveAt(place);
        }

        device.ChangeFaults(faults => undo.Aggregate(
            faults, (made, step) => Equals(step.Field.Get(made), step.Own) ? step.Field.With(made, step.Below) : made));
    }

    private static bool Sets(FaultPatch layer, FaultField field) => layer.Changes.Any(change => change.Field == field);

    private static object? Below(IEnumerable<FaultPatch> layers, FaultField field) =>
        layers.LastOrDefault(layer => Sets(layer, field)) is { } layer ? layer.Changes.Last(change => change.Field == field).Value : field.Get(DeviceFaults.None);

    private sealed record Part(FaultPlanEntry Entry, IReadOnlyList<SimulatedDevice> Devices, Random Random)
    {
        /// <summary>A patch of its own each time, so that two of the same entry can be told apart.</summary>
        public FaultPatch Draw() => Entry.Faults switch
        {
            { IsEmpty: true } => FaultPatch.Of(RandomFaults.Draw(Random).Faults),
            { Length: 1 } => Entry.Faults[0] with { },
            _ => Entry.Faults[Random.Next(Entry.Faults.Length)] with { },
        };
    }
}

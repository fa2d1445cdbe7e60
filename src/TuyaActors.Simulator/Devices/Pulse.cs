using TuyaActors.Simulator.Timing;

namespace TuyaActors.Simulator.Devices;

/// <summary>What a device does by itself: it drifts now and then, and steps on while something is under way. Inside of the gate.</summary>
internal sealed class Pulse(SimulatedDevice device, TimeSpan interval, bool quiet)
{
    private DueAction? _drift;
    private DueAction? _step;
    private bool _isRunning;

    public void Start()
    {
        _isRunning = true;
        if (!quiet)
        {
            DriftAfter(JitteredInterval.First(interval, device.Random));
        }

        StepSoon();
    }

    public void Stop()
    {
        _isRunning = false;
        _drift?.Cancel();
        _step?.Cancel();
        _step = null;
    }

    /// <summary>Sees to it that what has begun goes on.</summary>
    public void StepSoon()
    {
        if (!_isRunning || _step is not null)
        {
            return;
        }

        var next = Everything().Min(part => part.Living.NextStep);
        if (next is { } wait)
        {
            DueAction? step = null;
            step = _step = device.After(wait, () => device.Locked(() => Step(step)));
        }
    }

    private void DriftAfter(TimeSpan wait)
    {
        DueAction? drift = null;
        drift = _drift = device.About(wait, () => device.Locked(() => Drift(drift)));
    }

    private void Drift(DueAction? self)
    {
        if (!_isRunning || self != _drift)
        {
            return;
        }

        var parts = Everything().ToArray();
        var (living, cid) = parts[device.Random.Next(parts.Length)];
        device.Responder.PushIfAny(living.Drift(), cid);
        StepSoon();
        DriftAfter(JitteredInterval.Next(interval, device.Jitter, device.Random));
    }

    private void Step(DueAction? self)
    {
        if (!_isRunning || self != _step)
        {
            return;
        }

        _step = null;
        foreach (var (living, cid) in Everything().Where(part => part.Living.NextStep is not null))
        {
            device.Responder.PushIfAny(living.Step(), cid);
        }

        StepSoon();
    }

    private IEnumerable<(LivingState Living, string? Cid)> Everything()
        => device.SubDevices.Where(sub => sub.IsOnline).Select(sub => (sub.Living, (string?)sub.Cid)).Prepend((device.Living, null));
}

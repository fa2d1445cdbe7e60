namespace TuyaActors.Simulator.Devices;

/// <summary>Collects what happens inside of a device's gate and tells it outside, in order, by one thread at a time.</summary>
internal sealed class ActivityOutbox(SimulatedDevice device)
{
    private readonly Queue<DeviceActivity> _queue = new();
    private bool _isRaising;

    public event EventHandler<DeviceActivity>? Activity;

    /// <summary>Inside of the gate.</summary>
    public void Add(DeviceActivity activity)
    {
        if (Activity is not null || device.SimulatorListens)
        {
            _queue.Enqueue(activity);
        }
    }

    /// <summary>Outside of the gate. When another thread is at it, that one does it.</summary>
    public void Raise()
    {
        while (TryTake(out var activity))
        {
            try
            {
                Activity?.Invoke(device, activity);
                device.RaiseAtSimulator(activity);
            }
            finally
            {
                lock (device.Gate)
                {
                    _isRaising = false;
                }
            }
        }
    }

    public Task<T> NextAsync<T>(Func<T, bool>? where, CancellationToken cancellationToken)
        where T : DeviceActivity
    {
        var found = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var registration = cancellationToken.Register(() => found.TrySetCanceled(cancellationToken));
        Activity += Look;
        found.Task.ContinueWith(
            _ =>
            {
                Activity -= Look;
                registration.Dispose();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return found.Task;

        void Look(object? sender, DeviceActivity activity)
        {
            if (activity is T candidate && (where is null || where(candidate)))
            {
                found.TrySetResult(candidate);
            }
        }
    }

    private bool TryTake(out DeviceActivity activity)
    {
        lock (device.Gate)
        {
            if (_isRaising || !_queue.TryDequeue(out activity!))
            {
                activity = null!;
                return false;
            }

            _isRaising = true;
            return true;
        }
    }
}

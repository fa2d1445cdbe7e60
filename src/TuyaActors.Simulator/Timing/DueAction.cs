namespace TuyaActors.Simulator.Timing;

/// <summary>Something that will happen later, unless it is cancelled before.</summary>
internal sealed class DueAction(Action action)
{
    private Action? _action = action;

    public bool IsCancelled => Volatile.Read(ref _action) is null;

    public void Cancel() => Volatile.Write(ref _action, null);

    public void Run() => Interlocked.Exchange(ref _action, null)?.Invoke();
}

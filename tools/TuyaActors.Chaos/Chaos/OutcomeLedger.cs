using System.Collections.Concurrent;
using TuyaActors.Messages;

namespace TuyaActors.Chaos.Chaos;

/// <summary>Every command and what became of it.</summary>
public sealed class OutcomeLedger
{
    private readonly ConcurrentDictionary<string, long> _outcomes = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly ConcurrentDictionary<long, string> _open = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _number;

    /// <summary>How often each outcome came.</summary>
    public IReadOnlyDictionary<string, long> Outcomes => new SortedDictionary<string, long>(_outcomes.ToDictionary());

    /// <summary>How many commands have ended with an outcome.</summary>
    public long Ended => _outcomes.Values.Sum();

    /// <summary>Commands that ended twice, or with something that is no outcome.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>Commands that have not ended.</summary>
    public IReadOnlyCollection<string> Open => [.. _open.Values];

    /// <summary>A command begins.</summary>
    public long Begin(string what)
    {
        var number = Interlocked.Increment(ref _number);
        _open[number] = what;
        return number;
    }

    /// <summary>It ended.</summary>
    public void End(long number, CommandOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (!_open.TryRemove(number, out var what))
        {
            _violations.Enqueue($"command {number} ended a second time, with {outcome}");
            return;
        }

        if (outcome is CommandOutcome.UnknownDevice)
            _violations.Enqueue($"'{what}' ended as if the fleet did not know the device");
        _outcomes.AddOrUpdate(outcome.GetType().Name, 1, (_, count) => count + 1);
        Wake();
    }

    /// <summary>It ended as no command may.</summary>
    public void Fail(long number, string why)
    {
        _open.TryRemove(number, out var what);
        _violations.Enqueue($"'{what}' got no outcome: {why}");
        Wake();
    }

    /// <summary>Something came that belongs to no command.</summary>
    public void Stray(string what) => _violations.Enqueue(what);

    /// <summary>Waits until every command has ended.</summary>
    public async Task UntilAllEndedAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (_open.IsEmpty)
                return;
            await changed.WaitAsync(cancellation);
        }
    }

    private void Wake() => Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}

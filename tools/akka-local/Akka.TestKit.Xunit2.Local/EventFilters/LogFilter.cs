using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A filter at work in the <see cref="TestEventListener"/> of a system. Orders and events go through the same mailbox, so none is missed.</summary>
internal sealed class LogFilter : IUnmutableFilter
{
    private readonly ActorSystem _system;
    private readonly IReadOnlyList<LogPattern> _patterns;
    private readonly Lock _gate = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private int _count;

    public LogFilter(ActorSystem system, IReadOnlyList<LogPattern> patterns)
    {
        _system = system;
        _patterns = patterns;
        _system.EventStream.Publish(new Begin(this));
    }

    public int Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    /// <summary>Whether the filter is about the entry; counts it.</summary>
    public bool Takes(object entry)
    {
        if (!_patterns.Any(pattern => pattern.Matches(entry)))
            return false;

        lock (_gate)
        {
            _count++;
            foreach (var (count, reached) in _waiting)
            {
                if (_count >= count)
                    reached.TrySetResult();
            }
        }

        return true;
    }

    /// <summary>Waits until so many entries matched, or the time is up.</summary>
    public async Task WaitForAsync(int count, TimeSpan patience, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_count >= count)
                return;
            _waiting.Add((count, reached));
        }

        try
        {
            await reached.Task.WaitAsync(patience, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The caller compares the counts and says what is missing.
        }
    }

    public void Unmute() => _system.EventStream.Publish(new End(this));

    public void Dispose() => Unmute();

    public override string ToString() => string.Join(" or ", _patterns);

    internal sealed record Begin(LogFilter Filter) : INoSerializationVerificationNeeded;

    internal sealed record End(LogFilter Filter) : INoSerializationVerificationNeeded;
}

using System.Diagnostics.CodeAnalysis;

namespace Akka.TestKit;

/// <summary>A gate that opens after a number of knocks.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Akka.NET's latch is not disposable; the event holds a handle only if asked for one.")]
public class TestLatch
{
    private readonly CountdownEvent _knocks;
    private readonly Func<TimeSpan, TimeSpan> _dilate;
    private readonly TimeSpan _defaultTimeout;

    public TestLatch()
        : this(1)
    {
    }

    public TestLatch(int count)
        : this(count, TimeSpan.FromSeconds(5))
    {
    }

    internal TestLatch(int count, TimeSpan defaultTimeout)
        : this(static time => time, defaultTimeout, count)
    {
    }

    private protected TestLatch(Func<TimeSpan, TimeSpan> dilate, TimeSpan defaultTimeout, int count)
    {
        _dilate = dilate;
        _defaultTimeout = defaultTimeout;
        _knocks = new CountdownEvent(count);
    }

    public bool IsOpen => _knocks.IsSet;

    public void CountDown() => _knocks.Signal();

    /// <summary>Waits for the gate.</summary>
    /// <exception cref="TimeoutException">It did not open in time.</exception>
    public void Ready(TimeSpan timeout)
    {
        if (timeout == TimeSpan.MaxValue)
            throw new ArgumentException("A latch does not wait for ever.", nameof(timeout));
        if (!_knocks.Wait(_dilate(timeout)))
            throw new TimeoutException($"Timeout of {timeout}");
    }
}

namespace Akka.TestKit;

/// <summary>
/// What is done with a filter. An expectation runs the action, waits for the events (at most akka.test.filter-leeway when no time is
/// given), and keeps them out of the log; expecting 0 waits the whole time.
/// </summary>
public interface IEventFilterApplier
{
    /// <summary>Adds another filter: an event counts when one of them matches.</summary>
    EventFilterFactory And { get; }

    void ExpectOne(Action action, CancellationToken cancellationToken = default);

    void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default);

    Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default);

    void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default);

    void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default);
}

/// <summary>A filter that is at work until it is ended.</summary>
internal interface IUnmutableFilter : IDisposable
{
}

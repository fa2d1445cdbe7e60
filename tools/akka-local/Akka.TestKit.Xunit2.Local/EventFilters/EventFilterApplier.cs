using Akka.Actor;

namespace Akka.TestKit;

internal sealed class EventFilterApplier(TestKitBase kit, ActorSystem system, IReadOnlyList<LogPattern> patterns) : IEventFilterApplier
{
    public EventFilterFactory And => new(kit, system, patterns);

    private TimeSpan Leeway => kit.Dilated(kit.TestKitSettings.TestEventFilterLeeway);

    public void ExpectOne(Action action, CancellationToken cancellationToken = default) => Expect(1, action, cancellationToken);

    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) => Expect(1, timeout, action, cancellationToken);

    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default) => Expect(1, func, cancellationToken);

    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) => ExpectAsync(1, actionAsync, cancellationToken);

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        Verified(expectedCount, Leeway, Valued(action), cancellationToken);

    public void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Verified(expectedCount, kit.Dilated(timeout), Valued(action), cancellationToken);

    public T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default) =>
        Verified(expectedCount, Leeway, func, cancellationToken);

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        VerifiedAsync(expectedCount, Leeway, Valued(actionAsync), cancellationToken);

    private static Func<bool> Valued(Action action) => () =>
    {
        action();
        return true;
    };

    private static Func<Task<bool>> Valued(Func<Task> action) => async () =>
    {
        await action().ConfigureAwait(false);
        return true;
    };

    private T Verified<T>(int expected, TimeSpan patience, Func<T> func, CancellationToken cancellationToken)
    {
        using var filter = new LogFilter(system, patterns);
        var result = func();
        Verify(expected, patience, filter, cancellationToken).GetAwaiter().GetResult();
        return result;
    }

    private async Task<T> VerifiedAsync<T>(int expected, TimeSpan patience, Func<Task<T>> func, CancellationToken cancellationToken)
    {
        using var filter = new LogFilter(system, patterns);
        var result = await func().ConfigureAwait(false);
        await Verify(expected, patience, filter, cancellationToken).ConfigureAwait(false);
        return result;
    }

    private async Task Verify(int expected, TimeSpan patience, LogFilter filter, CancellationToken cancellationToken)
    {
        // Expecting none, one is already too many: wait for it.
        await filter.WaitForAsync(Math.Max(expected, 1), patience, cancellationToken).ConfigureAwait(false);
        var got = filter.Count;
        if (got > expected)
        {
            kit.Assertions.Fail(
                "Received {0} {1} too many. Expected {2} {3} but received {4} that matched filter [{5}]",
                got - expected,
                Messages(got - expected),
                expected,
                Messages(expected),
                got,
                filter);
        }

        if (got < expected)
            kit.Assertions.Fail("Timeout ({0}) while waiting for messages. Only received {1}/{2} messages that matched filter [{3}]", patience, got, expected, filter);
    }

    private static string Messages(int count) => count == 1 ? "message" : "messages";
}

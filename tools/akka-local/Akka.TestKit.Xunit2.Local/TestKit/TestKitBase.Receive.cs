using System.Globalization;

namespace Akka.TestKit;

// Taking messages out of the inbox.
public abstract partial class TestKitBase
{
    private MessageEnvelope _last = NullMessageEnvelope.Instance;

    /// <summary>The next message; null when none comes in time.</summary>
    public object ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        TryReceiveOne(out var envelope, max, cancellationToken) ? envelope.Message : null;

    /// <summary>The next message; null when none comes in time.</summary>
    public async ValueTask<object> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await TakeAsync(PatienceFor(max), cancellationToken).ConfigureAwait(false))?.Message;

    internal bool TryReceiveOne(out MessageEnvelope envelope, TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var taken = Take(PatienceFor(max), cancellationToken);
        envelope = taken ?? NullMessageEnvelope.Instance;
        return taken is not null;
    }

    /// <summary>That many messages; each may take the default time.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveN(numberOfMessages, RemainingOrDefault, cancellationToken);

    /// <summary>That many messages, all of them within the time.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default)
    {
        var patience = Dilated(max);
        var start = Now;
        List<object> messages = [];
        while (messages.Count < numberOfMessages)
        {
            var envelope = Take(LeftOf(patience, start), cancellationToken);
            _assertions.AssertTrue(
                envelope is not null,
                "Timeout ({0}) while expecting {1} messages. Only got {2} after {3}.",
                patience,
                numberOfMessages,
                messages.Count,
                Now - start);
            messages.Add(envelope.Message);
        }

        return messages;
    }

    /// <summary>Messages as long as the filter does not return null for one; that one stays in the inbox.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(TimeSpan? max, Func<object, T> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhile(filter, max, null, msgs, cancellationToken);

    /// <summary>As above, ending too when nothing comes for the time <paramref name="idle"/>.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max,
        TimeSpan? idle,
        Func<object, T> filter,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        ReceiveWhile(filter, max, idle, msgs, cancellationToken);

    /// <summary>As above.</summary>
    internal IReadOnlyList<T> ReceiveWhile<T>(
        Func<object, T> filter,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default)
    {
        var patience = RemainingOrDilated(max);
        var start = Now;
        List<T> accepted = [];
        while (accepted.Count < msgs)
        {
            var left = LeftOf(patience, start);
            var envelope = _inbox.Peek(idle is { } silence && silence < left ? silence : left, cancellationToken);
            if (envelope is null || filter(envelope.Message) is not { } value)
                break;
            Take(TimeSpan.Zero, cancellationToken);
            accepted.Add(value);
        }

        return accepted;
    }

    /// <summary>Discards messages until one is true for the predicate.</summary>
    public object FishForMessage(Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage<object>(isMessage, max, hint, cancellationToken);

    /// <summary>Discards messages until one is of the type and true for the predicate.</summary>
    public T FishForMessage<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var patience = RemainingOrDilated(max);
        var start = Now;
        while (true)
        {
            if (Fished(Take(LeftOf(patience, start), cancellationToken), isMessage, patience, hint, out var found))
                return found;
        }
    }

    public ValueTask<object> FishForMessageAsync(Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync<object>(isMessage, max, hint, cancellationToken);

    internal async ValueTask<T> FishForMessageAsync<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var patience = RemainingOrDilated(max);
        var start = Now;
        while (true)
        {
            var envelope = await TakeAsync(LeftOf(patience, start), cancellationToken).ConfigureAwait(false);
            if (Fished(envelope, isMessage, patience, hint, out var found))
                return found;
        }
    }

    private static TimeSpan LeftOf(TimeSpan patience, TimeSpan start)
    {
        if (patience == Timeout.InfiniteTimeSpan)
            return patience;
        var left = patience - (Now - start);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private bool Fished<T>(MessageEnvelope envelope, Predicate<T> isMessage, TimeSpan patience, string hint, out T found)
    {
        _assertions.AssertTrue(envelope is not null, "Timeout ({0}) during fishForMessage, hint: {1}", patience, hint);
        var caught = envelope.Message is T candidate && isMessage(candidate);
        found = caught ? (T)envelope.Message : default;
        return caught;
    }

    // An explicit time is taken as it is; only the default is dilated.
    private TimeSpan PatienceFor(TimeSpan? max) => max switch
    {
        null => RemainingOrDefault,
        { } given when given == Timeout.InfiniteTimeSpan || given >= TimeSpan.Zero => given,
        { } negative => throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A time to wait cannot be negative, as {negative} is."), nameof(max)),
    };

    private MessageEnvelope Take(TimeSpan max, CancellationToken cancellationToken)
    {
        var envelope = _inbox.Take(max, cancellationToken);
        _last = envelope ?? NullMessageEnvelope.Instance;
        return envelope;
    }

    private async ValueTask<MessageEnvelope> TakeAsync(TimeSpan max, CancellationToken cancellationToken)
    {
        var envelope = await _inbox.TakeAsync(max, cancellationToken).ConfigureAwait(false);
        _last = envelope ?? NullMessageEnvelope.Instance;
        return envelope;
    }
}

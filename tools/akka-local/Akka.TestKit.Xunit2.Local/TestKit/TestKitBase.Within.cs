namespace Akka.TestKit;

// One time for a whole block: what is expected inside waits no longer than what is left of it.
public abstract partial class TestKitBase
{
    private TimeSpan? _end;

    /// <summary>What is left of the surrounding <c>Within</c>.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public TimeSpan Remaining => _end is { } end
        ? Positive(end - Now)
        : throw new InvalidOperationException("Remaining has a meaning only inside of Within.");

    /// <summary>What is left of the surrounding <c>Within</c>, or the default time where there is none.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    public void Within(
        TimeSpan min,
        TimeSpan max,
        Action action,
        string hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Within(
            min,
            max,
            () =>
            {
                action();
                return true;
            },
            hint,
            epsilonValue,
            cancellationToken);

    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    internal T Within<T>(
        TimeSpan min,
        TimeSpan max,
        Func<T> function,
        string hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var block = new Block(this, min, max, hint, epsilonValue);
        T result;
        try
        {
            result = function();
        }
        finally
        {
            block.Leave();
        }

        block.Verify();
        return result;
    }

    public Task<T> WithinAsync<T>(TimeSpan max, Func<Task<T>> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    internal async Task<T> WithinAsync<T>(
        TimeSpan min,
        TimeSpan max,
        Func<Task<T>> function,
        string hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var block = new Block(this, min, max, hint, epsilonValue);
        T result;
        try
        {
            result = await function().ConfigureAwait(false);
        }
        finally
        {
            block.Leave();
        }

        block.Verify();
        return result;
    }

    /// <summary>The time dilated, but no more than is left of the surrounding <c>Within</c>; the default where there is none.</summary>
    internal TimeSpan RemainingOrDilated(TimeSpan? duration)
    {
        if (duration is not { } given)
            return RemainingOrDefault;
        if (given == Timeout.InfiniteTimeSpan)
            return given;
        return given < TimeSpan.Zero ? throw new ArgumentException("Must be positive TimeSpan", nameof(duration)) : Dilated(given);
    }

    private protected TimeSpan RemainingOr(TimeSpan duration) => _end is { } end ? Positive(end - Now) : duration;

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    private sealed class Block
    {
        private readonly TestKitBase _kit;
        private readonly TimeSpan _min;
        private readonly TimeSpan _max;
        private readonly string _hint;
        private readonly TimeSpan _epsilon;
        private readonly TimeSpan? _outerEnd;
        private readonly TimeSpan _start;

        public Block(TestKitBase kit, TimeSpan min, TimeSpan max, string hint, TimeSpan? epsilon)
        {
            if (min < TimeSpan.Zero || max < min)
                throw new ArgumentException($"A block takes from {min} to {max}? The least time is not negative and not above the most.", nameof(max));
            _kit = kit;
            _min = min;
            _hint = hint ?? "";
            _epsilon = epsilon ?? TimeSpan.Zero;
            _outerEnd = kit._end;
            _start = Now;

            var left = kit.RemainingOr(kit.Dilated(max));
            kit._assertions.AssertTrue(left >= min, "Required min time {0} not possible, only {1} left. {2}", min, left, _hint);
            _max = kit.Dilated(max) < left ? kit.Dilated(max) : left;
            kit._end = _start + _max;
        }

        public void Leave() => _kit._end = _outerEnd;

        public void Verify()
        {
            var elapsed = Now - _start;
            if (elapsed < _min)
                _kit._assertions.Fail("Failed: Block took {0}, should have at least been {1}. {2}", elapsed, _min, _hint);
            if (elapsed > _max + _epsilon)
                _kit._assertions.Fail("Failed: Block took {0}, exceeding {1}. {2}", elapsed, _max, _hint);
        }
    }
}

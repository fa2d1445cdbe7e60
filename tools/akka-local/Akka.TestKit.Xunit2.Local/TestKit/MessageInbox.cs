using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Akka.TestKit;

/// <summary>The messages that the test actor got and the test has not looked at. Many writers, one reader.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is never asked for holds nothing; late messages may still come.")]
internal sealed class MessageInbox
{
    private readonly ConcurrentQueue<MessageEnvelope> _messages = new();
    private readonly SemaphoreSlim _count = new(0);

    public bool HasMessages => !_messages.IsEmpty;

    public void Put(MessageEnvelope envelope)
    {
        _messages.Enqueue(envelope);
        _count.Release();
    }

    /// <summary>The next message; null when none comes within the time.</summary>
    public MessageEnvelope Take(TimeSpan max, CancellationToken cancellationToken) =>
        _count.Wait(Clamp(max), cancellationToken) ? Dequeue() : null;

    /// <summary>As <see cref="Take"/>, without a waiting thread.</summary>
    public async ValueTask<MessageEnvelope> TakeAsync(TimeSpan max, CancellationToken cancellationToken) =>
        await _count.WaitAsync(Clamp(max), cancellationToken).ConfigureAwait(false) ? Dequeue() : null;

    /// <summary>As <see cref="Take"/>, but leaves the message where it is.</summary>
    public MessageEnvelope Peek(TimeSpan max, CancellationToken cancellationToken)
    {
        if (!_count.Wait(Clamp(max), cancellationToken))
            return null;
        _count.Release();
        return _messages.TryPeek(out var envelope) ? envelope : null;
    }

    private MessageEnvelope Dequeue() => _messages.TryDequeue(out var envelope)
        ? envelope
        : throw new InvalidOperationException("The count and the queue of the inbox differ: it was read by two threads.");

    private static TimeSpan Clamp(TimeSpan max) => max.TotalMilliseconds > int.MaxValue ? Timeout.InfiniteTimeSpan : max;
}

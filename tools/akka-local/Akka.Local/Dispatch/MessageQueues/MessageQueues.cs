#nullable disable
using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>The user messages of one actor: many threads put, the actor takes.</summary>
internal interface IMessageQueue
{
    bool HasMessages { get; }

    int Count { get; }

    void Enqueue(IActorRef receiver, Envelope envelope);

    bool TryDequeue(out Envelope envelope);

    /// <summary>Moves all that is left to the dead letters; what comes later goes there too.</summary>
    void CleanUp(IActorRef owner, IMessageQueue deadletters);
}

/// <summary>
/// Senders push on a shared stack with one compare-and-swap; the actor takes the whole stack at once and turns it over. Closing
/// puts a mark on the stack, so that no message can slip in behind the last look.
/// </summary>
internal class UnboundedMessageQueue : IMessageQueue, IUnboundedMessageQueueSemantics
{
    private static readonly Link Closed = new();

    private Link _incoming;
    private Link _next;
    private IMessageQueue _deadLetters;

    public bool HasMessages => Volatile.Read(ref _next) is not null || (Volatile.Read(ref _incoming) is { } link && link != Closed);

    /// <summary>Walks the queue: exact for its actor, about right for others.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            for (var link = Volatile.Read(ref _next); link is not null; link = link.Next)
                count++;
            for (var link = Volatile.Read(ref _incoming); link is not null && link != Closed; link = link.Next)
                count++;
            return count;
        }
    }

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        var link = new Link { Envelope = envelope };
        var seen = Volatile.Read(ref _incoming);
        while (seen != Closed)
        {
            link.Next = seen;
            var found = Interlocked.CompareExchange(ref _incoming, link, seen);
            if (found == seen)
                return;
            seen = found;
        }

        Volatile.Read(ref _deadLetters)?.Enqueue(receiver, envelope);
    }

    public bool TryDequeue(out Envelope envelope)
    {
        var link = _next ?? TurnOver(Volatile.Read(ref _incoming) is null ? null : TakeIncoming());
        if (link is null)
        {
            envelope = default;
            return false;
        }

        envelope = link.Envelope;
        _next = link.Next;
        return true;
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        Volatile.Write(ref _deadLetters, deadletters);
        var left = Interlocked.Exchange(ref _incoming, Closed);
        for (var link = _next; link is not null; link = link.Next)
            deadletters.Enqueue(owner, link.Envelope);
        _next = null;
        for (var link = TurnOver(left == Closed ? null : left); link is not null; link = link.Next)
            deadletters.Enqueue(owner, link.Envelope);
    }

    private static Link TurnOver(Link newest)
    {
        Link oldest = null;
        while (newest is not null)
        {
            var older = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = older;
        }

        return oldest;
    }

    private Link TakeIncoming()
    {
        var seen = Volatile.Read(ref _incoming);
        while (seen != Closed && seen is not null)
        {
            var found = Interlocked.CompareExchange(ref _incoming, null, seen);
            if (found == seen)
                return seen;
            seen = found;
        }

        return null;
    }

    private sealed class Link
    {
        public Envelope Envelope;
        public Link Next;
    }
}

/// <summary>A queue that its actor can also put messages in front of: what a stash needs.</summary>
internal class DequeWrapperMessageQueue : IMessageQueue, IDequeBasedMessageQueueSemantics
{
    protected readonly IMessageQueue MessageQueue;

    private readonly Stack<Envelope> _front = new();

    public DequeWrapperMessageQueue(IMessageQueue messageQueue) => MessageQueue = messageQueue;

    public bool HasMessages => _front.Count > 0 || MessageQueue.HasMessages;

    public int Count => _front.Count + MessageQueue.Count;

    void IDequeBasedMessageQueueSemantics.EnqueueFirst(Envelope envelope) => _front.Push(envelope);

    public void Enqueue(IActorRef receiver, Envelope envelope) => MessageQueue.Enqueue(receiver, envelope);

    public bool TryDequeue(out Envelope envelope) => _front.TryPop(out envelope) || MessageQueue.TryDequeue(out envelope);

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (_front.TryPop(out var envelope))
            deadletters.Enqueue(owner, envelope);
        MessageQueue.CleanUp(owner, deadletters);
    }
}

internal class UnboundedDequeMessageQueue : DequeWrapperMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    public UnboundedDequeMessageQueue()
        : base(new UnboundedMessageQueue())
    {
    }
}

/// <summary>What is put here is published as dead letters.</summary>
internal sealed class DeadLetterQueue : IMessageQueue
{
    private readonly IActorRef _deadLetters;
    private readonly Event.EventStream _eventStream;

    public DeadLetterQueue(IActorRef deadLetters, Event.EventStream eventStream)
    {
        _deadLetters = deadLetters;
        _eventStream = eventStream;
    }

    public bool HasMessages => false;

    public int Count => 0;

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        var sender = envelope.Sender ?? _deadLetters;
        switch (envelope.Message)
        {
            case Event.DeadLetter or Event.SuppressedDeadLetter:
                break;
            case Identify identify:
                sender.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
                break;
            case ActorSelectionMessage { Message: Identify identify }:
                sender.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
                break;
            default:
                Actor.DeadLetters.Publish(_eventStream, envelope.Message, sender, receiver);
                break;
        }
    }

    public bool TryDequeue(out Envelope envelope)
    {
        envelope = default;
        return false;
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
    }
}

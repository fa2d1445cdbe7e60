#nullable disable
using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>The user messages of one actor: many threads put, the actor takes.</summary>
internal interface IMessageQueue
{
    bool HasMessages { get; }

    void Enqueue(IActorRef receiver, Envelope envelope);

    bool TryDequeue(out Envelope envelope);

    /// <summary>Moves all that is left to the dead letters; what comes later goes there too.</summary>
    void CleanUp(IActorRef owner, IMessageQueue deadletters);
}

/// <summary>A queue that its actor can also put messages in front of: what a stash needs.</summary>
internal class DequeWrapperMessageQueue : IMessageQueue, IDequeBasedMessageQueueSemantics
{
    protected readonly IMessageQueue MessageQueue;

    private readonly Stack<Envelope> _front = new();

    public DequeWrapperMessageQueue(IMessageQueue messageQueue) => MessageQueue = messageQueue;

    public bool HasMessages => _front.Count > 0 || MessageQueue.HasMessages;

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

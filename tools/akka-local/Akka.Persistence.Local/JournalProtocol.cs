using Akka.Actor;
using Akka.Event;

namespace Akka.Persistence;

// Between persistent actors and their journal. An incarnation puts its number on what it writes, so that its successor can tell
// the answers to what it wrote itself from those that come late.

internal sealed record WriteMessages(IReadOnlyList<IPersistentEnvelope> Messages, IActorRef PersistentActor, int ActorInstanceId);

/// <summary>The batch is done; what became of each of its messages follows.</summary>
internal sealed class WriteMessagesSuccessful
{
    public static readonly WriteMessagesSuccessful Instance = new();
}

/// <summary>The journal failed; so do all messages of the batch, which follow.</summary>
internal sealed record WriteMessagesFailed(Exception Cause, int WriteCount);

internal sealed record WriteMessageSuccess(IPersistentRepresentation Persistent, int ActorInstanceId);

/// <summary>The journal works, but does not take this event.</summary>
internal sealed record WriteMessageRejected(IPersistentRepresentation Persistent, Exception Cause, int ActorInstanceId);

internal sealed record WriteMessageFailure(IPersistentRepresentation Persistent, Exception Cause, int ActorInstanceId);

/// <summary>What was not to be written is back, in its place.</summary>
internal sealed record LoopMessageSuccess(object Message, int ActorInstanceId);

internal sealed record ReplayMessages(long FromSequenceNr, long ToSequenceNr, long Max, string PersistenceId, IActorRef PersistentActor);

internal sealed record ReplayedMessage(IPersistentRepresentation Persistent) : IDeadLetterSuppression;

/// <summary>All events are replayed. The highest number may be that of an event that has been deleted.</summary>
internal sealed record RecoverySuccess(long HighestSequenceNr) : IDeadLetterSuppression;

internal sealed record ReplayMessagesFailure(Exception Cause) : IDeadLetterSuppression;

internal sealed record DeleteMessagesTo(string PersistenceId, long ToSequenceNr, IActorRef PersistentActor);

/// <summary>The events up to this number are deleted.</summary>
public sealed class DeleteMessagesSuccess
{
    internal DeleteMessagesSuccess(long toSequenceNr) => ToSequenceNr = toSequenceNr;

    public long ToSequenceNr { get; }
}

/// <summary>The events up to this number could not be deleted.</summary>
public sealed class DeleteMessagesFailure
{
    internal DeleteMessagesFailure(Exception cause, long toSequenceNr)
    {
        Cause = cause;
        ToSequenceNr = toSequenceNr;
    }

    public Exception Cause { get; }

    public long ToSequenceNr { get; }
}

using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Persistence.Journal;

public abstract class WriteJournalBase : ActorBase
{
    private protected WriteJournalBase()
    {
    }
}

/// <summary>
/// A journal: an actor that writes events, replays them in order, and deletes them. What its tasks come to is answered when they are
/// done; a persistent actor has one batch under way at a time, so its answers keep their order. Akka.NET's circuit breaker, replay filter
/// and event adapters are not here.
/// </summary>
public abstract class AsyncWriteJournal : WriteJournalBase
{
    /// <summary>The number of the last event, deleted ones included; 0 when there never was one.</summary>
    public abstract Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr);

    /// <summary>Calls back with each event between the numbers, in order, but with no more than <paramref name="max"/>.</summary>
    public abstract Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback);

    /// <summary>
    /// Answers with null when all is written, or with as many entries as there are writes: null, or why a write is rejected. A task that
    /// fails means that the journal does: the actors stop.
    /// </summary>
    protected abstract Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages);

    protected abstract Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr);

    internal virtual bool ReceivePluginInternal(object message) => false;

    protected sealed override bool Receive(object message)
    {
        switch (message)
        {
            case WriteMessages write:
                _ = Write(write, Self);
                return true;
            case ReplayMessages replay:
                _ = Replay(replay, Self, Context);
                return true;
            case DeleteMessagesTo delete:
                _ = Delete(delete, Self);
                return true;
            default:
                return ReceivePluginInternal(message);
        }
    }

    private async Task Write(WriteMessages request, IActorRef self)
    {
        var writes = request.Messages.OfType<AtomicWrite>().ToList();
        IImmutableList<Exception> rejections;
        try
        {
            rejections = await WriteMessagesAsync(writes).ConfigureAwait(false);
            if (rejections is not null && rejections.Count != writes.Count)
                throw new InvalidOperationException($"The journal answered {writes.Count} writes with {rejections.Count} results.");
        }
        catch (Exception error)
        {
            request.PersistentActor.Tell(new WriteMessagesFailed(error, writes.Count), self);
            Answer(request, (persistent, _) => new WriteMessageFailure(persistent, error, request.ActorInstanceId));
            return;
        }

        request.PersistentActor.Tell(WriteMessagesSuccessful.Instance, self);
        Answer(request, (persistent, write) => rejections?[write] is { } rejection
            ? new WriteMessageRejected(persistent, rejection, request.ActorInstanceId)
            : new WriteMessageSuccess(persistent, request.ActorInstanceId));
    }

    /// <summary>One answer for each message, in order, from who sent the command that caused it.</summary>
    private static void Answer(WriteMessages request, Func<IPersistentRepresentation, int, object> answer)
    {
        var write = 0;
        foreach (var message in request.Messages)
        {
            if (message is NonPersistentMessage loop)
            {
                request.PersistentActor.Tell(new LoopMessageSuccess(loop.Payload, request.ActorInstanceId), loop.Sender);
                continue;
            }

            foreach (var persistent in ((AtomicWrite)message).Events)
                request.PersistentActor.Tell(answer(persistent, write), persistent.Sender);
            write++;
        }
    }

    private async Task Replay(ReplayMessages request, IActorRef self, IActorContext context)
    {
        object answer;
        try
        {
            var highest = await ReadHighestSequenceNrAsync(request.PersistenceId, Math.Max(0, request.FromSequenceNr - 1)).ConfigureAwait(false);
            var to = Math.Min(request.ToSequenceNr, highest);
            if (request.FromSequenceNr <= to)
            {
                await ReplayMessagesAsync(
                    context,
                    request.PersistenceId,
                    request.FromSequenceNr,
                    to,
                    request.Max,
                    persistent => request.PersistentActor.Tell(new ReplayedMessage(persistent), ActorRefs.NoSender)).ConfigureAwait(false);
            }

            answer = new RecoverySuccess(highest);
        }
        catch (Exception error)
        {
            answer = new ReplayMessagesFailure(error);
        }

        request.PersistentActor.Tell(answer, self);
    }

    private async Task Delete(DeleteMessagesTo request, IActorRef self)
    {
        object answer;
        try
        {
            await DeleteMessagesToAsync(request.PersistenceId, request.ToSequenceNr).ConfigureAwait(false);
            answer = new DeleteMessagesSuccess(request.ToSequenceNr);
        }
        catch (Exception error)
        {
            answer = new DeleteMessagesFailure(error, request.ToSequenceNr);
        }

        request.PersistentActor.Tell(answer, self);
    }
}

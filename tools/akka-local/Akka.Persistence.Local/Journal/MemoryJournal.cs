using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary><c>akka.persistence.journal.inmem</c>: keeps the events themselves, without serializing them, as long as it lives.</summary>
public class MemoryJournal : AsyncWriteJournal
{
    private readonly Dictionary<string, History> _histories = [];

    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr) =>
        Task.FromResult(_histories.TryGetValue(persistenceId, out var history) ? history.Highest : 0);

    public override Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        if (_histories.TryGetValue(persistenceId, out var history))
        {
            foreach (var one in history.Events)
            {
                if (one.SequenceNr < fromSequenceNr)
                    continue;
                if (one.SequenceNr > toSequenceNr || max-- <= 0)
                    break;
                recoveryCallback(one);
            }
        }

        return Task.CompletedTask;
    }

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        foreach (var one in messages.SelectMany(write => write.Events))
        {
            if (!_histories.TryGetValue(one.PersistenceId, out var history))
                _histories[one.PersistenceId] = history = new History();
            history.Events.Add(one);
            history.Highest = one.SequenceNr;
        }

        return Task.FromResult<IImmutableList<Exception>>(null);
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr)
    {
        if (_histories.TryGetValue(persistenceId, out var history))
            history.Events.RemoveAll(one => one.SequenceNr <= toSequenceNr);
        return Task.CompletedTask;
    }

    private sealed class History
    {
        public List<IPersistentRepresentation> Events { get; } = [];

        public long Highest { get; set; }
    }
}

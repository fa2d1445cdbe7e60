using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Persistence;

/// <summary>An event in the journal: whose it is, and its number in the order of that actor's events, from 1.</summary>
public interface IPersistentRepresentation
{
    object Payload { get; }

    string PersistenceId { get; }

    long SequenceNr { get; }

    internal IActorRef Sender { get; }
}

/// <summary>Events of one actor that are written all or none.</summary>
public sealed class AtomicWrite : IPersistentEnvelope
{
    internal AtomicWrite(ImmutableList<IPersistentRepresentation> events) => Events = events;

    /// <summary>A list of <see cref="IPersistentRepresentation"/>.</summary>
    public object Payload => Events;

    internal ImmutableList<IPersistentRepresentation> Events { get; }
}

/// <summary>What a persistent actor sends to its journal in one batch: writes, and what only has to keep its place among them.</summary>
internal interface IPersistentEnvelope;

internal sealed class NonPersistentMessage : IPersistentEnvelope
{
    public NonPersistentMessage(object payload, IActorRef sender)
    {
        Payload = payload;
        Sender = sender;
    }

    public object Payload { get; }

    public IActorRef Sender { get; }
}

internal sealed class Persistent : IPersistentRepresentation
{
    public Persistent(object payload, long sequenceNr, string persistenceId, IActorRef sender = null)
    {
        Payload = payload;
        SequenceNr = sequenceNr;
        PersistenceId = persistenceId;
        Sender = sender;
    }

    public object Payload { get; }

    public string PersistenceId { get; }

    public long SequenceNr { get; }

    public IActorRef Sender { get; }
}

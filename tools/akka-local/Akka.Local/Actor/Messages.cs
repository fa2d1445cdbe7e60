#nullable disable
using Akka.Event;

namespace Akka.Actor;

/// <summary>Told by the engine to the engine: an actor's behaviour does not see it.</summary>
internal interface IAutoReceivedMessage;

/// <summary>Not to be taken from a stranger.</summary>
internal interface IPossiblyHarmful;

/// <summary>Never checked for being serializable.</summary>
public interface INoSerializationVerificationNeeded;

/// <summary>Leaves a running receive timeout as it is.</summary>
public interface INotInfluenceReceiveTimeout;

/// <summary>Wraps another message.</summary>
internal interface IWrappedMessage
{
    object Message { get; }
}

/// <summary>Stops the actor when it comes to this message.</summary>
public sealed class PoisonPill : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    private PoisonPill()
    {
    }

    public static PoisonPill Instance { get; } = new();

    public override string ToString() => "<PoisonPill>";
}

/// <summary>Makes the actor fail with an <see cref="ActorKilledException"/> when it comes to this message.</summary>
public sealed class Kill : IAutoReceivedMessage
{
    private Kill()
    {
    }

    public static Kill Instance { get; } = new();

    public override string ToString() => "<Kill>";
}

/// <summary>No message came for as long as the actor's receive timeout says.</summary>
public class ReceiveTimeout : IPossiblyHarmful
{
    private ReceiveTimeout()
    {
    }

    internal static ReceiveTimeout Instance { get; } = new();
}

/// <summary>Every actor answers with an <see cref="ActorIdentity"/>.</summary>
public sealed class Identify : IAutoReceivedMessage, INotInfluenceReceiveTimeout
{
    public Identify(object messageId) => MessageId = messageId;

    internal object MessageId { get; }

    public override bool Equals(object obj) => obj is Identify other && Equals(MessageId, other.MessageId);

    public override int GetHashCode() => MessageId?.GetHashCode() ?? 0;

    public override string ToString() => $"<Identify>: {MessageId}";
}

/// <summary>The answer to an <see cref="Identify"/>; the subject is null when there is nobody.</summary>
public sealed class ActorIdentity
{
    public ActorIdentity(object messageId, IActorRef subject)
    {
        MessageId = messageId;
        Subject = subject;
    }

    public object MessageId { get; }

    public IActorRef Subject { get; }

    public override bool Equals(object obj) =>
        obj is ActorIdentity other && Equals(MessageId, other.MessageId) && Equals(Subject, other.Subject);

    public override int GetHashCode() => HashCode.Combine(MessageId, Subject);

    public override string ToString() => $"<ActorIdentity>: {Subject} - MessageId={MessageId}";
}

/// <summary>A watched actor has stopped.</summary>
public sealed class Terminated
    : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression, INoSerializationVerificationNeeded, IEquatable<Terminated>
{
    internal Terminated(IActorRef actorRef, bool existenceConfirmed, bool addressTerminated)
    {
        ActorRef = actorRef;
        ExistenceConfirmed = existenceConfirmed;
        AddressTerminated = addressTerminated;
    }

    public IActorRef ActorRef { get; }

    /// <summary>False when the actor was gone before the watch reached it.</summary>
    public bool ExistenceConfirmed { get; }

    internal bool AddressTerminated { get; }

    public bool Equals(Terminated other) => other is not null && Equals(ActorRef, other.ActorRef)
        && AddressTerminated == other.AddressTerminated && ExistenceConfirmed == other.ExistenceConfirmed;

    public override bool Equals(object obj) => obj is Terminated other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(ActorRef, ExistenceConfirmed, AddressTerminated);

    public override string ToString() => $"<Terminated>: {ActorRef} - ExistenceConfirmed={ExistenceConfirmed}";
}

/// <summary>How something went, told as a message. An ask fails with the cause of a <see cref="Failure"/>.</summary>
public abstract class Status
{
    internal sealed class Success : Status
    {
        public static readonly Success Instance = new(null);

        public readonly object Status;

        public Success(object status) => Status = status;

        public override string ToString() => $"Success: {Status ?? "null"}";
    }

    public sealed class Failure : Status
    {
        public readonly Exception Cause;

        internal readonly object State;

        public Failure(Exception cause)
            : this(cause, null)
        {
        }

        internal Failure(Exception cause, object state)
        {
            Cause = cause;
            State = state;
        }

        public override string ToString() => $"Failure: {Cause?.Message}";
    }
}

/// <summary>A message and who sent it.</summary>
public readonly struct Envelope
{
    internal Envelope(object message, IActorRef sender)
    {
        Message = message;
        Sender = sender;
    }

    internal IActorRef Sender { get; }

    public object Message { get; }

    public override string ToString() => Sender is null ? $"<{Message}>" : $"<{Message}> from {Sender}";
}

#nullable disable
using Akka.Actor;

namespace Akka.Event;

/// <summary>A message whose loss is no news.</summary>
public interface IDeadLetterSuppression;

public abstract class AllDeadLetters : IWrappedMessage
{
    private protected AllDeadLetters(object message, IActorRef sender, IActorRef recipient)
    {
        Message = message;
        Sender = sender;
        Recipient = recipient;
    }

    public object Message { get; }

    public IActorRef Recipient { get; }

    public IActorRef Sender { get; }

    public override string ToString() => $"{GetType().Name} from {Sender} to {Recipient}: <{Message}>";
}

/// <summary>A message whose receiver has stopped or never was.</summary>
public sealed class DeadLetter : AllDeadLetters
{
    internal DeadLetter(object message, IActorRef sender, IActorRef recipient)
        : base(message, Require(sender, nameof(sender)), Require(recipient, nameof(recipient)))
    {
    }

    private static IActorRef Require(IActorRef actor, string name) =>
        actor ?? throw new ArgumentNullException(name, "A dead letter has a sender and a recipient.");
}

internal sealed class SuppressedDeadLetter : AllDeadLetters
{
    public SuppressedDeadLetter(IDeadLetterSuppression message, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient)
    {
    }
}

/// <summary>A message that its receiver did not handle.</summary>
public sealed class UnhandledMessage : AllDeadLetters
{
    internal UnhandledMessage(object message, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient)
    {
    }
}

using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A message that the test actor got, and who sent it.</summary>
internal abstract class MessageEnvelope
{
    public abstract object Message { get; }

    public abstract IActorRef Sender { get; }
}

/// <summary>A message that came.</summary>
internal sealed class RealMessageEnvelope(object message, IActorRef sender) : MessageEnvelope
{
    public override object Message { get; } = message;

    public override IActorRef Sender { get; } = sender;

    public override string ToString() => $"<{Message}> from {(Sender.IsNobody() ? "nobody" : Sender)}";
}

/// <summary>No message: none came yet, or none in time.</summary>
internal sealed class NullMessageEnvelope : MessageEnvelope
{
    public static readonly NullMessageEnvelope Instance = new();

    private NullMessageEnvelope()
    {
    }

    public override object Message => throw new IllegalActorStateException("The last receive did not take a message.");

    public override IActorRef Sender => throw new IllegalActorStateException("The last receive did not take a message.");

    public override string ToString() => "<no message>";
}

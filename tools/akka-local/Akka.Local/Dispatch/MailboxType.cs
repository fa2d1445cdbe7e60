#nullable disable
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.MessageQueues;

namespace Akka.Dispatch;

/// <summary>Makes the message queue of an actor.</summary>
public abstract class MailboxType
{
    private protected readonly Settings Settings;

    private protected readonly Config Config;

    private protected MailboxType(Settings settings, Config config)
    {
        Settings = settings;
        Config = config;
    }

    internal abstract IMessageQueue Create(IActorRef owner, ActorSystem system);
}

/// <summary>Says which queue a <see cref="MailboxType"/> makes.</summary>
internal interface IProducesMessageQueue<TQueue>
    where TQueue : IMessageQueue;

public sealed class UnboundedMailbox : MailboxType, IProducesMessageQueue<UnboundedMessageQueue>
{
    public UnboundedMailbox()
        : this(null, null)
    {
    }

    public UnboundedMailbox(Settings settings, Config config)
        : base(settings, config)
    {
    }

    internal override IMessageQueue Create(IActorRef owner, ActorSystem system) => new UnboundedMessageQueue();
}

public sealed class UnboundedDequeBasedMailbox : MailboxType, IProducesMessageQueue<UnboundedDequeMessageQueue>
{
    public UnboundedDequeBasedMailbox(Settings settings, Config config)
        : base(settings, config)
    {
    }

    internal override IMessageQueue Create(IActorRef owner, ActorSystem system) => new UnboundedDequeMessageQueue();
}

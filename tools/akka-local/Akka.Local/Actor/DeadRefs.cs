#nullable disable
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A path at which there is no actor: what is told to it are dead letters, and who watches it hears at once.</summary>
internal class EmptyLocalActorRef : MinimalActorRef
{
    private readonly EventStream _eventStream;

    public EmptyLocalActorRef(IActorRefProvider provider, ActorPath path, EventStream eventStream)
    {
        Provider = provider;
        Path = path;
        _eventStream = eventStream;
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public override bool IsTerminated => true;

    public override void SendSystemMessage(ISystemMessage message) => SpecialHandle(message, Provider.DeadLetters);

    private protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is DeadLetter letter)
            SpecialHandle(letter.Message, letter.Sender);
        else if (!SpecialHandle(message, sender))
            DeadLetters.Publish(_eventStream, message, sender ?? Provider.DeadLetters, this);
    }

    /// <summary>Answers what even nobody answers.</summary>
    protected virtual bool SpecialHandle(object message, IActorRef sender)
    {
        switch (message)
        {
            case Watch watch:
                if (Equals(watch.Watchee) && !Equals(watch.Watcher))
                    watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, false, false));
                return true;
            case Unwatch:
                return true;
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
                return true;
            case ActorSelectionMessage selection:
                if (selection.Message is Identify lost)
                    sender?.Tell(new ActorIdentity(lost.MessageId, null), ActorRefs.NoSender);
                else
                    DeadLetters.Publish(_eventStream, selection.Message, sender ?? Provider.DeadLetters, this);
                return true;
            default:
                return false;
        }
    }
}

/// <summary>Publishes as <see cref="DeadLetter"/> what is told to it.</summary>
internal class DeadLetterActorRef : EmptyLocalActorRef
{
    private readonly EventStream _eventStream;

    public DeadLetterActorRef(IActorRefProvider provider, ActorPath path, EventStream eventStream)
        : base(provider, path, eventStream) => _eventStream = eventStream;

    public override bool IsTerminated => false;

    private protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is DeadLetter or SuppressedDeadLetter)
            _eventStream.Publish(message);
        else if (!SpecialHandle(message, sender))
            DeadLetters.Publish(_eventStream, message, sender ?? this, this);
    }

    protected override bool SpecialHandle(object message, IActorRef sender)
    {
        if (message is not Watch watch)
            return base.SpecialHandle(message, sender);
        if (!Equals(watch.Watchee) && !Equals(watch.Watcher))
            watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, false, false));
        return true;
    }
}

/// <summary>Drops what is told to it.</summary>
internal sealed class IgnoreActorRef : MinimalActorRef
{
    public IgnoreActorRef(IActorRefProvider provider, ActorPath path)
    {
        Provider = provider;
        Path = path;
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }
}

internal static class DeadLetters
{
    public static void Publish(EventStream eventStream, object message, IActorRef sender, IActorRef recipient) =>
        eventStream.Publish(message is IDeadLetterSuppression suppressed
            ? new SuppressedDeadLetter(suppressed, sender, recipient)
            : new DeadLetter(message, sender, recipient));
}

#nullable disable
using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>A handle with an actor behind it.</summary>
internal abstract class ActorRefWithCell : InternalActorRefBase
{
    public abstract IEnumerable<IActorRef> Children { get; }

    public abstract IInternalActorRef GetSingleChild(string name);
}

internal class LocalActorRef : ActorRefWithCell
{
    internal LocalActorRef(
        ActorSystemImpl system,
        Props props,
        MessageDispatcher dispatcher,
        MailboxType mailboxType,
        IInternalActorRef supervisor,
        ActorPath path)
    {
        Path = path;
        Cell = new ActorCell(system, this, props, dispatcher, supervisor);
        Cell.Prepare(mailboxType);
    }

    public override ActorPath Path { get; }

    public ActorCell Cell { get; }

    public override IActorRefProvider Provider => Cell.SystemImpl.Provider;

    public override IInternalActorRef Parent => Cell.Parent;

    public override IEnumerable<IActorRef> Children => Cell.GetChildren();

    public override bool IsLocal => true;

    public override bool IsTerminated => Cell.IsTerminated;

    public override void Start() => Cell.Start();

    public override void Suspend() => Cell.Suspend();

    public override void Resume(Exception causedByFailure = null) => Cell.Resume(causedByFailure);

    public override void Restart(Exception cause) => Cell.Restart(cause);

    public override void Stop() => Cell.Stop();

    public override void SendSystemMessage(ISystemMessage message) => Cell.SendSystemMessage(message);

    public override IInternalActorRef GetSingleChild(string name) => Cell.GetSingleChild(name);

    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        IActorRef current = this;
        for (var i = 0; i < name.Count; i++)
        {
            current = (current, name[i]) switch
            {
                (_, "") => current,
                (IInternalActorRef actor, "..") => actor.Parent,
                (ActorRefWithCell actor, var child) => actor.GetSingleChild(child),
                (IInternalActorRef actor, _) => actor.GetChild(name.Skip(i).ToList()),
                _ => ActorRefs.Nobody,
            };
            if (current is not ActorRefWithCell)
                break;
        }

        return current;
    }

    private protected override void TellInternal(object message, IActorRef sender) => Cell.SendMessage(sender, message);
}

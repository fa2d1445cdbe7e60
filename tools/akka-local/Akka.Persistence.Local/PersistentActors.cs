using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Persistence;

/// <summary>A persistent actor with one method for all commands, and one for what it recovers from.</summary>
public abstract class UntypedPersistentActor : Eventsourced
{
    protected override bool Receive(object message) => ReceiveCommand(message);

    internal sealed override bool ReceiveCommand(object message)
    {
        OnCommand(message);
        return true;
    }

    internal sealed override bool ReceiveRecover(object message)
    {
        OnRecover(message);
        return true;
    }

    protected abstract void OnCommand(object message);

    protected abstract void OnRecover(object message);

    protected void Become(UntypedReceive receive) => Context.Become(message =>
    {
        receive(message);
        return true;
    });
}

/// <summary>
/// A persistent actor that lists, in its constructor, which commands it handles and what it recovers from. A <c>Become</c> lists other
/// commands; the recovery stays.
/// </summary>
public abstract class ReceivePersistentActor : UntypedPersistentActor, IInitializableActor
{
    private MessageHandlers _adding = new();
    private MessageHandlers _commands;
    private MessageHandlers _addingRecovery = new();
    private MessageHandlers _recovery;

    private MessageHandlers Adding => _adding ?? throw new InvalidOperationException(
        "You may only call Command-methods when constructing the actor and inside Become().");

    private MessageHandlers AddingRecovery => _addingRecovery ?? throw new InvalidOperationException(
        "You may only call Recover-methods when constructing the actor.");

    void IInitializableActor.Init()
    {
        (_commands, _adding) = (_adding, null);
        (_recovery, _addingRecovery) = (_addingRecovery, null);
    }

    protected sealed override void OnCommand(object message)
    {
        if (!_commands.TryHandle(message))
            Unhandled(message);
    }

    protected sealed override void OnRecover(object message)
    {
        if (!_recovery.TryHandle(message))
            Unhandled(message);
    }

    protected void Become(Action configure)
    {
        var outer = _adding;
        _adding = new MessageHandlers();
        try
        {
            configure();
            Context.Become(_adding.Receive(Unhandled));
        }
        finally
        {
            _adding = outer;
        }
    }

    protected void Command<T>(Action<T> handler, Predicate<T> shouldHandle = null) => Adding.Add(handler, shouldHandle);

    /// <summary>The handler says whether it took the message; if not, the next one gets it.</summary>
    protected void Command<T>(Func<T, bool> handler) => Adding.Add(handler);

    protected void CommandAny(Action<object> handler) => Adding.Add<object>(handler, null);

    protected void Recover<T>(Action<T> handler, Predicate<T> shouldHandle = null) => AddingRecovery.Add(handler, shouldHandle);

    /// <summary>The handler says whether it took the message; if not, the next one gets it.</summary>
    protected void Recover<T>(Func<T, bool> handler) => AddingRecovery.Add(handler);

    protected void RecoverAny(Action<object> handler) => AddingRecovery.Add<object>(handler, null);
}

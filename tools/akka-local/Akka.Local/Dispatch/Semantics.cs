#nullable disable
namespace Akka.Dispatch;

/// <summary>What a message queue promises; an actor type asks for it with <see cref="IRequiresMessageQueue{T}"/>.</summary>
public interface ISemantics;

public interface IRequiresMessageQueue<T>
    where T : ISemantics;

public interface IUnboundedMessageQueueSemantics : ISemantics;

/// <summary>Messages can also be put in front.</summary>
public interface IDequeBasedMessageQueueSemantics : ISemantics
{
    internal void EnqueueFirst(Actor.Envelope envelope);
}

public interface IUnboundedDequeBasedMessageQueueSemantics : IDequeBasedMessageQueueSemantics, IUnboundedMessageQueueSemantics;

/// <summary>Work that a dispatcher runs.</summary>
public interface IRunnable : IThreadPoolWorkItem
{
    void Run();
}

/// <summary>Runs a delegate.</summary>
internal sealed class ActionRunnable : IRunnable
{
    private readonly Action _action;

    public ActionRunnable(Action action) => _action = action;

    public void Run() => _action();

    public void Execute() => Run();
}

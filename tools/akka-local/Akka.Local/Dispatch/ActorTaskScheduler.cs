#nullable disable
using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>
/// Runs asynchronous handlers inside their actor: what follows an await comes back as a system message, while the mailbox holds all
/// other messages back until the handler has ended.
/// </summary>
internal class ActorTaskScheduler : TaskScheduler
{
    private readonly ActorCell _cell;
    private readonly AsyncTurn _turn;

    internal ActorTaskScheduler(ActorCell cell, AsyncTurn turn)
    {
        _cell = cell;
        _turn = turn;
    }

    public override int MaximumConcurrencyLevel => 1;

    public static void RunTask(Func<Task> asyncAction)
    {
        var cell = ActorCell.Current
            ?? throw new InvalidOperationException("RunTask must be called from the context of an actor.");
        cell.RunTask(asyncAction);
    }

    internal void Step(Task task) => TryExecuteTask(task);

    protected override void QueueTask(Task task)
    {
        if (ActorCell.Current == _cell && (task.CreationOptions & TaskCreationOptions.LongRunning) == 0)
            TryExecuteTask(task);
        else
            _cell.SendSystemMessage(new SysMsg.TaskStep(_turn, this, task));
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ActorCell.Current == _cell && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => null;
}

/// <summary>One asynchronous handler from its start to its end, for the incarnation that started it.</summary>
internal sealed class AsyncTurn
{
    public AsyncTurn(ActorBase actor, Envelope envelope)
    {
        Actor = actor;
        Envelope = envelope;
    }

    public ActorBase Actor { get; }

    public Envelope Envelope { get; }
}

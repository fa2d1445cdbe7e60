#nullable disable
using Akka.Actor;
using Akka.Dispatch.MessageQueues;
using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>
/// The two queues of an actor and the right to run it. One bit says that the mailbox is scheduled or running: who sets it hands the
/// mailbox to the dispatcher, so an actor runs on one thread at a time. System messages wait on a stack of their own and go first.
/// </summary>
internal class Mailbox : IRunnable
{
    private static readonly SystemMessage Closed = new ClosedMark();

    private SystemMessage _system;
    private int _scheduled;
    private int _suspensions;
    private int _openTurns;
    private ActorCell _cell;

    public Mailbox(IMessageQueue messageQueue) => MessageQueue = messageQueue;

    public IMessageQueue MessageQueue { get; }

    public MessageDispatcher Dispatcher => _cell?.Dispatcher;

    internal bool IsClosed => Volatile.Read(ref _system) == Closed;

    /// <summary>Suspended by a failure, or by an asynchronous handler that has not ended.</summary>
    internal bool IsSuspended => Volatile.Read(ref _suspensions) > 0 || Volatile.Read(ref _openTurns) > 0;

    private bool HasSystemMessages => Volatile.Read(ref _system) is { } message && message != Closed;

    public virtual void SetActor(ActorCell actorCell) => _cell = actorCell;

    public void Execute() => Run();

    public void Run()
    {
        var before = ActorCell.Current;
        ActorCell.Current = _cell;
        try
        {
            ProcessSystemMessages();
            ProcessMessages();
        }
        finally
        {
            ActorCell.Current = before;
            Interlocked.Exchange(ref _scheduled, 0);
            if (HasSystemMessages || (!IsSuspended && !IsClosed && MessageQueue.HasMessages))
                Schedule();
        }
    }

    /// <summary>Closes both queues; what is in them, and what still comes, is dead.</summary>
    public virtual void CleanUp()
    {
        var left = Interlocked.Exchange(ref _system, Closed);
        if (left != Closed)
        {
            for (var message = OldestFirst(left); message is not null;)
            {
                var next = message.Next;
                message.Next = null;
                _cell.SystemImpl.DeadSystemMessage(message);
                message = next;
            }
        }

        MessageQueue.CleanUp(_cell.Self, _cell.SystemImpl.DeadLetterQueue);
    }

    internal void Enqueue(IActorRef receiver, Envelope envelope)
    {
        MessageQueue.Enqueue(receiver, envelope);
        if (Volatile.Read(ref _scheduled) == 0 && !IsSuspended && !IsClosed)
            Schedule();
    }

    internal void EnqueueSystem(SystemMessage message)
    {
        var seen = Volatile.Read(ref _system);
        while (seen != Closed)
        {
            message.Next = seen;
            var found = Interlocked.CompareExchange(ref _system, message, seen);
            if (found == seen)
            {
                Schedule();
                return;
            }

            seen = found;
        }

        message.Next = null;
        _cell.SystemImpl.DeadSystemMessage(message);
    }

    /// <summary>For the birth, before the mailbox is seen by others.</summary>
    internal void PutFirst(SystemMessage message) => _system = message;

    // Only the running actor changes the counts; the exchange is the fence that Enqueue's check relies on.
    internal void Suspend() => Interlocked.Increment(ref _suspensions);

    internal void Resume()
    {
        if (_suspensions > 0)
            Interlocked.Decrement(ref _suspensions);
    }

    internal void OpenTurn() => Interlocked.Increment(ref _openTurns);

    internal void CloseTurn() => Interlocked.Decrement(ref _openTurns);

    internal void ForgetTurns() => Interlocked.Exchange(ref _openTurns, 0);

    internal void Schedule()
    {
        if (Volatile.Read(ref _scheduled) == 0 && Interlocked.CompareExchange(ref _scheduled, 1, 0) == 0)
            _cell.Dispatcher.RunMailbox(this);
    }

    private static SystemMessage OldestFirst(SystemMessage newest)
    {
        SystemMessage oldest = null;
        while (newest is not null)
        {
            var older = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = older;
        }

        return oldest;
    }

    private void ProcessSystemMessages()
    {
        while (HasSystemMessages)
        {
            var taken = TakeSystemMessages();
            while (taken is not null)
            {
                var message = taken;
                taken = message.Next;
                message.Next = null;
                if (IsClosed)
                    _cell.SystemImpl.DeadSystemMessage(message);
                else
                    _cell.InvokeSystem(message);
            }
        }
    }

    private SystemMessage TakeSystemMessages()
    {
        var seen = Volatile.Read(ref _system);
        while (seen is not null && seen != Closed)
        {
            var found = Interlocked.CompareExchange(ref _system, null, seen);
            if (found == seen)
                return OldestFirst(seen);
            seen = found;
        }

        return null;
    }

    private void ProcessMessages()
    {
        var left = Math.Max(1, _cell.Dispatcher.Throughput);
        var deadline = _cell.Dispatcher.ThroughputDeadline();
        while (left-- > 0 && !IsSuspended && !IsClosed && MessageQueue.TryDequeue(out var envelope))
        {
            _cell.Invoke(envelope);
            ProcessSystemMessages();
            if (deadline != 0 && Environment.TickCount64 >= deadline)
                break;
        }
    }

    private sealed class ClosedMark : SystemMessage;
}

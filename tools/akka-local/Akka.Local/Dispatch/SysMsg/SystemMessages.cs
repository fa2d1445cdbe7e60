#nullable disable
using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch.SysMsg;

/// <summary>A message by which the engine steers an actor; it overtakes the mailbox.</summary>
public interface ISystemMessage : INoSerializationVerificationNeeded;

/// <summary>A system message is a link of the queue that it waits in, so an instance is sent once.</summary>
internal abstract class SystemMessage : ISystemMessage
{
    internal SystemMessage Next { get; set; }
}

/// <summary>Make the first incarnation.</summary>
internal sealed class Create : SystemMessage
{
    public Create(ActorInitializationException failure = null) => Failure = failure;

    public ActorInitializationException Failure { get; }

    public override bool Equals(object obj) => obj is Create other && Equals(Failure, other.Failure);

    public override int GetHashCode() => Failure?.GetHashCode() ?? 0;

    public override string ToString() => "<Create>";
}

/// <summary>Replace the incarnation that failed.</summary>
internal sealed class Recreate : SystemMessage
{
    public Recreate(Exception cause) => Cause = cause;

    public Exception Cause { get; }

    public override string ToString() => $"<Recreate> {Cause?.GetType().Name}";
}

/// <summary>Process no user message until as many <see cref="Resume"/> have come.</summary>
internal sealed class Suspend : SystemMessage
{
    public override string ToString() => "<Suspend>";
}

internal sealed class Resume : SystemMessage
{
    public Resume(Exception causedByFailure) => CausedByFailure = causedByFailure;

    public Exception CausedByFailure { get; set; }

    public override string ToString() => $"<Resume> {CausedByFailure?.GetType().Name}";
}

/// <summary>Stop, children first.</summary>
internal sealed class Terminate : SystemMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    public override string ToString() => "<Terminate>";
}

/// <summary>A child failed and waits for what its supervisor decides.</summary>
internal sealed class Failed : SystemMessage
{
    public Failed(IActorRef child, Exception cause, long uid)
    {
        Child = child;
        Cause = cause;
        Uid = uid;
    }

    public IActorRef Child { get; }

    public Exception Cause { get; }

    public long Uid { get; }

    public override string ToString() => $"<Failed>: {Child} ({Uid}) {Cause?.GetType().Name}";
}

internal class Watch : SystemMessage
{
    public Watch(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        Watchee = watchee;
        Watcher = watcher;
    }

    public IInternalActorRef Watchee { get; }

    public IInternalActorRef Watcher { get; }

    protected bool Equals(Watch other) => Equals(Watchee, other.Watchee) && Equals(Watcher, other.Watcher);

    public override bool Equals(object obj) => obj is Watch other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Watchee, Watcher);

    public override string ToString() => $"<Watch>: {Watcher} wants to watch {Watchee}";
}

internal sealed class Unwatch : SystemMessage
{
    public Unwatch(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        Watchee = watchee;
        Watcher = watcher;
    }

    public IInternalActorRef Watchee { get; }

    public IInternalActorRef Watcher { get; }

    public override bool Equals(object obj) =>
        obj is Unwatch other && Equals(Watchee, other.Watchee) && Equals(Watcher, other.Watcher);

    public override int GetHashCode() => HashCode.Combine(Watchee, Watcher);

    public override string ToString() => $"<Unwatch>: {Watcher} wants to unwatch {Watchee}";
}

/// <summary>An actor tells its watchers and its parent that it is gone.</summary>
internal sealed class DeathWatchNotification : SystemMessage, IDeadLetterSuppression
{
    public DeathWatchNotification(IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    {
        Actor = actor;
        ExistenceConfirmed = existenceConfirmed;
        AddressTerminated = addressTerminated;
    }

    public IActorRef Actor { get; }

    public bool ExistenceConfirmed { get; }

    public bool AddressTerminated { get; }

    public override string ToString() => $"<DeathWatchNotification>: {Actor}, ExistenceConfirmed={ExistenceConfirmed}";
}

/// <summary>A guardian stops one of its children for somebody outside.</summary>
internal sealed class StopChild
{
    public StopChild(IActorRef child) => Child = child;

    public IActorRef Child { get; }

    public override string ToString() => $"<StopChild> {Child}";
}

/// <summary>A piece of an asynchronous handler that goes on in its actor.</summary>
internal sealed class TaskStep : SystemMessage
{
    public TaskStep(AsyncTurn turn, ActorTaskScheduler scheduler, Task task)
    {
        Turn = turn;
        Scheduler = scheduler;
        Task = task;
    }

    public AsyncTurn Turn { get; }

    public ActorTaskScheduler Scheduler { get; }

    public Task Task { get; }
}

/// <summary>An asynchronous handler has ended.</summary>
internal sealed class TaskEnd : SystemMessage
{
    public TaskEnd(AsyncTurn turn, Task task)
    {
        Turn = turn;
        Task = task;
    }

    public AsyncTurn Turn { get; }

    public Task Task { get; }
}

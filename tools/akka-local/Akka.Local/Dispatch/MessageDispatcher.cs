#nullable disable
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>Gives threads to mailboxes.</summary>
public abstract class MessageDispatcher
{
    protected MessageDispatcher(MessageDispatcherConfigurator configurator)
    {
        Configurator = configurator;
        Id = configurator.Config.GetString("id", "");
        Throughput = configurator.Config.GetInt("throughput", 30);
        var deadline = configurator.Config.GetTimeSpan("throughput-deadline-time", TimeSpan.Zero, false).Ticks;
        ThroughputDeadlineTime = deadline > 0 ? deadline : null;
    }

    public MessageDispatcherConfigurator Configurator { get; }

    public string Id { get; protected set; }

    /// <summary>How many messages an actor may process before the thread goes to the next one.</summary>
    public int Throughput { get; protected set; }

    /// <summary>How long (in ticks) an actor may keep the thread; null for as long as its batch takes.</summary>
    public long? ThroughputDeadlineTime { get; protected set; }

    public void Schedule(Action run) => ExecuteTask(new ActionRunnable(run));

    public void Schedule(IRunnable run) => ExecuteTask(run);

    protected abstract void ExecuteTask(IRunnable run);

    protected abstract void Shutdown();

    /// <summary>Makes place for an actor.</summary>
    public virtual void Attach(ActorCell cell)
    {
    }

    /// <summary>The actor has stopped: closes its mailbox.</summary>
    public virtual void Detach(ActorCell cell) => cell.Mailbox.CleanUp();

    public virtual void Dispatch(ActorCell cell, Envelope envelope) => cell.Mailbox.Enqueue(cell.Self, envelope);

    public virtual void SystemDispatch(ActorCell cell, SysMsg.SystemMessage message) => cell.Mailbox.EnqueueSystem(message);

    internal void RunMailbox(Mailbox mailbox) => ExecuteTask(mailbox);

    internal void End() => Shutdown();

    internal long ThroughputDeadline() => ThroughputDeadlineTime is { } ticks
        ? Environment.TickCount64 + Math.Max(1, ticks / TimeSpan.TicksPerMillisecond)
        : 0;
}

/// <summary>What a dispatcher may need of its system.</summary>
public interface IDispatcherPrerequisites
{
    EventStream EventStream { get; }

    IScheduler Scheduler { get; }

    Settings Settings { get; }

    Mailboxes Mailboxes { get; }
}

public sealed class DefaultDispatcherPrerequisites : IDispatcherPrerequisites
{
    public DefaultDispatcherPrerequisites(EventStream eventStream, IScheduler scheduler, Settings settings, Mailboxes mailboxes)
    {
        EventStream = eventStream;
        Scheduler = scheduler;
        Settings = settings;
        Mailboxes = mailboxes;
    }

    public EventStream EventStream { get; }

    public IScheduler Scheduler { get; }

    public Settings Settings { get; }

    public Mailboxes Mailboxes { get; }
}

/// <summary>Makes a dispatcher from a section of the configuration.</summary>
public abstract class MessageDispatcherConfigurator
{
    protected MessageDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    {
        Config = config;
        Prerequisites = prerequisites;
    }

    public Config Config { get; }

    public IDispatcherPrerequisites Prerequisites { get; }

    /// <summary>The dispatcher for one more actor: mostly always the same.</summary>
    public abstract MessageDispatcher Dispatcher();
}

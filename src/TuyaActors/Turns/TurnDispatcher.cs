using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace TuyaActors.Turns;

/// <summary>
/// Where the actors of a fleet run: on the thread pool, but an actor that is told something by another one of the fleet has its turn on the same
/// thread, next. A report goes from the socket to the router's subscribers, or a command from the router to the socket, without one thread waking another.
/// </summary>
internal sealed class TurnDispatcher : MessageDispatcher
{
    /// <summary>Its name in a system's configuration; what stands there, if anything, is used instead.</summary>
    public const string Name = "akka.actor.tuya-dispatcher";

    private TurnDispatcher(MessageDispatcherConfigurator configurator)
        : base(configurator) => Id = Name;

    /// <summary>Makes it known to the system, unless it is, and answers its name.</summary>
    public static string In(ActorSystem system)
    {
        var dispatchers = system.Dispatchers;
        if (!dispatchers.HasDispatcher(Name))
            dispatchers.RegisterConfigurator(Name, new Configured(dispatchers.Prerequisites));
        return Name;
    }

    protected override void ExecuteTask(IRunnable run)
    {
        if (!TurnQueue.TryAdd(run))
            ThreadPool.UnsafeQueueUserWorkItem(static turn => TurnQueue.Work(turn), run, preferLocal: false);
    }

    // It has no thread of its own to end.
    protected override void Shutdown()
    {
    }

    private sealed class Configured : MessageDispatcherConfigurator
    {
        private readonly TurnDispatcher _dispatcher;

        public Configured(IDispatcherPrerequisites prerequisites)
            : base(Config.Empty, prerequisites) => _dispatcher = new TurnDispatcher(this);

        public override MessageDispatcher Dispatcher() => _dispatcher;
    }
}

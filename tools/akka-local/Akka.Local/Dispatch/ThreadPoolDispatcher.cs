#nullable disable
using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Mailboxes run on the .NET thread pool; they are work items themselves, so scheduling allocates nothing.</summary>
internal sealed class ThreadPoolDispatcher : MessageDispatcher
{
    // Often enough that nobody waits for long, seldom enough that the shared queue is not what an actor's message costs.
    private const int LocalTurns = 32;

    [ThreadStatic]
    private static int _turn;

    public ThreadPoolDispatcher(MessageDispatcherConfigurator configurator)
        : base(configurator)
    {
    }

    /// <summary>
    /// To the thread's own queue, where the message's data is still in the cache; but that queue is served last in, first out, and before
    /// the shared one. So that actors that talk to each other do not keep a thread from the others, now and then one has to queue up behind all.
    /// </summary>
    protected override void ExecuteTask(IRunnable run) =>
        ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: ++_turn % LocalTurns != 0);

    protected override void Shutdown()
    {
    }
}

internal sealed class ThreadPoolDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly MessageDispatcher _instance;

    public ThreadPoolDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) => _instance = new ThreadPoolDispatcher(this);

    public override MessageDispatcher Dispatcher() => _instance;
}

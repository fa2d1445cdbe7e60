#nullable disable
using Akka.Configuration;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>A fixed number of threads of its own, started when there is work, ended when the work stays away.</summary>
internal sealed class DedicatedThreads
{
    // Long enough that a steady trickle keeps its thread, short enough that a burst does not leave threads behind.
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(5);

    private readonly Queue<IRunnable> _work = new();
    private readonly string _name;
    private readonly int _limit;
    private readonly Action<Exception> _onError;
    private int _threads;
    private int _idle;

    public DedicatedThreads(string name, int limit, Action<Exception> onError)
    {
        _name = name;
        _limit = limit;
        _onError = onError;
    }

    public void Execute(IRunnable run)
    {
        lock (_work)
        {
            _work.Enqueue(run);
            if (_idle < _work.Count && _threads < _limit)
            {
                _threads++;
                new Thread(Loop) { IsBackground = true, Name = $"{_name}-{_threads}" }.Start();
            }

            Monitor.Pulse(_work);
        }
    }

    private void Loop()
    {
        while (Take() is { } run)
        {
            try
            {
                run.Run();
            }
            catch (Exception error)
            {
                _onError(error);
            }
        }
    }

    /// <summary>Null when the thread may end.</summary>
    private IRunnable Take()
    {
        lock (_work)
        {
            IRunnable run;
            while (!_work.TryDequeue(out run))
            {
                _idle++;
                var pulsed = Monitor.Wait(_work, IdleTime);
                _idle--;
                if (!pulsed && _work.Count == 0)
                {
                    _threads--;
                    return null;
                }
            }

            return run;
        }
    }
}

/// <summary>Mailboxes run on threads of this dispatcher alone: blocking work here keeps nobody else waiting.</summary>
internal sealed class DedicatedThreadsDispatcher : MessageDispatcher
{
    private readonly DedicatedThreads _threads;

    public DedicatedThreadsDispatcher(MessageDispatcherConfigurator configurator, string name, int threads)
        : base(configurator) => _threads = new DedicatedThreads(name, threads, Report);

    protected override void ExecuteTask(IRunnable run) => _threads.Execute(run);

    protected override void Shutdown()
    {
    }

    private void Report(Exception error) => Configurator.Prerequisites.EventStream.Publish(
        new Error(error, Id, typeof(MessageDispatcher), "Work on the dispatcher threw."));
}

/// <summary><c>type = ForkJoinDispatcher</c> with <c>dedicated-thread-pool.thread-count</c>.</summary>
internal sealed class ForkJoinDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly MessageDispatcher _instance;

    public ForkJoinDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
        var threads = config.GetInt("dedicated-thread-pool.thread-count", Environment.ProcessorCount);
        if (threads <= 0)
            throw new ConfigurationException($"dedicated-thread-pool.thread-count must be at least 1, but is {threads}.");
        _instance = new DedicatedThreadsDispatcher(this, config.GetString("id", "fork-join"), threads);
    }

    public override MessageDispatcher Dispatcher() => _instance;
}

/// <summary><c>type = PinnedDispatcher</c>: each actor has a thread of its own.</summary>
internal sealed class PinnedDispatcherConfigurator : MessageDispatcherConfigurator
{
    public PinnedDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
    }

    public override MessageDispatcher Dispatcher() => new DedicatedThreadsDispatcher(this, Config.GetString("id", "pinned"), 1);
}

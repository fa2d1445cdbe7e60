using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.Conformance.Tests;

public sealed class DispatcherSpecs : Spec
{
    public DispatcherSpecs()
        : base("""
            blocking {
              type = ForkJoinDispatcher
              throughput = 1
              dedicated-thread-pool.thread-count = 3
            }
            pinned.type = PinnedDispatcher
            """)
    {
    }

    [Fact]
    public void Should_not_keep_the_others_waiting_when_the_threads_of_a_dispatcher_of_its_own_block()
    {
        using var release = new ManualResetEventSlim();
        var peak = new Peak();
        for (var i = 0; i < 6; i++)
            Sys.ActorOf(Props.Create(() => new Blocking(TestActor, release, peak)).WithDispatcher("blocking")).Tell("block");
        ExpectMsg("blocked");

        // How many of its threads a dispatcher uses is its own affair; that others go on is ours.
        var others = CreateTestProbe();
        Sys.ActorOf(Props.Create(() => new Echo())).Tell("hello", others.Ref);
        others.ExpectMsg("hello");
        release.Set();

        for (var i = 0; i < 5; i++)
            ExpectMsg("blocked");
        Assert.InRange(peak.Highest, 1, 3);
    }

    [Fact]
    public void Should_give_each_pinned_actor_one_thread_of_its_own()
    {
        var first = Sys.ActorOf(Props.Create(() => new ThreadTeller()).WithDispatcher("pinned"));
        var second = Sys.ActorOf(Props.Create(() => new ThreadTeller()).WithDispatcher("pinned"));

        HashSet<int> Threads(IActorRef actor) => Enumerable.Range(0, 20).Select(_ =>
        {
            actor.Tell("thread");
            return ExpectMsg<int>();
        }).ToHashSet();

        Assert.NotEqual(Assert.Single(Threads(first)), Assert.Single(Threads(second)));
    }

    [Fact]
    public void Should_refuse_a_dispatcher_that_is_not_configured() =>
        Assert.Throws<ConfigurationException>(() => Sys.ActorOf(Props.Create(() => new Echo()).WithDispatcher("no-such-dispatcher")));

    [Fact]
    public async Task Should_run_actors_on_a_dispatcher_that_a_program_makes_known()
    {
        Assert.False(Sys.Dispatchers.HasDispatcher("made-here"));
        var made = new MadeHereConfigurator(Sys.Dispatchers.Prerequisites);
        Assert.True(Sys.Dispatchers.RegisterConfigurator("made-here", made));
        Assert.False(Sys.Dispatchers.RegisterConfigurator("made-here", made));
        Assert.True(Sys.Dispatchers.HasDispatcher("made-here"));

        var echo = Sys.ActorOf(Props.Create(() => new Echo()).WithDispatcher("made-here"));
        Assert.Equal("hello", await echo.Ask<string>("hello", TimeSpan.FromSeconds(20)));
        Assert.True(made.Runs > 0, "the message was not run by it");
    }

    [Fact]
    public void Should_let_others_run_between_the_batches_of_a_busy_actor()
    {
        // As many busy actors as there are threads, and more: each tells itself a message for ever.
        var busy = Enumerable.Range(0, Environment.ProcessorCount * 2)
            .Select(_ => Sys.ActorOf(Props.Create(() => new Restless())))
            .ToList();
        foreach (var actor in busy)
            actor.Tell("go");

        var echo = Sys.ActorOf(Props.Create(() => new Echo()));
        for (var i = 0; i < 100; i++)
        {
            echo.Tell(i);
            ExpectMsg(i);
        }
    }

    private sealed class Peak
    {
        private readonly Lock _gate = new();
        private int _now;

        public int Highest { get; private set; }

        public void Enter()
        {
            lock (_gate)
                Highest = Math.Max(Highest, ++_now);
        }

        public void Leave()
        {
            lock (_gate)
                _now--;
        }
    }

    private sealed class Blocking : ReceiveActor
    {
        public Blocking(IActorRef listener, ManualResetEventSlim release, Peak peak) => ReceiveAny(_ =>
        {
            peak.Enter();
            listener.Tell("blocked");
            release.Wait(TimeSpan.FromSeconds(20));
            peak.Leave();
        });
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class ThreadTeller : ReceiveActor
    {
        public ThreadTeller() => ReceiveAny(_ => Sender.Tell(Environment.CurrentManagedThreadId));
    }

    private sealed class Restless : ReceiveActor
    {
        public Restless() => ReceiveAny(message => Self.Tell(message));
    }

    private sealed class MadeHereConfigurator : MessageDispatcherConfigurator
    {
        private readonly MadeHere _dispatcher;

        public MadeHereConfigurator(IDispatcherPrerequisites prerequisites)
            : base(Config.Empty, prerequisites) => _dispatcher = new MadeHere(this);

        public int Runs => Volatile.Read(ref _dispatcher.Runs);

        public override MessageDispatcher Dispatcher() => _dispatcher;
    }

    private sealed class MadeHere(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
    {
        public int Runs;

        protected override void ExecuteTask(IRunnable run)
        {
            Interlocked.Increment(ref Runs);
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
        }

        protected override void Shutdown()
        {
        }
    }
}

using System.Diagnostics;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>An actor system with a test actor in it, whose messages a test can expect. One test, one kit.</summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    private const string DispatcherId = "akka.test.test-actor.dispatcher";

    private static readonly Lazy<Config> Defaults = new(() => Resource("Akka.TestKit.reference.conf"));
    private static int _testActors;

    private readonly ITestKitAssertions _assertions;
    private readonly MessageInbox _inbox = new();
    private readonly ActorCell _cell;

    private protected TestKitBase(ITestKitAssertions assertions, ActorSystem system = null, string testActorName = null)
        : this(assertions, system, ActorSystemSetup.Empty, null, testActorName)
    {
    }

    private protected TestKitBase(ITestKitAssertions assertions, Config config, string actorSystemName = null, string testActorName = null)
        : this(assertions, null, ActorSystemSetup.Empty.And(BootstrapSetup.Create().WithConfig(config ?? Config.Empty)), actorSystemName, testActorName)
    {
    }

    private protected TestKitBase(ITestKitAssertions assertions, ActorSystem system, ActorSystemSetup config, string actorSystemName, string testActorName)
    {
        ArgumentNullException.ThrowIfNull(assertions);
        _assertions = assertions;
        Sys = system ?? CreateSystem(config, actorSystemName ?? "test");
        TestKitSettings = TestKitExtension.For(Sys);
        Log = Logging.GetLogger(Sys, GetType());
        EventFilter = new EventFilterFactory(this, Sys);
        (TestActor, _cell) = StartTestActor(testActorName ?? $"testActor{Interlocked.Increment(ref _testActors)}");
        if (this is not INoImplicitSender)
            AmbientTestActor.Enter(_cell);
    }

    internal static Config DefaultConfig => Defaults.Value;

    public ActorSystem Sys { get; }

    public TestKitSettings TestKitSettings { get; }

    internal ILoggingAdapter Log { get; }

    public EventFilterFactory EventFilter { get; }

    /// <summary>Gets what the test expects, and is the sender of what the test tells.</summary>
    public IActorRef TestActor { get; }

    public bool HasMessages => _inbox.HasMessages;

    /// <summary>Who sent the last message that the test received.</summary>
    public IActorRef LastSender => _last.Sender;

    internal object LastMessage => _last.Message;

    /// <summary>A time that only goes forward. It has no relation to a calendar.</summary>
    internal static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    internal ITestKitAssertions Assertions => _assertions;

    public IActorRef Watch(IActorRef actorToWatch)
    {
        Order(done => new InternalTestActor.WatchFor(actorToWatch, done)).Wait();
        return actorToWatch;
    }

    public async Task<IActorRef> WatchAsync(IActorRef actorToWatch)
    {
        await Order(done => new InternalTestActor.WatchFor(actorToWatch, done)).ConfigureAwait(false);
        return actorToWatch;
    }

    public IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        Order(done => new InternalTestActor.UnwatchFor(actorToUnwatch, done)).Wait();
        return actorToUnwatch;
    }

    /// <summary>From now on messages of which this is true never reach the test.</summary>
    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) =>
        TestActor.Tell(new InternalTestActor.Ignore(shouldIgnoreMessage), ActorRefs.NoSender);

    public void IgnoreNoMessages() => IgnoreMessages(_ => false);

    public void SetAutoPilot(AutoPilot pilot) => TestActor.Tell(new InternalTestActor.Fly(pilot), ActorRefs.NoSender);

    public virtual TestProbe CreateTestProbe(string name = null) => CreateTestProbe(Sys, name);

    internal virtual TestProbe CreateTestProbe(ActorSystem system, string name = null) => new(system, _assertions, name);

    /// <summary>The time, multiplied with akka.test.timefactor.</summary>
    public TimeSpan Dilated(TimeSpan duration) =>
        duration == Timeout.InfiniteTimeSpan ? duration : duration * TestKitSettings.TestTimeFactor;

    internal virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) => Shutdown(Sys, duration, verifySystemShutdown);

    /// <summary>Terminates the system and waits for it, at most 5 s when no time is given; with <paramref name="verifySystemShutdown"/> it fails when that was too short.</summary>
    private protected virtual void Shutdown(ActorSystem system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        if (system is null)
            return;

        var patience = Dilated(duration ?? TimeSpan.FromSeconds(5));
        var ended = system.Terminate().Wait(patience);
        if (ReferenceEquals(system, Sys))
            AmbientTestActor.Leave(_cell);
        if (ended)
            return;

        var failure = $"Failed to stop [{system.Name}] within [{patience}].";
        if (verifySystemShutdown)
            throw new TimeoutException(failure);
        system.Log.Warning("{0}", failure);
    }

    private static ActorSystem CreateSystem(ActorSystemSetup setup, string name)
    {
        var bootstrap = setup.Get<BootstrapSetup>() is { HasValue: true, Value: var given } ? given : BootstrapSetup.Create();
        var config = bootstrap.Config is { HasValue: true, Value: var own } ? own.SafeWithFallback(DefaultConfig) : DefaultConfig;
        return ActorSystem.Create(name, setup.And(bootstrap.WithConfig(config)));
    }

    private static Config Resource(string name) => ConfigurationFactory.FromResource(name, typeof(TestKitBase).Assembly);

    private (IActorRef Actor, ActorCell Cell) StartTestActor(string name)
    {
        var system = (ExtendedActorSystem)Sys;
        if (!system.Dispatchers.HasDispatcher(DispatcherId))
        {
            system.Dispatchers.RegisterConfigurator(
                DispatcherId,
                new CallingThreadDispatcherConfigurator(DefaultConfig.GetConfig(DispatcherId), system.Dispatchers.Prerequisites));
        }

        var started = new TaskCompletionSource<ActorCell>(TaskCreationOptions.RunContinuationsAsynchronously);
        var inbox = _inbox;
        var actor = system.SystemActorOf(Props.Create(() => new InternalTestActor(inbox, started)).WithDispatcher(DispatcherId), name);
        return started.Task.Wait(TestKitSettings.DefaultTimeout)
            ? (actor, started.Task.Result)
            : throw new TimeoutException($"The test actor {name} did not start within {TestKitSettings.DefaultTimeout}.");
    }

    private Task Order(Func<TaskCompletionSource, object> order)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TestActor.Tell(order(done), ActorRefs.NoSender);
        return done.Task.WaitAsync(RemainingOrDefault);
    }
}

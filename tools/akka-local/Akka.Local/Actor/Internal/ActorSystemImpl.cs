#nullable disable
using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor.Internal;

/// <summary>The actor system.</summary>
internal partial class ActorSystemImpl : ExtendedActorSystem
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();
    private readonly ConcurrentStack<Action> _onTermination = new();
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LocalProvider _provider;
    private LocalActorRef _deadLetterListener;

    public ActorSystemImpl(string name)
        : this(name, Config.Empty, ActorSystemSetup.Empty)
    {
    }

    internal ActorSystemImpl(string name, Config config, ActorSystemSetup setup)
    {
        if (!ValidName().IsMatch(name))
        {
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}], must contain only word characters (i.e. [a-zA-Z0-9] plus non-leading '-')", nameof(name));
        }

        Name = name;
        Settings = new Settings(this, config, setup);
        EventStream = new EventStream(Settings.DebugEventStream);
        EventStream.StartStdoutLogger(Settings);
        _provider = new LocalProvider(name, Settings, EventStream);
        Log = new BusLogging(EventStream, $"ActorSystem({name})", GetType(), Settings.LogFormatter);
        DeadLetterQueue = new DeadLetterQueue(DeadLetters, EventStream);
        Scheduler = MakeScheduler();
        Mailboxes = new Mailboxes(this);
        Dispatchers = new Dispatchers(this, new DefaultDispatcherPrerequisites(EventStream));
        Serialization = new Serialization.Serialization(this);
    }

    public override Settings Settings { get; }

    public override string Name { get; }

    public override EventStream EventStream { get; }

    public override IActorRef DeadLetters => _provider.DeadLetters;

    public override Dispatchers Dispatchers { get; }

    internal override Mailboxes Mailboxes { get; }

    public override IScheduler Scheduler { get; }

    public override ILoggingAdapter Log { get; }

    public override Serialization.Serialization Serialization { get; }

    public override Task WhenTerminated => _terminated.Task;

    internal override IActorRefProvider Provider => _provider;

    internal override IInternalActorRef Guardian => _provider.Guardian;

    internal override IInternalActorRef LookupRoot => _provider.RootGuardian;

    internal override IInternalActorRef SystemGuardian => _provider.SystemGuardian;

    internal IMessageQueue DeadLetterQueue { get; }

    public void Start()
    {
        var strategy = string.IsNullOrEmpty(Settings.SupervisorStrategyClass)
            ? SupervisorStrategy.DefaultStrategy
            : SupervisorStrategyConfigurator.CreateConfigurator(Settings.SupervisorStrategyClass).Create();
        _provider.StartGuardians(
            this,
            Props.Create<GuardianActor>().WithSupervisorStrategy(strategy),
            Props.Create<GuardianActor>().WithSupervisorStrategy(SystemStrategy),
            StopSystemActors);
        _provider.TerminationTask.ContinueWith(
            _ => FinishTermination(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            EventStream.StartUnsubscriber(this);
            EventStream.StartLoggers(this);
            if (Settings.LogDeadLetters > 0)
                _deadLetterListener = (LocalActorRef)SystemActorOf<DeadLetterListener>("deadLetterListener");
            if (Settings.DebugUnhandledMessage)
                EventStream.Subscribe(SystemActorOf<UnhandledMessageLogger>("unhandledMessageLogger"), typeof(UnhandledMessage));
            StartExtensions();
            CoordinatedShutdown.Get(this);
            if (Settings.LogConfigOnStart)
                Log.Info(Settings.ToString());
        }
        catch
        {
            Abort();
            throw;
        }
    }

    public override IActorRef ActorOf(Props props, string name = null) => _provider.Guardian.Cell.ActorOf(props, name);

    public override IActorRef SystemActorOf(Props props, string name = null) => _provider.SystemGuardian.Cell.AttachChild(props, true, name);

    internal override IActorRef SystemActorOf<TActor>(string name = null) => SystemActorOf(Props.Create<TActor>(), name);

    public override ActorSelection ActorSelection(ActorPath actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this);

    public override ActorSelection ActorSelection(string actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this, LookupRoot);

    public override void Stop(IActorRef actor)
    {
        var parent = actor.Path.Parent;
        if (parent.Equals(Guardian.Path))
            Guardian.Tell(new StopChild(actor));
        else if (parent.Equals(SystemGuardian.Path))
            SystemGuardian.Tell(new StopChild(actor));
        else
            ((IInternalActorRef)actor).Stop();
    }

    public override Task Terminate() => Settings.CoordinatedShutdownRunByActorSystemTerminate
        ? CoordinatedShutdown.Get(this).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance)
        : FinalTerminate();

    internal override void Abort() => FinalTerminate();

    public override void RegisterOnTermination(Action code) => _onTermination.Push(code);

    public override object RegisterExtension(IExtensionId extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        var made = _extensions.GetOrAdd(extension.ExtensionType, _ => new Lazy<object>(() => extension.CreateExtension(this)));
        try
        {
            return made.Value;
        }
        catch
        {
            // A failed extension can be tried again.
            _extensions.TryRemove(KeyValuePair.Create(extension.ExtensionType, made));
            throw;
        }
    }

    public override T GetExtension<T>() => TryGetExtension<T>(out var extension) ? extension : null;

    public override bool HasExtension<T>() => _extensions.ContainsKey(typeof(T));

    internal override bool TryGetExtension(Type extensionType, out object extension)
    {
        var found = _extensions.TryGetValue(extensionType, out var made);
        extension = made?.Value;
        return found;
    }

    public override bool TryGetExtension<T>(out T extension)
    {
        var found = TryGetExtension(typeof(T), out var made);
        extension = made as T;
        return found;
    }

    public override string ToString() => LookupRoot.Path.Root.Address.ToString();

    private protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        Log.Debug("Disposing system");
        Terminate();
        WhenTerminated.Wait(CoordinatedShutdown.Get(this).TotalTimeout);
    }

    internal Task FinalTerminate()
    {
        if (!Settings.LogDeadLettersDuringShutdown && _deadLetterListener is { } listener)
            Stop(listener);
        Guardian.Stop();
        return WhenTerminated;
    }

    /// <summary>A system message for an actor that is no more.</summary>
    internal void DeadSystemMessage(ISystemMessage message)
    {
        if (message is Watch watch && !watch.Watchee.Equals(watch.Watcher))
            watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, false, false));
    }

    private static readonly SupervisorStrategy SystemStrategy = new OneForOneStrategy(error => error switch
    {
        ActorKilledException or ActorInitializationException or DeathPactException => Directive.Stop,
        _ => Directive.Restart,
    });

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9-_]*$")]
    private static partial Regex ValidName();

    private IScheduler MakeScheduler()
    {
        var type = string.IsNullOrEmpty(Settings.SchedulerClass)
            ? typeof(HashedWheelTimerScheduler)
            : TypeLocator.Require(Settings.SchedulerClass, "akka.scheduler.implementation");
        return (IScheduler)Activator.CreateInstance(type, Settings.Config, Log);
    }

    private void StartExtensions()
    {
        foreach (var name in Settings.Config.GetStringList("akka.extensions", []))
        {
            if (Activator.CreateInstance(TypeLocator.Require(name, "akka.extensions")) is IExtensionId extension)
                RegisterExtension(extension);
            else
                throw new ConfigurationException($"'akka.extensions' names [{name}], which is no IExtensionId.");
        }
    }

    private Task StopSystemActors() => EventStream.StopLoggers(this);

    private void FinishTermination()
    {
        while (_onTermination.TryPop(out var action))
        {
            try
            {
                action();
            }
            catch (Exception error)
            {
                Log.Error(error, "Error while running a termination callback");
            }
        }

        (Scheduler as IDisposable)?.Dispose();
        _terminated.TrySetResult();
    }

    /// <summary>Writes unhandled messages to the log: <c>akka.actor.debug.unhandled</c>.</summary>
    private sealed class UnhandledMessageLogger : ReceiveActor
    {
        public UnhandledMessageLogger() => Receive<UnhandledMessage>(unhandled => Context.System.EventStream.Publish(new Debug(
            unhandled.Recipient.Path.ToString(),
            unhandled.Recipient.GetType(),
            $"Unhandled message from {unhandled.Sender} : {unhandled.Message.GetType().Name}")));
    }
}

#nullable disable
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The configuration of a system, with the engine's defaults below it.</summary>
public class Settings
{
    internal Settings(ActorSystem system, Config config, ActorSystemSetup setup)
    {
        System = system;
        Setup = setup;
        Config = config.SafeWithFallback(ConfigurationFactory.Default());
        ProviderClass = Config.GetString("akka.actor.provider", "local");
        RefuseNetwork(ProviderClass);

        AskTimeout = Config.GetTimeSpan("akka.actor.ask-timeout", Timeout.InfiniteTimeSpan, true);
        SupervisorStrategyClass = Config.GetString("akka.actor.guardian-supervisor-strategy", null);
        LogLevel = Config.GetString("akka.loglevel", "INFO");
        StdoutLogLevel = Config.GetString("akka.stdout-loglevel", "WARNING");
        Loggers = Config.GetStringList("akka.loggers", []);
        LoggersDispatcher = Config.GetString("akka.loggers-dispatcher", Dispatch.Dispatchers.DefaultDispatcherId);
        LoggerStartTimeout = Config.GetTimeSpan("akka.logger-startup-timeout", TimeSpan.FromSeconds(5), true);
        LogConfigOnStart = Config.GetBoolean("akka.log-config-on-start", false);
        LogDeadLetters = Config.GetString("akka.log-dead-letters", "10").ToUpperInvariant() switch
        {
            "ON" or "TRUE" => int.MaxValue,
            "OFF" or "FALSE" => 0,
            _ => Config.GetInt("akka.log-dead-letters", 10),
        };
        LogDeadLettersDuringShutdown = Config.GetBoolean("akka.log-dead-letters-during-shutdown", true);
        DebugEventStream = Config.GetBoolean("akka.actor.debug.event-stream", false);
        DebugLifecycle = Config.GetBoolean("akka.actor.debug.lifecycle", false);
        DebugUnhandledMessage = Config.GetBoolean("akka.actor.debug.unhandled", false);
        SchedulerClass = Config.GetString("akka.scheduler.implementation", null);
        CoordinatedShutdownTerminateActorSystem = Config.GetBoolean("akka.coordinated-shutdown.terminate-actor-system", true);
        CoordinatedShutdownRunByActorSystemTerminate = Config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate", true);
        if (CoordinatedShutdownRunByActorSystemTerminate && !CoordinatedShutdownTerminateActorSystem)
        {
            throw new ConfigurationException(
                "akka.coordinated-shutdown.run-by-actor-system-terminate=on and akka.coordinated-shutdown.terminate-actor-system=off "
                + "is not a supported configuration combination.");
        }

        LogFormatter = DefaultLogMessageFormatter.Instance;
        StdoutLogger = new StandardOutLogger();
    }

    internal ActorSystem System { get; }

    public ActorSystemSetup Setup { get; }

    public Config Config { get; private set; }

    internal string ProviderClass { get; }

    /// <summary>How long an ask without a time of its own waits; negative for ever.</summary>
    public TimeSpan AskTimeout { get; }

    internal string SupervisorStrategyClass { get; }

    public string LogLevel { get; }

    internal string StdoutLogLevel { get; }

    internal IList<string> Loggers { get; }

    internal string LoggersDispatcher { get; }

    internal TimeSpan LoggerStartTimeout { get; }

    internal bool LogConfigOnStart { get; }

    internal int LogDeadLetters { get; }

    internal bool LogDeadLettersDuringShutdown { get; }

    internal bool DebugEventStream { get; }

    internal bool DebugLifecycle { get; }

    internal bool DebugUnhandledMessage { get; }

    internal string SchedulerClass { get; }

    internal bool CoordinatedShutdownTerminateActorSystem { get; }

    internal bool CoordinatedShutdownRunByActorSystemTerminate { get; }

    internal ILogMessageFormatter LogFormatter { get; }

    internal MinimalLogger StdoutLogger { get; }

    /// <summary>Puts defaults below all others, for an extension that brings some.</summary>
    public void InjectTopLevelFallback(Config config) => Config = Config.SafeWithFallback(config);

    public override string ToString() => Config.ToString();

    private static void RefuseNetwork(string provider)
    {
        if (provider is "local" || provider.Contains("LocalActorRefProvider", StringComparison.Ordinal))
            return;
        var package = provider.Contains("cluster", StringComparison.OrdinalIgnoreCase) ? "Akka.Cluster" : "Akka.Remote";
        throw new ConfigurationException(
            $"akka.actor.provider is '{provider}', but this build runs on the local engine, which has neither remoting nor clustering. "
            + $"Install the {package} package and build with AkkaEngine=nuget, or set akka.actor.provider to local.");
    }
}

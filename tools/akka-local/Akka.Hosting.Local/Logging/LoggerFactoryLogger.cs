using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.DependencyInjection;
using Akka.Dispatch;
using Akka.Event;
using Microsoft.Extensions.Logging;
using AkkaLevel = Akka.Event.LogLevel;
using Level = Microsoft.Extensions.Logging.LogLevel;

namespace Akka.Hosting.Logging;

/// <summary>Names the factory that <see cref="LoggerFactoryLogger"/> logs to.</summary>
internal sealed class LoggerFactorySetup(ILoggerFactory loggerFactory) : Setup
{
    public ILoggerFactory LoggerFactory { get; } = loggerFactory;
}

/// <summary>
/// Hands the events of the actor system to Microsoft.Extensions.Logging, in the category Akka.Actor.ActorSystem. The event is the
/// state of the entry, so that a provider can read its source and time.
/// </summary>
internal sealed class LoggerFactoryLogger : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private readonly ILogger _target = FindFactory(Context.System).CreateLogger<ActorSystem>();

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent entry:
                Log(entry, Self.Path);
                return true;
            default:
                return false;
        }
    }

    private void Log(LogEvent log, ActorPath path) =>
        _target.Log(LevelOf(log.LogLevel()), default, log, log.Cause, static (entry, _) => entry.ToString());

    private static Level LevelOf(AkkaLevel level) => level switch
    {
        AkkaLevel.DebugLevel => Level.Debug,
        AkkaLevel.WarningLevel => Level.Warning,
        AkkaLevel.ErrorLevel => Level.Error,
        _ => Level.Information,
    };

    private static ILoggerFactory FindFactory(ActorSystem system)
    {
        var setup = system.Settings.Setup.Get<LoggerFactorySetup>();
        if (setup.HasValue)
            return setup.Value.LoggerFactory;
        return DependencyResolver.For(system).Resolver.GetService<ILoggerFactory>()
            ?? throw new ConfigurationException($"{nameof(LoggerFactoryLogger)} needs an {nameof(ILoggerFactory)}: in the services of the host, or given to AddLoggerFactory.");
    }
}

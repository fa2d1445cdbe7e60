#nullable disable
using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Event;

/// <summary>The loggers of a system and the level that they hear.</summary>
public class LoggingBus : ActorEventBus<object, Type>
{
    private static readonly LogLevel[] Levels = Enum.GetValues<LogLevel>();

    private readonly List<IActorRef> _loggers = [];
    private LogLevel _logLevel;

    public LogLevel LogLevel => _logLevel;

    public void SetLogLevel(LogLevel logLevel)
    {
        _logLevel = logLevel;
        foreach (var logger in _loggers)
        {
            foreach (var level in Levels)
            {
                if (level < logLevel)
                    Unsubscribe(logger, level.ClassFor());
                else
                    Subscribe(logger, level.ClassFor());
            }
        }
    }

    /// <summary>Until the configured loggers have started, and after they have stopped.</summary>
    internal void StartStdoutLogger(Settings config)
    {
        var level = Logging.LogLevelFor(config.StdoutLogLevel);
        _logLevel = level;
        SubscribeFrom(config.StdoutLogger, level);
    }

    private protected override void Publish(object @event, IActorRef subscriber) => subscriber.Tell(@event, ActorRefs.NoSender);

    private protected override bool Classify(object @event, Type classifier) => classifier.IsInstanceOfType(@event);

    private protected override Type GetClassifier(object @event) => @event.GetType();

    internal void StartLoggers(Actor.Internal.ActorSystemImpl system)
    {
        var settings = system.Settings;
        var level = Logging.LogLevelFor(settings.LogLevel);
        var started = new List<IActorRef>();
        var number = 0;
        var stays = false;
        foreach (var name in settings.Loggers)
        {
            var type = TypeLocator.Find(name) ?? throw new ConfigurationException($"'akka.loggers' names the type [{name}], which cannot be found.");
            if (type == typeof(StandardOutLogger))
            {
                stays = true;
                continue;
            }

            started.Add(StartLogger(system, type, $"log{++number}-{Logging.SimpleName(type)}"));
        }

        Unsubscribe(settings.StdoutLogger);
        if (stays)
            SubscribeFrom(settings.StdoutLogger, level);
        _loggers.AddRange(started);
        if (stays)
            _loggers.Add(settings.StdoutLogger);
        SetLogLevel(level);
    }

    /// <summary>Done when the loggers have written all they had heard; a stuck one is not waited for longer than for its start.</summary>
    internal async Task StopLoggers(Actor.Internal.ActorSystemImpl system)
    {
        var settings = system.Settings;
        var level = Logging.LogLevelFor(settings.StdoutLogLevel);
        if (!_loggers.Contains(settings.StdoutLogger))
            SubscribeFrom(settings.StdoutLogger, level);
        var stopping = new List<Task>();
        foreach (var logger in _loggers.Where(logger => logger is not MinimalActorRef))
        {
            Unsubscribe(logger);
            stopping.Add(logger.GracefulStop(settings.LoggerStartTimeout));
        }

        _loggers.Clear();
        await Task.WhenAll(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static IActorRef StartLogger(Actor.Internal.ActorSystemImpl system, Type type, string name)
    {
        var props = Props.Create(type).WithDispatcher(system.Settings.LoggersDispatcher);
        var logger = system.SystemActorOf(props, name);
        var timeout = system.Settings.LoggerStartTimeout;
        try
        {
            var answer = logger.Ask<object>(new InitializeLogger(system.EventStream), timeout);
            if (!answer.Wait(timeout + timeout) || answer.Result is not LoggerInitialized)
                throw new LoggerInitializationException($"Logger {name} of type {type} answered [{answer.Result}], not LoggerInitialized.");
            return logger;
        }
        catch (AggregateException error)
        {
            throw new LoggerInitializationException($"Logger {name} of type {type} did not start within {timeout.TotalSeconds} s.", error.InnerException);
        }
    }

    private void SubscribeFrom(IActorRef logger, LogLevel level)
    {
        foreach (var one in Levels.Where(one => one >= level))
            Subscribe(logger, one.ClassFor());
    }
}

using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Hosting;

/// <summary>What an actor system logs, and where to.</summary>
public sealed class LoggerConfigBuilder
{
    private readonly List<Type> _loggers = [typeof(DefaultLogger)];

    internal LoggerConfigBuilder(AkkaConfigurationBuilder builder) => Builder = builder;

    /// <summary>The least serious level that is still logged.</summary>
    public LogLevel LogLevel { get; set; } = LogLevel.InfoLevel;

    /// <summary>Whether the whole configuration is logged when the system starts.</summary>
    internal bool LogConfigOnStart { get; set; }

    internal AkkaConfigurationBuilder Builder { get; }

    public LoggerConfigBuilder ClearLoggers()
    {
        _loggers.Clear();
        return this;
    }

    /// <summary>Adds a logger actor; the same one is not added twice.</summary>
    public LoggerConfigBuilder AddLogger<T>()
        where T : IRequiresMessageQueue<ILoggerMessageQueueSemantics>
    {
        if (!_loggers.Contains(typeof(T)))
            _loggers.Add(typeof(T));
        return this;
    }

    internal Config ToConfig()
    {
        var level = LogLevel switch
        {
            LogLevel.DebugLevel => "DEBUG",
            LogLevel.InfoLevel => "INFO",
            LogLevel.WarningLevel => "WARNING",
            LogLevel.ErrorLevel => "ERROR",
            var other => throw new ConfigurationException($"{other} is not a log level."),
        };
        var loggers = string.Join(", ", _loggers.Select(logger => $"\"{logger.FullName}, {logger.Assembly.GetName().Name}\""));
        return ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = {{level}}
              loggers = [{{loggers}}]
              log-config-on-start = {{LogConfigOnStart.ToHocon()}}
            }
            """);
    }
}

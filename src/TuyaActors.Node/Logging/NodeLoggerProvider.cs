using Akka.Event;
using Serilog.Core;
using Serilog.Extensions.Logging;
using TuyaActors.Storage;

namespace TuyaActors.Node.Logging;

/// <summary>
/// Serilog's provider, but what comes from the actor system is logged as what was said: Akka puts level, time, thread and path before
/// it, and the line has its own.
/// </summary>
internal sealed class NodeLoggerProvider(Logger logger) : ILoggerProvider
{
    private readonly SerilogLoggerProvider _serilog = new(logger, dispose: false);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("Akka.", StringComparison.Ordinal) || categoryName.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal)
            ? new Plain(_serilog.CreateLogger(categoryName))
            : _serilog.CreateLogger(categoryName);

    /// <inheritdoc/>
    public void Dispose() => _serilog.Dispose();

    private sealed class Plain(ILogger inner) : ILogger
    {
        private static readonly string[] Inner = ["Akka.Cluster", "Akka.Remote", "Akka.DistributedData"];

        // What clustering and remoting say of their doings is for those who look into them; who comes and goes is said by the node itself.
        private static Microsoft.Extensions.Logging.LogLevel LevelOf(Microsoft.Extensions.Logging.LogLevel level, LogEvent said) =>
            level == Microsoft.Extensions.Logging.LogLevel.Information && said.LogClass?.Namespace is { } room && Inner.Any(inner => room.StartsWith(inner, StringComparison.Ordinal))
                ? Microsoft.Extensions.Logging.LogLevel.Debug
                : level;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(Microsoft.Extensions.Logging.LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is LogEvent said)
            {
                inner.Log(LevelOf(logLevel, said), eventId, said.Cause ?? exception, "{Message}", said.Message);
            }
            else if (exception is not StorageException && exception?.InnerException is not StorageException)
            {
                // A start that fails for its storage ends with one sentence on standard error; where in the code that was helps no operator.
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}

using Akka.Event;
using Serilog.Core;
using Serilog.Extensions.Logging;
using TuyaActors.Node.Clustering;
using TuyaActors.Storage;

namespace TuyaActors.Node.Logging;

/// <summary>
/// Serilog's provider, but what comes from the actor system is logged as what was said: Akka puts level, time, thread and path before
/// it, and the line has its own.
/// </summary>
internal sealed class NodeLoggerProvider(Logger logger) : ILoggerProvider
{
    private readonly SerilogLoggerProvider _serilog = new(logger, dispose: false);
    private readonly ClusterWords _words = new(TimeProvider.System);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("Akka.", StringComparison.Ordinal) || categoryName.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal)
            ? new Plain(_serilog.CreateLogger(categoryName), _words)
            : _serilog.CreateLogger(categoryName);

    /// <inheritdoc/>
    public void Dispose() => _serilog.Dispose();

    private sealed class Plain(ILogger inner, ClusterWords words) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(Microsoft.Extensions.Logging.LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is LogEvent said)
            {
                inner.Log(words.LevelOf(logLevel, said), eventId, said.Cause ?? exception, "{Message}", ClusterWords.MessageOf(said));
            }
            else if (exception is not StorageException && exception?.InnerException is not StorageException)
            {
                // A start that fails for its storage ends with one sentence on standard error; where in the code that was helps no operator.
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}

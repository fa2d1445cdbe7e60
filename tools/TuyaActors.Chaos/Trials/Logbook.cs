using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TuyaActors.Chaos.Trials;

/// <summary>Counts what an operator would have read, and keeps the errors.</summary>
public sealed class Logbook : ILoggerProvider
{
    private const int Kept = 200;

    private readonly ConcurrentQueue<string> _errors = new();
    private long _lines;

    /// <summary>How many lines there were at information and above.</summary>
    public long Lines => Interlocked.Read(ref _lines);

    /// <summary>The first errors, with their exceptions.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Page(this);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Page(Logbook book) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            Interlocked.Increment(ref book._lines);
            if (logLevel >= LogLevel.Error && book._errors.Count < Kept)
                book._errors.Enqueue($"{formatter(state, exception)}{(exception is null ? "" : "\n" + exception)}");
        }
    }
}

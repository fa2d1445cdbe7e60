using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TuyaActors.Cluster.Tests;

/// <summary>Keeps what was logged, for tests that read it.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Waits until a line has this in it.</summary>
    public async Task UntilAsync(string part, CancellationToken cancellationToken)
    {
        var logged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(string line)
        {
            if (line.Contains(part, StringComparison.Ordinal))
                logged.TrySetResult();
        }

        Logged += Look;
        foreach (var line in _lines)
            Look(line);
        await logged.Task.WaitAsync(cancellationToken);
        Logged -= Look;
    }

    private event Action<string>? Logged;

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    private sealed class Logger(LogLines owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = $"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : "\n" + exception)}";
            owner._lines.Enqueue(line);
            owner.Logged?.Invoke(line);
        }
    }
}

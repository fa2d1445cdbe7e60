using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using TuyaActors.Messages;

namespace TuyaActors.Hosting.Tests;

public sealed class LoggingSpecs
{
    private const string Category = "TuyaActors.Device.DeviceActor";
    private const string Waiting = "Device 'lamp' (lamp) has no address yet; waiting for its broadcast.";

    [Fact]
    public async Task Should_be_filtered_by_the_category_of_the_class_that_says_it()
    {
        var (all, without, debug) = (new Lines(), new Lines(), new Lines());
        await Run(logging => logging.AddProvider(all).AddFilter("TuyaActors.Device", LogLevel.Information), all.Until(IsWaiting));
        await Run(logging => logging.AddProvider(without).AddFilter("TuyaActors.Device", LogLevel.Warning), Task.CompletedTask);
        await Run(logging => logging.AddProvider(debug).AddFilter("TuyaActors.Device", LogLevel.Debug), debug.Until(line => line is (Category, LogLevel.Debug, _)));
        Assert.DoesNotContain(all.Said, line => line is (Category, LogLevel.Debug, _));
        Assert.DoesNotContain(without.Said, line => line.Category.StartsWith("TuyaActors.Device", StringComparison.Ordinal));
        Assert.DoesNotContain(debug.Said, line => line.Text.Contains("0123456789abcdef", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_be_read_by_Serilog_with_the_device_as_a_property()
    {
        var (sink, lines) = (new Sink(), new Lines());
        await using var logger = new LoggerConfiguration().MinimumLevel.Override("TuyaActors.Device", LogEventLevel.Debug).WriteTo.Sink(sink).CreateLogger();
        await Run(logging => logging.AddSerilog(logger).AddProvider(lines).SetMinimumLevel(LogLevel.Trace), lines.Until(IsWaiting));
        var line = sink.Events.First(e => e.Level == LogEventLevel.Information && $"{e.Properties["SourceContext"]}" == $"\"{Category}\"");
        Assert.Equal(Waiting, line.RenderMessage(CultureInfo.InvariantCulture));
        Assert.Equal("\"lamp\"", $"{line.Properties["DeviceId"]}");
        Assert.Contains("/user/tuya/device-lamp", $"{line.Properties["ActorPath"]}", StringComparison.Ordinal);
    }

    private static bool IsWaiting((string Category, LogLevel Level, string Text) line) => line is (Category, LogLevel.Information, Waiting);

    private static async Task Run(Action<ILoggingBuilder> configure, Task said)
    {
        var builder = Host.CreateApplicationBuilder();
        configure(builder.Logging.ClearProviders());
        builder.Services.AddTuyaFleet(options => HostUnderTest.Quiet(options, HostUnderTest.Device("lamp")));
        using var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<ITuyaFleet>().Device(new DeviceId("lamp")).ReconnectAsync();
        await said.WaitAsync(TimeSpan.FromSeconds(60));
        await host.StopAsync();
    }

    private sealed class Sink : ILogEventSink
    {
        public ConcurrentQueue<LogEvent> Events { get; } = [];

        public void Emit(LogEvent logEvent) => Events.Enqueue(logEvent);
    }

    private sealed class Lines : ILoggerProvider
    {
        private readonly TaskCompletionSource _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Func<(string Category, LogLevel Level, string Text), bool> _awaited = _ => false;

        public ConcurrentQueue<(string Category, LogLevel Level, string Text)> Said { get; } = [];

        /// <summary>Completes when such a line is said; to be called before any is.</summary>
        public Task Until(Func<(string Category, LogLevel Level, string Text), bool> awaited)
        {
            _awaited = awaited;
            return _said.Task;
        }

        private void Say((string Category, LogLevel Level, string Text) line)
        {
            Said.Enqueue(line);
            if (_awaited(line))
                _said.TrySetResult();
        }

        public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Logger(Lines lines, string category) : Microsoft.Extensions.Logging.ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Say((category, logLevel, formatter(state, exception)));
        }
    }
}

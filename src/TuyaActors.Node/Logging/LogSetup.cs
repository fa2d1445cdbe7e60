using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace TuyaActors.Node.Logging;

/// <summary>The program's log.</summary>
internal static class LogSetup
{
    /// <summary>How a line looks.</summary>
    public const string Template = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <summary>Log lines for a one-shot command, on standard error because standard output holds the answer: none unless asked for.</summary>
    public static Logger ForOneShot(bool verbose) => verbose
        ? Base(verbose).WriteTo.Console(outputTemplate: Template, formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose).CreateLogger()
        : new LoggerConfiguration().MinimumLevel.Fatal().CreateLogger();

    /// <summary>Log lines of a node on a terminal, coloured.</summary>
    public static Logger ForConsole(bool verbose) =>
        Base(verbose).WriteTo.Console(outputTemplate: Template, formatProvider: CultureInfo.InvariantCulture).CreateLogger();

    /// <summary>Log lines handed to <paramref name="write"/>, each without its line end.</summary>
    public static Logger ForLines(bool verbose, Action<LogEventLevel, string> write) =>
        Base(verbose).WriteTo.Sink(new LineSink(new MessageTemplateTextFormatter(Template, CultureInfo.InvariantCulture), write)).CreateLogger();

    /// <summary>Makes this the only place that log lines go to.</summary>
    public static void AddNodeLog(this ILoggingBuilder logging, Logger logger)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Trace);
        logging.AddProvider(new NodeLoggerProvider(logger));
    }

    private static LoggerConfiguration Base(bool verbose) => new LoggerConfiguration()
        .MinimumLevel.Is(verbose ? LogEventLevel.Debug : LogEventLevel.Information)
        // What the web server and the host say of themselves is said better by `serve`.
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("System", LogEventLevel.Warning)
        // Told to whoever asks, which a balancer does every second.
        .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal);

    private sealed class LineSink(ITextFormatter formatter, Action<LogEventLevel, string> write) : ILogEventSink
    {
        public void Emit(LogEvent logEvent)
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            formatter.Format(logEvent, text);
            write(logEvent.Level, text.ToString().TrimEnd());
        }
    }
}

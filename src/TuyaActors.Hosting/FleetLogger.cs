using System.Collections;
using Akka.Actor;
using Akka.DependencyInjection;
using Akka.Dispatch;
using Akka.Event;
using Microsoft.Extensions.Logging;
using AkkaLevel = Akka.Event.LogLevel;
using Level = Microsoft.Extensions.Logging.LogLevel;

namespace TuyaActors.Hosting;

/// <summary>
/// Hands what the actors log to the host as its own code would: in the category of the class that said it (<c>TuyaActors.Device.DeviceActor</c>),
/// so that it can be filtered there, as the plain sentence, and with the device's id and the actor's path beside it.
/// </summary>
internal sealed class FleetLogger : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private readonly ILoggerFactory _factory = DependencyResolver.For(Context.System).Resolver.GetService<ILoggerFactory>();
    private readonly Dictionary<Type, ILogger> _loggers = [];

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent entry:
                Log(entry);
                return true;
            default:
                return false;
        }
    }

    private void Log(LogEvent entry)
    {
        if (!_loggers.TryGetValue(entry.LogClass, out var logger))
            _loggers[entry.LogClass] = logger = _factory.CreateLogger(entry.LogClass.FullName!.Replace('+', '.'));
        var level = entry.LogLevel() switch
        {
            AkkaLevel.DebugLevel => Level.Debug,
            AkkaLevel.WarningLevel => Level.Warning,
            AkkaLevel.ErrorLevel => Level.Error,
            _ => Level.Information,
        };
        if (logger.IsEnabled(level))
            logger.Log(level, default, new Line(entry), entry.Cause, static (line, _) => line.Text);
    }

    /// <summary>A log line with its properties, as Microsoft.Extensions.Logging's providers and Serilog read them.</summary>
    internal sealed class Line : IReadOnlyList<KeyValuePair<string, object?>>
    {
        private const string DevicePrefix = "/device-";

        private readonly List<KeyValuePair<string, object?>> _properties;

        public Line(LogEvent entry)
        {
            Text = entry.Message?.ToString() ?? "";
            _properties = [new("Message", Text), new("ActorPath", entry.LogSource)];
            if (DeviceOf(entry.LogSource) is { } device)
                _properties.Add(new("DeviceId", device));
            // ":l" for Serilog, which would quote it.
            _properties.Add(new("{OriginalFormat}", "{Message:l}"));
        }

        public string Text { get; }

        public int Count => _properties.Count;

        public KeyValuePair<string, object?> this[int index] => _properties[index];

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _properties.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => Text;

        private static string? DeviceOf(string path)
        {
            var start = path.IndexOf(DevicePrefix, StringComparison.Ordinal);
            if (start < 0)
                return null;
            var name = path.AsSpan(start + DevicePrefix.Length);
            var end = name.IndexOfAny('/', '+', '#');
            return Uri.UnescapeDataString((end < 0 ? name : name[..end]).ToString());
        }
    }
}

using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>Makes filters for log events: to expect them, and to keep them out of the log.</summary>
public class EventFilterFactory
{
    private readonly TestKitBase _kit;
    private readonly ActorSystem _system;
    private readonly IReadOnlyList<LogPattern> _patterns;

    internal EventFilterFactory(TestKitBase testkit, ActorSystem system)
        : this(testkit, system, patterns: [])
    {
    }

    internal EventFilterFactory(TestKitBase kit, ActorSystem system, IReadOnlyList<LogPattern> patterns)
    {
        _kit = kit;
        _system = system;
        _patterns = patterns;
    }

    public IEventFilterApplier Debug(string message = null, string start = null, string contains = null, string source = null) =>
        ForLogLevel(LogLevel.DebugLevel, message, start, contains, source);

    public IEventFilterApplier Info(string message = null, string start = null, string contains = null, string source = null) =>
        ForLogLevel(LogLevel.InfoLevel, message, start, contains, source);

    public IEventFilterApplier Info(Regex pattern, string source = null) => ForLogLevel(LogLevel.InfoLevel, pattern, source);

    public IEventFilterApplier Warning(string message = null, string start = null, string contains = null, string source = null) =>
        ForLogLevel(LogLevel.WarningLevel, message, start, contains, source);

    public IEventFilterApplier Error(string message = null, string start = null, string contains = null, string source = null) =>
        ForLogLevel(LogLevel.ErrorLevel, message, start, contains, source);

    internal IEventFilterApplier ForLogLevel(LogLevel logLevel, string message = null, string start = null, string contains = null, string source = null) =>
        Applier(LogPattern.ForLevel(logLevel, TextPattern.Message(message, start, contains), TextPattern.Source(source)));

    internal IEventFilterApplier ForLogLevel(LogLevel logLevel, Regex pattern, string source = null) =>
        Applier(LogPattern.ForLevel(logLevel, TextPattern.Regex(pattern), TextPattern.Source(source)));

    /// <summary>Errors with such a cause. The text may be that of the event or of the exception.</summary>
    public IEventFilterApplier Exception<TException>(string message = null, string start = null, string contains = null, string source = null)
        where TException : Exception => Exception(typeof(TException), message, start, contains, source);

    internal IEventFilterApplier Exception(
        Type exceptionType,
        string message = null,
        string start = null,
        string contains = null,
        string source = null,
        bool checkInnerExceptions = false) =>
        Applier(LogPattern.ForException(exceptionType, TextPattern.Message(message, start, contains), TextPattern.Source(source), checkInnerExceptions));

    public IEventFilterApplier DeadLetter() => DeadLetter<object>();

    public IEventFilterApplier DeadLetter<TMessage>(string source = null) => DeadLetter(typeof(TMessage), source);

    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string source = null) =>
        DeadLetter(typeof(TMessage), message => isMatch((TMessage)message), source);

    internal IEventFilterApplier DeadLetter(Type type, string source = null) => DeadLetter(type, _ => true, source);

    internal IEventFilterApplier DeadLetter(Type type, Func<object, bool> isMatch, string source = null) =>
        Applier(LogPattern.ForDeadLetter(type, isMatch, TextPattern.Source(source)));

    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) => Custom<LogEvent>(predicate);

    internal IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate)
        where TLogEvent : LogEvent => Applier(new LogPattern("Custom", entry => entry is TLogEvent log && predicate(log)));

    private EventFilterApplier Applier(LogPattern pattern) => new(_kit, _system, [.. _patterns, pattern]);
}

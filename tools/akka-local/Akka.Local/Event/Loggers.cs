#nullable disable
using Akka.Actor;
using Akka.Dispatch;

namespace Akka.Event;

/// <summary>The first message of a logger; it answers with <see cref="LoggerInitialized"/>.</summary>
public class InitializeLogger : INoSerializationVerificationNeeded
{
    public InitializeLogger(LoggingBus loggingBus) => LoggingBus = loggingBus;

    public LoggingBus LoggingBus { get; }
}

public class LoggerInitialized : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>The queue of a logger.</summary>
public interface ILoggerMessageQueueSemantics : ISemantics;

/// <summary>Writes to standard output.</summary>
public class DefaultLogger : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent logEvent:
                Print(logEvent);
                return true;
            default:
                return false;
        }
    }

    protected virtual void Print(LogEvent logEvent) => StandardOut.Write(logEvent);
}

/// <summary>A logger that needs no actor.</summary>
internal abstract class MinimalLogger : MinimalActorRef
{
    public sealed override ActorPath Path { get; } = new RootActorPath(new Address("akka", "all-systems"), "/StandardOutLogger");

    public sealed override IActorRefProvider Provider => throw new NotSupportedException("This logger does not provide.");

    protected abstract void Log(object message);

    private protected sealed override void TellInternal(object message, IActorRef sender) => Log(message);
}

internal class StandardOutLogger : MinimalLogger
{
    public static ConsoleColor DebugColor { get; set; } = ConsoleColor.Gray;

    public static ConsoleColor InfoColor { get; set; } = ConsoleColor.White;

    public static ConsoleColor WarningColor { get; set; } = ConsoleColor.Yellow;

    public static ConsoleColor ErrorColor { get; set; } = ConsoleColor.Red;

    public static bool UseColors { get; set; }

    protected override void Log(object message)
    {
        if (message is LogEvent logEvent)
            StandardOut.Write(logEvent);
        else
            Console.WriteLine(message);
    }
}

internal static class StandardOut
{
    private static readonly Lock Gate = new();

    public static void Write(LogEvent logEvent)
    {
        var text = Text(logEvent);
        lock (Gate)
        {
            if (!StandardOutLogger.UseColors)
            {
                Console.WriteLine(text);
                return;
            }

            Console.ForegroundColor = logEvent.LogLevel() switch
            {
                LogLevel.DebugLevel => StandardOutLogger.DebugColor,
                LogLevel.InfoLevel => StandardOutLogger.InfoColor,
                LogLevel.WarningLevel => StandardOutLogger.WarningColor,
                _ => StandardOutLogger.ErrorColor,
            };
            Console.WriteLine(text);
            Console.ResetColor();
        }
    }

    /// <summary>A template that does not fit its arguments must not take the logger down.</summary>
    private static string Text(LogEvent logEvent)
    {
        try
        {
            return logEvent.ToString();
        }
        catch (FormatException error) when (logEvent.Message is LogMessage message)
        {
            return $"[{logEvent.LogLevel()}][{logEvent.LogSource}] {message.Unformatted()} ({error.Message})";
        }
    }
}

/// <summary>Writes the first dead letters to the log, as <c>akka.log-dead-letters</c> says.</summary>
internal class DeadLetterListener : ActorBase
{
    private readonly EventStream _eventStream = Context.System.EventStream;
    private readonly int _limit = Context.System.Settings.LogDeadLetters;
    private int _count;

    protected override void PreStart()
    {
        _eventStream.Subscribe(Self, typeof(DeadLetter));
        _eventStream.Subscribe(Self, typeof(UnhandledMessage));
    }

    protected override void PreRestart(Exception reason, object message)
    {
    }

    protected override void PostRestart(Exception reason)
    {
    }

    protected override void PostStop() => _eventStream.Unsubscribe(Self);

    protected override bool Receive(object message)
    {
        if (message is not AllDeadLetters letter)
            return false;
        _count++;
        if (letter.Message is IDeadLetterSuppression || _count > _limit)
            return true;
        var what = letter.Message.GetType().Name;
        var from = letter.Sender is null ? "" : $" from {letter.Sender}";
        var fate = letter switch
        {
            UnhandledMessage => "was unhandled",
            _ => "was not delivered",
        };
        var more = _count == _limit ? " No more will be logged." : "";
        _eventStream.Publish(new Info(
            letter.Recipient?.Path.ToString(),
            letter.Recipient?.GetType() ?? typeof(DeadLetterListener),
            $"Message [{what}]{from} to {letter.Recipient} {fate}. [{_count}] dead letters encountered.{more} "
            + "This can be turned off or adjusted with 'akka.log-dead-letters' and 'akka.log-dead-letters-during-shutdown'."));
        return true;
    }
}

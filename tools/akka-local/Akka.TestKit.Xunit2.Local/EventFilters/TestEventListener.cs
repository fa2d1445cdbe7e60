using Akka.Event;

namespace Akka.TestKit;

/// <summary>The logger of a system under test: prints what no filter takes.</summary>
public class TestEventListener : DefaultLogger
{
    private readonly List<LogFilter> _filters = [];

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger initialize:
                foreach (var type in new[] { typeof(LogFilter.Begin), typeof(LogFilter.End), typeof(DeadLetter) })
                    initialize.LoggingBus.Subscribe(Self, type);
                return base.Receive(message);
            case LogFilter.Begin begin:
                _filters.Add(begin.Filter);
                return true;
            case LogFilter.End end:
                _filters.Remove(end.Filter);
                return true;
            case LogEvent entry:
                if (!IsTaken(entry))
                    Print(entry);
                return true;
            case DeadLetter letter:
                if (!IsTaken(letter))
                    Print(new Warning(letter.Recipient?.Path.ToString(), GetType(), $"Dead letter from {letter.Sender}: {letter.Message}"));
                return true;
            default:
                return false;
        }
    }

    // Every filter counts, not only the first one that matches.
    private bool IsTaken(object entry) => _filters.Aggregate(false, (taken, filter) => filter.Takes(entry) || taken);
}

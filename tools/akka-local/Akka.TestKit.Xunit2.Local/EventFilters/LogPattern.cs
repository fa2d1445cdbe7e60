using System.Text.RegularExpressions;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>Which log events a filter is about, and how it says so when it fails.</summary>
internal sealed class LogPattern(string description, Func<object, bool> matches)
{
    /// <summary>For a <see cref="LogEvent"/> or a <see cref="DeadLetter"/>.</summary>
    public bool Matches(object entry) => matches(entry);

    public override string ToString() => description;

    public static LogPattern ForLevel(LogLevel level, TextPattern message, TextPattern source)
    {
        var name = level.ToString().Replace("Level", "", StringComparison.Ordinal);
        return new(
            Describe(name, message, source),
            entry => entry is LogEvent log && log.LogLevel() == level && source.Matches(log.LogSource) && message.Matches(log.Message?.ToString()));
    }

    public static LogPattern ForException(Type type, TextPattern message, TextPattern source, bool checkInner)
    {
        bool CauseMatches(LogEvent log, Exception cause) => cause is not null
            && ((type.IsInstanceOfType(cause) && (message.Matches(log.Message?.ToString()) || message.Matches(cause.Message)))
                || (checkInner && CauseMatches(log, cause.InnerException)));

        return new(
            Describe($"Error caused by {type.Name}", message, source),
            entry => entry is Error log && source.Matches(log.LogSource) && CauseMatches(log, log.Cause));
    }

    public static LogPattern ForDeadLetter(Type type, Func<object, bool> isMatch, TextPattern source) => new(
        Describe($"Dead letter of type {type.Name}", TextPattern.Any, source),
        entry => entry is DeadLetter letter
            && type.IsInstanceOfType(letter.Message)
            && isMatch(letter.Message)
            && source.Matches(letter.Sender?.Path.ToString()));

    private static string Describe(string what, TextPattern message, TextPattern source) =>
        what + message.Describe(" when Message ") + source.Describe(" and Source ");
}

/// <summary>What a text must be like.</summary>
internal sealed class TextPattern(string condition, Func<string, bool> matches)
{
    public static readonly TextPattern Any = new("", _ => true);

    public bool Matches(string text) => matches(text ?? "");

    public string Describe(string before) => condition.Length == 0 ? "" : before + condition;

    public static TextPattern Regex(Regex regex) => new($"matches regex \"{regex}\"", regex.IsMatch);

    public static TextPattern Message(string equals, string start, string contains) => (equals, start, contains) switch
    {
        (not null, _, _) => new($"== \"{equals}\"", text => text == equals),
        (_, not null, _) => new($"starts with \"{start}\"", text => text.StartsWith(start, StringComparison.Ordinal)),
        (_, _, not null) => new($"contains \"{contains}\"", text => text.Contains(contains, StringComparison.Ordinal)),
        _ => Any,
    };

    /// <summary>A path, with or without the address in front of it.</summary>
    public static TextPattern Source(string source) => source is null
        ? Any
        : new($"== \"{source}\"", text => text == source || WithoutAddress(text) == source);

    private static string WithoutAddress(string path)
    {
        var scheme = path.IndexOf("://", StringComparison.Ordinal);
        var slash = scheme < 0 ? -1 : path.IndexOf('/', scheme + 3);
        return slash < 0 ? path : path[slash..];
    }
}

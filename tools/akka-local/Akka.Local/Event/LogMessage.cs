#nullable disable
namespace Akka.Event;

public interface ILogMessageFormatter
{
    string Format(string format, params object[] args);
}

/// <summary>Formats as <see cref="string.Format(string, object[])"/> does.</summary>
internal class DefaultLogMessageFormatter : ILogMessageFormatter
{
    public static readonly DefaultLogMessageFormatter Instance = new();

    private DefaultLogMessageFormatter()
    {
    }

    public string Format(string format, params object[] args) => args is null || args.Length == 0
        ? format
        : string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args);

    public string Format(string format, IEnumerable<object> args) => Format(format, args.ToArray());
}

/// <summary>A log message that becomes text only when a logger writes it.</summary>
public abstract class LogMessage
{
    private protected readonly ILogMessageFormatter Formatter;

    internal LogMessage(ILogMessageFormatter formatter, string format)
    {
        Formatter = formatter;
        Format = format;
    }

    public string Format { get; private set; }

    /// <summary>The template and its values, for when they do not fit each other.</summary>
    internal abstract string Unformatted();

    public abstract IEnumerable<object> Parameters();
}

internal sealed class ArgumentsLogMessage : LogMessage
{
    private readonly object[] _args;

    public ArgumentsLogMessage(ILogMessageFormatter formatter, string format, object[] args)
        : base(formatter, format) => _args = args;

    internal override string Unformatted() => $"Format: {Format}, Args: {string.Join(", ", _args)}";

    public override IEnumerable<object> Parameters() => _args;

    public override string ToString() => Formatter.Format(Format, _args);
}

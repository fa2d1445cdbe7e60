using Microsoft.Win32.SafeHandles;
using Spectre.Console;
using TuyaActors.Files;
using TuyaActors.Node.Http;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Cli;

/// <summary>All that a command sees of the world, so that tests can give it another.</summary>
internal sealed record CommandEnvironment
{
    /// <summary>Where results go.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Where diagnoses, hints and errors go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Where words come from.</summary>
    public TextReader In { get; init; } = TextReader.Null;

    /// <summary>Whether <see cref="Out"/> is a terminal that a person looks at.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether <see cref="Error"/> is one.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Makes what draws on a terminal.</summary>
    public Func<TextWriter, IAnsiConsole> Screen { get; init; } = writer => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });

    /// <summary>Asks a person for something that is not shown while it is typed; null: there is nobody to ask.</summary>
    public Func<string, CancellationToken, Task<string>>? AskSecret { get; init; }

    /// <summary>The node to ask where none is named; null: none.</summary>
    public Uri? UsualNode { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>The names of all environment variables.</summary>
    public Func<IEnumerable<string>> VariableNames { get; init; } = () => [];

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How many files the process may have open; null: as many as it likes.</summary>
    public long? FileLimit { get; init; }

    /// <summary>Starts the fleet that one-shot commands work on.</summary>
    public Func<FleetSetup, CancellationToken, Task<IRunningFleet>> StartFleet { get; init; } = HostedFleet.StartAsync;

    /// <summary>The real world.</summary>
    public static CommandEnvironment OfProcess() => new()
    {
        Out = StandardOutput(),
        Error = Console.Error,
        In = Console.In,
        IsTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
        AskSecret = Console.IsInputRedirected || Console.IsErrorRedirected ? null : AskSecretAsync,
        UsualNode = new Uri(ListenAddress.Default.Url),
        FileLimit = OpenFileLimit.OfThisProcess,
        Variable = Environment.GetEnvironmentVariable,
        VariableNames = () => Environment.GetEnvironmentVariables().Keys.Cast<string>(),
    };

    /// <summary>Writes one line of results; false when whoever read them has gone, as <c>head</c> does.</summary>
    public bool TryWriteLine(string line)
    {
        try
        {
            Out.WriteLine(line);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // On standard error: the answer may go to another program.
    private static async Task<string> AskSecretAsync(string question, CancellationToken cancellationToken)
    {
        try
        {
            return await new TextPrompt<string>($"{Markup.Escape(question)}:").Secret(mask: null).AllowEmpty()
                .ShowAsync(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The shell's prompt is to begin a line of its own.
            Console.Error.WriteLine();
            throw;
        }
    }

    private static TextWriter StandardOutput()
    {
        if (!Console.IsOutputRedirected || OperatingSystem.IsWindows())
        {
            return Console.Out;
        }

        // Console swallows "broken pipe", and a stream of events into a pipe that nobody reads would go on for ever.
        var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // A file's write position is shared with other programs only through Console.
        return pipe.CanSeek ? Console.Out : new StreamWriter(pipe) { AutoFlush = true };
    }
}

using Spectre.Console;
using TuyaActors.Hosting;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Tests.Probes;

/// <summary>Runs command lines as a shell would, and keeps what they wrote.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tuyactors-tests-");

    public Terminal(ITuyaFleet? fleet = null)
    {
        Environment = new CommandEnvironment
        {
            Out = TextWriter.Synchronized(_out),
            Error = TextWriter.Synchronized(_error),
            Variable = name => Variables.GetValueOrDefault(name),
            VariableNames = () => Variables.Keys,
        };
        if (fleet is not null)
        {
            Environment = Environment with
            {
                StartFleet = (setup, _) =>
                {
                    Setup = setup;
                    return Task.FromResult<IRunningFleet>(new Running(fleet, () => WasEnded = true));
                },
            };
        }
    }

    public CommandEnvironment Environment { get; set; }

    /// <summary>Lets a person look, at a terminal that is so wide, and shows colours only where that is said.</summary>
    public Terminal AsPerson(int width = 120, bool colours = false)
    {
        Environment = Environment with
        {
            IsTerminal = true,
            IsErrorTerminal = true,
            Screen = writer =>
            {
                var screen = AnsiConsole.Create(new AnsiConsoleSettings
                {
                    Ansi = colours ? AnsiSupport.Yes : AnsiSupport.No,
                    ColorSystem = colours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
                    Interactive = colours ? InteractionSupport.Yes : InteractionSupport.No,
                    Out = new AnsiConsoleOutput(writer),
                });
                screen.Profile.Width = width;
                return screen;
            },
        };
        return this;
    }

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>What the last command's fleet was started with; null: it never was.</summary>
    public FleetSetup? Setup { get; private set; }

    public bool WasEnded { get; private set; }

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string[] OutLines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public Task<int> RunAsync(params string[] args) => CommandRunner.RunAsync(args, Environment, CancellationToken.None);

    public Task<int> RunUntilAsync(CancellationToken end, params string[] args) => CommandRunner.RunAsync(args, Environment, end);

    /// <summary>A file with this text in a folder of the test's own.</summary>
    public string File(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Forgets what was written so far.</summary>
    public void Clear()
    {
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _out.Dispose();
        _error.Dispose();
    }

    private sealed class Running(ITuyaFleet fleet, Action ended) : IRunningFleet
    {
        public ITuyaFleet Fleet => fleet;

        public ValueTask DisposeAsync()
        {
            ended();
            return ValueTask.CompletedTask;
        }
    }
}

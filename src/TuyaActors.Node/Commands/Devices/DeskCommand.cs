using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Cli.Completion;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Commands.Devices;

/// <summary>What the commands about definitions have in common: where these are, and how a refusal is told.</summary>
internal sealed class DeskCommand : NodeCommand
{
    private readonly CommandEnvironment _environment;
    private readonly DeskOptions _desk;

    public DeskCommand(CommandEnvironment environment, string name, string description, params string[] examples)
        : base(name, description, examples)
    {
        _environment = environment;
        _desk = new DeskOptions();
        Words = new NodeWords(environment, _desk.Node);
    }

    /// <summary>What a node knows for whoever presses the Tab key.</summary>
    public NodeWords Words { get; }

    /// <summary>Adds the argument that names one device.</summary>
    public Argument<string> WithDevice() => With(new Argument<string>("device") { Description = "The device's id or name", HelpName = "DEVICE", CompletionSources = { Words.Devices } });

    /// <summary>Adds the argument that names devices.</summary>
    public Argument<string[]> WithDevices() =>
        With(new Argument<string[]>("devices") { Description = "The devices' ids or names", HelpName = "DEVICE", Arity = ArgumentArity.OneOrMore, CompletionSources = { Words.Devices } });

    /// <summary>Adds the option that names a revision.</summary>
    public Option<int?> WithRevision() =>
        With(Cli.Options.Integer("--revision", "Only if the definition still has this revision, as 'show' tells it", 1, int.MaxValue));

    /// <summary>The option that names a LAN segment.</summary>
    public static Option<string?> Segment() => Cli.Options.Text("--segment", "The LAN segment of what is new, at a node that is one of several (default: the node's own)", "NAME");

    /// <summary>Runs the command at the desk that the command line means, once <paramref name="prepare"/> has found the command line good.</summary>
    /// <param name="absent">What to do where there is no database.</param>
    /// <param name="prepare">Reads the command line.</param>
    public void SetDeskAction(Func<ParseResult, DatabaseAbsent> absent, Func<ParseResult, Func<IDefinitionDesk, CancellationToken, Task<int>>> prepare)
    {
        _desk.AddTo(this);
        SetAction(async (parsed, end) =>
        {
            var run = prepare(parsed);
            await using var desk = await _desk.OpenAsync(parsed, _environment, absent(parsed), end);
            return await run(desk, end);
        });
    }

    /// <summary>Does something to each of the devices, until one refuses.</summary>
    public async Task<int> ForEachAsync(
        IDefinitionDesk desk, IReadOnlyList<string> wanted, Func<DefinitionJson, Task<(string? Said, ProblemJson? Problem)>> act, CancellationToken end)
    {
        if (!(await DeviceFinder.FindAsync(desk, wanted, end)).IsOk(out var devices, out var missing))
        {
            return Tell(missing);
        }

        foreach (var device in devices)
        {
            var (said, problem) = await act(device);
            if (problem is not null)
            {
                return Tell(problem);
            }

            _environment.TryWriteLine(OneLine.Of(said!));
        }

        return ExitCode.Ok;
    }

    /// <summary>Tells a refusal.</summary>
    public int Tell(ProblemJson problem) => ProblemReport.Write(_environment, problem);

    /// <summary>Writes what one definition is now.</summary>
    public static string Line(string done, DefinitionJson now) => OneLine.Of($"'{now.Name}' ({now.Id}) {done}, revision {now.Revision}");
}

using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Cli;

public sealed class HelpSpecs
{
    public static TheoryData<string> Commands { get; } = [.. All(Root()).Select(Path)];

    [Fact]
    public void Should_have_every_command_of_the_manual()
    {
        string[] promised =
            ["serve", "status", "get", "set", "monitor", "watch", "scan", "devices", "device", "health", "cluster", "db", "keys", "config", "simulate", "wire", "completion"];
        Assert.Empty(promised.Except(Root().Subcommands.Select(c => c.Name)));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Should_describe_everything_and_show_an_example_when_asked_for_help(string path)
    {
        using var terminal = new Terminal();
        Assert.Equal(ExitCode.Ok, await terminal.RunAsync([.. path.Split(' '), "--help"]));
        Assert.Contains("Example", terminal.Out, StringComparison.Ordinal);
        var command = Find(path);
        Assert.All(Assert.IsType<NodeCommand>(command, exactMatch: false).Examples, example => Assert.Contains($"  tuyactors {example}", terminal.Out, StringComparison.Ordinal));
        Assert.All(command.Options.Cast<Symbol>().Concat(command.Arguments), s => Assert.False(string.IsNullOrWhiteSpace(s.Description), $"{path} {s.Name} has no description"));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Should_show_examples_that_parse(string path)
    {
        var command = Assert.IsType<NodeCommand>(Find(path), exactMatch: false);
        Assert.NotEmpty(command.Examples);
        Assert.All(command.Examples, example =>
        {
            var parsed = Root().Parse(Split(example));
            Assert.Empty(parsed.Errors);
            Assert.StartsWith(path, Path(parsed.CommandResult.Command), StringComparison.Ordinal);
        });
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(c => All(c).Prepend(c));

    private static string Path(Command command) =>
        command.Parents.OfType<Command>().SingleOrDefault() is { } parent and not RootCommand ? $"{Path(parent)} {command.Name}" : command.Name;

    private static Command Find(string path) => All(Root()).Single(c => Path(c) == path);

    private static RootCommand Root() => TuyactorsCommand.Create(new CommandEnvironment { Out = TextWriter.Null, Error = TextWriter.Null });

    // As a shell does: single quotes, and what is redirected is not the command's.
    private static string[] Split(string line) =>
        [.. line.Split(" <")[0].Split(" >")[0].Split('\'').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}

using System.CommandLine;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Cli.Completion;

/// <summary><c>tuyactors completion</c>: lets a shell complete commands, options, their words, and what the running node's devices are called.</summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    /// <summary>Makes the command and the one below it.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new NodeCommand(
            "completion",
            "Print a script that lets your shell complete command lines of tuyactors with the Tab key, device names of the running node among them.",
            "completion bash > ~/.local/share/bash-completion/completions/tuyactors",
            "completion zsh > ~/.zfunc/_tuyactors",
            "completion fish > ~/.config/fish/completions/tuyactors.fish",
            "completion pwsh >> $PROFILE");
        var shell = command.With(new Argument<string?>("SHELL")
        {
            Description = $"{string.Join(", ", Shells)}",
            HelpName = "SHELL",
            Arity = ArgumentArity.ZeroOrOne,
        });
        shell.CompletionSources.Add(Shells);
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(shell);
            environment.TryWriteLine(Script(Shells.Contains(wanted) ? wanted! : throw new UsageException($"{(wanted is null ? "which shell?" : $"'{OneLine.Of(wanted)}' is no shell that there is a script for;")} allowed: {string.Join(", ", Shells)}.")));
            return ExitCode.Ok;
        });
        command.Subcommands.Add(Words(environment));
        return command;
    }

    // What the scripts ask; nobody types it.
    private static NodeCommand Words(CommandEnvironment environment)
    {
        var command = new NodeCommand("words", "What may stand in the place of the last word; the scripts ask it.", "completion words -- devices ''") { Hidden = true };
        var words = command.With(new Argument<string[]>("WORD") { Description = "The words up to the cursor, without the program's name", HelpName = "WORD", Arity = ArgumentArity.ZeroOrMore });
        command.SetAction(parsed =>
        {
            foreach (var item in Completer.Complete(TuyactorsCommand.Create(environment), parsed.GetValue(words) ?? []))
            {
                // A line with a tab in it would be taken for two parts, so none of both has one.
                if (!environment.TryWriteLine($"{OneLine.Of(item.Label)}\t{Short(item.Detail ?? "")}"))
                {
                    break;
                }
            }

            return ExitCode.Ok;
        });
        return command;
    }

    // Its first clause, so that a list of them can be read.
    private static string Short(string detail)
    {
        const int Widest = 60;
        var end = detail.AsSpan().IndexOfAny(".:;(");
        return OneLine.Cut(OneLine.Of(end > 0 ? detail[..end] : detail).TrimEnd(), Widest);
    }

    private static string Script(string shell)
    {
        using var stream = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion/{shell}")
            ?? throw new InvalidOperationException($"The program was built without the script for {shell}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().TrimEnd();
    }
}

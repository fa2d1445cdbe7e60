using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using TuyaActors.Node.Running;
using TuyaActors.Storage;

namespace TuyaActors.Node.Cli;

/// <summary>Runs one command line: every mistake in it ends with one sentence and <see cref="ExitCode.BadUsage"/>.</summary>
internal static class CommandRunner
{
    /// <summary>How command lines are read.</summary>
    public static readonly ParserConfiguration Parsing = new()
    {
        // A local key may begin with '@' or with '-' and any letters.
        ResponseFileTokenReplacer = null,
        EnablePosixBundling = false,
    };

    /// <summary>Runs the command line until it is done or <paramref name="end"/> asks it to stop.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CommandEnvironment environment, CancellationToken end)
    {
        var parsed = TuyactorsCommand.Create(environment).Parse(args, Parsing);
        if (parsed.Action is ParseErrorAction || (parsed.Action is null && parsed.Errors.Count > 0))
        {
            return Refuse(environment, parsed, Sentence(parsed));
        }

        var invocation = new InvocationConfiguration
        {
            Output = environment.Out,
            Error = environment.Error,
            EnableDefaultExceptionHandler = false,
            // Signals are EndSignals' business.
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, end);
        }
        catch (UsageException refused)
        {
            return Refuse(environment, parsed, refused.Message);
        }
        catch (NodeUnreachableException unreachable)
        {
            environment.Error.WriteLine($"{NameOf(parsed)}: {unreachable.Message}");
            return ExitCode.Failed;
        }
        catch (StorageException unusable)
        {
            environment.Error.WriteLine($"{NameOf(parsed)}: {unusable.Message}");
            return ExitCode.BadStorage;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return ExitCode.Failed;
        }
        catch (Exception unforeseen)
        {
            // Nothing in the product throws a key; the stack is what whoever mends it needs.
            environment.Error.WriteLine($"tuyactors: this should not have happened: {unforeseen}");
            return ExitCode.Failed;
        }
    }

    private static string Sentence(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        List<Command> below = [.. command.Subcommands.Where(c => !c.Hidden)];
        if (parsed.UnmatchedTokens is [var strange, ..])
        {
            return below.Count > 0
                ? $"'{strange}' is no command; allowed: {string.Join(", ", below.Select(c => c.Name))}."
                : $"'{strange}' is not known here; {(command.Options.Count > 0 ? $"allowed: {string.Join(", ", command.Options.Select(o => o.Name))}" : "nothing more is allowed")}.";
        }

        // Of several findings the first is the cause; the others mostly follow from it.
        return below.Count > 0 ? $"a command is missing: {string.Join(", ", below.Select(c => c.Name))}." : parsed.Errors[0].Message;
    }

    private static int Refuse(CommandEnvironment environment, ParseResult parsed, string sentence)
    {
        var name = NameOf(parsed);
        environment.Error.WriteLine($"{name}: {sentence}");
        environment.Error.WriteLine($"'{name} --help' shows what is allowed.");
        return ExitCode.BadUsage;
    }

    private static string NameOf(ParseResult parsed)
    {
        var path = new List<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Command: not RootCommand } command; result = result.Parent)
        {
            path.Insert(0, command.Command.Name);
        }

        return string.Join(' ', path.Prepend("tuyactors"));
    }
}

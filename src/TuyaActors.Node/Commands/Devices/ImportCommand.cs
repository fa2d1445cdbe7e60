using System.CommandLine;
using System.Text;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;
using TuyaActors.Node.Running;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Commands.Devices;

/// <summary><c>tuyactors devices import</c>: takes in what a devices file says.</summary>
internal static class ImportCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new DeskCommand(
            environment,
            "import",
            "Take in tinytuya's devices.json or snapshot.json. What the file does not say stays as it is, and nothing is taken out; the same file twice changes nothing.",
            "devices import devices.json --dry-run",
            "devices import snapshot.json --strict");
        var path = command.With(new Argument<string>("file") { Description = "The file; - for standard input", HelpName = "FILE" });
        var dryRun = command.With(Options.Switch("--dry-run", "Only show what would change"));
        var strict = command.With(Options.Switch("--strict", "Refuse a file with any problem, instead of taking what is good"));
        var segment = command.With(DeskCommand.Segment());
        var json = command.With(Options.Switch("--json", "What changed as JSON"));
        command.SetDeskAction(parsed => parsed.GetValue(dryRun) ? DatabaseAbsent.Pretend : DatabaseAbsent.Make, parsed =>
        {
            var file = parsed.GetRequiredValue(path);
            var (bytes, name) = file == "-" ? (Encoding.UTF8.GetBytes(environment.In.ReadToEnd()), "standard input") : (TextFile.ReadBytes("FILE", file), Path.GetFileName(file));
            return async (desk, end) =>
            {
                var wish = new ImportWish(name, parsed.GetValue(dryRun), parsed.GetValue(strict), parsed.GetValue(segment));
                return (await WorkBar.RunAsync(environment, isQuiet: parsed.GetValue(json), $"importing {name}", null, () => desk.ImportAsync(bytes, wish, end))).IsOk(out var done, out var problem)
                    ? Tell(environment, done, parsed.GetValue(json))
                    : command.Tell(problem);
            };
        });
        return command;
    }

    private static int Tell(CommandEnvironment environment, ImportJson done, bool json)
    {
        foreach (var problem in done.Problems.Concat(done.Refused))
        {
            environment.Error.WriteLine(problem);
        }

        if (json)
        {
            environment.TryWriteLine(JsonText.Of(done, environment.IsTerminal));
        }
        else
        {
            foreach (var change in done.Changes)
            {
                environment.TryWriteLine(OneLine.Of(change.IsNew ? $"+ {change.Name} ({change.Id})" : $"~ {change.Name} ({change.Id}): {string.Join(", ", change.Fields)}"));
            }

            environment.TryWriteLine(done.Summary());
        }

        return done.Problems.Count + done.Refused.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}

using System.CommandLine;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;

namespace TuyaActors.Node.Commands.Devices;

/// <summary><c>tuyactors devices update</c>: changes what is said of one device.</summary>
internal static class UpdateCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new DeskCommand(
            environment,
            "update",
            $"Change what is said of one device; what is not named stays. {KeyOptions.Variable} counts only where nothing else is to change.",
            "devices update 'Hall lamp' --name 'Attic lamp' --group Upstairs",
            "devices update bf0123456789abcdefgh --key-file key.txt --revision 3",
            "devices update 'Hall lamp' --ip auto --version auto");
        var device = command.WithDevice();
        var fields = new DefinitionOptions().AddTo(command);
        var revision = command.WithRevision();
        command.SetDeskAction(_ => DatabaseAbsent.Refuse, parsed =>
        {
            var body = fields.Change(parsed, environment);
            return async (desk, end) =>
            {
                if (!(await DeviceFinder.FindAsync(desk, parsed.GetRequiredValue(device), end)).IsOk(out var found, out var missing))
                {
                    return command.Tell(missing);
                }

                if (!(await desk.PatchAsync(new DeviceId(found.Id), body, parsed.GetValue(revision), end)).IsOk(out var now, out var problem))
                {
                    return command.Tell(problem);
                }

                environment.TryWriteLine(DeskCommand.Line(now.Revision == found.Revision ? "was so already" : "is changed", now));
                return ExitCode.Ok;
            };
        });
        return command;
    }
}

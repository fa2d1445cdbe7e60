using System.CommandLine;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;

namespace TuyaActors.Node.Commands.Devices;

/// <summary><c>tuyactors devices add</c>: takes in one device.</summary>
internal static class AddCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new DeskCommand(
            environment,
            "add",
            "Take in one device.",
            "devices add bf0123456789abcdefgh --name 'Hall lamp' --key-file key.txt",
            "devices add bf0123456789abcdefgh --key-file key.txt --ip 192.168.1.20 --version 3.4 --tag attic",
            "devices add bf00000000000000aaaa --gateway bf0123456789abcdefgh --cid a4c1380123456789");
        var id = command.With(new Argument<string>("id") { Description = "The device's id", HelpName = "ID" });
        var fields = new DefinitionOptions().AddTo(command);
        var tags = command.With(Options.Words("--tag", "A word to find it by; again for another", "WORD"));
        var segment = command.With(DeskCommand.Segment());
        command.SetDeskAction(_ => DatabaseAbsent.Make, parsed =>
        {
            var device = DeviceId.TryParse(parsed.GetRequiredValue(id), out var read, out var why) ? read : throw new UsageException($"ID: {why}.");
            var body = fields.NewDevice(parsed, environment, device, parsed.GetValue(tags) ?? []);
            return async (desk, end) =>
            {
                if (!(await desk.AddAsync(body, parsed.GetValue(segment), end)).IsOk(out var added, out var problem))
                {
                    return command.Tell(problem);
                }

                environment.TryWriteLine(DeskCommand.Line("is added", added));
                return ExitCode.Ok;
            };
        });
        return command;
    }
}

using System.CommandLine;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;

namespace TuyaActors.Node.Commands.Devices;

/// <summary><c>tuyactors devices remove</c>: takes devices out.</summary>
internal static class RemoveCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new DeskCommand(
            environment,
            "remove",
            "Take devices out of the fleet; what is known of them is forgotten, their keys too.",
            "devices remove 'Hall lamp'",
            "devices remove bf0123456789abcdefgh --revision 3");
        var devices = command.WithDevices();
        var revision = command.WithRevision();
        command.SetDeskAction(_ => DatabaseAbsent.Refuse, parsed =>
        {
            var wanted = RevisionOfOne.Check(parsed.GetRequiredValue(devices), parsed.GetValue(revision));
            return (desk, end) => command.ForEachAsync(
                desk,
                wanted,
                async device => (await desk.RemoveAsync(new DeviceId(device.Id), parsed.GetValue(revision), end)).IsOk(out var done, out var problem)
                    ? (done.Done, null)
                    : (null, problem),
                end);
        });
        return command;
    }
}

using System.CommandLine;
using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Commands.Devices;

/// <summary><c>tuyactors devices</c>: what devices the fleet has.</summary>
internal static class DevicesCommand
{
    /// <summary>Makes the command and those below it.</summary>
    public static Command Create(CommandEnvironment environment) => new NodeCommand(
        "devices",
        "Say what devices there are: at the node that has the database open, or in the database itself while none has.",
        "devices import devices.json --dry-run",
        "devices list",
        "devices update 'Hall lamp' --ip 192.168.1.20")
    {
        ListCommand.Create(environment),
        ShowCommand.Create(environment),
        AddCommand.Create(environment),
        UpdateCommand.Create(environment),
        RemoveCommand.Create(environment),
        TagCommand.Create(environment),
        GroupCommand.Create(environment),
        ImportCommand.Create(environment),
        ExportCommand.Create(environment),
    };
}

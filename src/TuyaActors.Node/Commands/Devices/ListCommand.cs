using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Remote;

namespace TuyaActors.Node.Commands.Devices;

/// <summary><c>tuyactors devices list</c>: a line for each device: how it stands at a running node, what is said of it in a stopped one's database.</summary>
internal static class ListCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new DeskCommand(
            environment,
            "list",
            "List the devices: how each stands at a running node, or what a stopped node's database says of each.",
            "devices list",
            "devices list --state problem --sort state",
            "devices list --watch --sort state",
            "devices list --tag attic --json");
        var filter = new DeviceFilterOptions(command.Words).AddTo(command);
        var watch = command.With(Options.Switch("--watch", "Show the list anew every other second, until Ctrl-C"));
        var json = command.With(Options.Switch("--json", "One document of JSON, as the HTTP face has it: 'devices' at a node, 'definitions' in a database"));
        command.SetDeskAction(_ => DatabaseAbsent.Refuse, parsed =>
        {
            var (watches, wantsJson) = (parsed.GetValue(watch), parsed.GetValue(json));
            if (watches && wantsJson)
            {
                throw new UsageException("--watch is for people, and --json for programs; give one of them. ('tuyactors watch --json' tells what happens.)");
            }

            return (desk, end) => desk switch
            {
                RemoteDesk remote when watches => new StateWatch(environment, new StateList(environment, new RemoteFleet(remote.Node), filter, parsed)).RunAsync(end),
                RemoteDesk remote => new StateList(environment, new RemoteFleet(remote.Node), filter, parsed).WriteAsync(wantsJson, end),
                _ when (filter.OfRunning(parsed) ?? (watches ? watch.Name : null)) is { } option =>
                    throw new UsageException($"{option} is about how devices stand, and {desk.Where} says only what devices there are: no node is running."),
                _ => DefinitionList.WriteAsync(environment, desk, filter, parsed, wantsJson, end),
            };
        });
        return command;
    }
}

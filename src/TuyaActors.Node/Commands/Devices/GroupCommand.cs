using System.CommandLine;
using System.Text.Json;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;

namespace TuyaActors.Node.Commands.Devices;

/// <summary><c>tuyactors devices group</c>: puts devices into a group.</summary>
internal static class GroupCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new DeskCommand(
            environment,
            "group",
            "Put devices into a group, such as their room, out of the one they were in.",
            "devices group 'Hall lamp' 'Hall plug' --to Hall",
            "devices group 'Hall lamp' --none");
        var devices = command.WithDevices();
        var to = command.With(Options.Text("--to", "The group", "NAME"));
        var none = command.With(Options.Switch("--none", "Into no group"));
        command.SetDeskAction(_ => DatabaseAbsent.Refuse, parsed =>
        {
            if (string.IsNullOrEmpty(parsed.GetValue(to)) != parsed.GetValue(none))
            {
                throw new UsageException("which group? Give --to NAME, or --none for no group.");
            }

            var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string?> { ["group"] = parsed.GetValue(none) ? null : parsed.GetValue(to) });
            return (desk, end) => command.ForEachAsync(
                desk,
                parsed.GetRequiredValue(devices),
                async device => (await desk.PatchAsync(new DeviceId(device.Id), body, null, end)).IsOk(out var now, out var problem)
                    ? (DeskCommand.Line(now.Group is null ? "is in no group" : $"is in the group '{now.Group}'", now), null)
                    : (null, problem),
                end);
        });
        return command;
    }
}

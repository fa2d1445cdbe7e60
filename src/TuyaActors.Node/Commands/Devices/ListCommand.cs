using System.CommandLine;
using System.Globalization;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Commands.Devices;

/// <summary><c>tuyactors devices list</c>: a line for each device.</summary>
internal static class ListCommand
{
    private static readonly TextColumn<DefinitionJson>[] Columns =
    [
        new("name", d => d.Name),
        new("id", d => d.Id),
        new("version", d => d.Version ?? "auto"),
        new("address", Address),
        new("connection", d => d.Gateway is null ? d.Connection : "-"),
        new("group", d => d.Group ?? "-"),
        new("tags", d => d.Tags.Count == 0 ? "-" : string.Join(' ', d.Tags)),
        new("revision", d => d.Revision.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new DeskCommand(
            environment,
            "list",
            "List the devices, by name.",
            "devices list",
            "devices list --tag attic --json");
        var tag = command.With(Options.Words("--tag", "Only those with this tag; again for another", "WORD"));
        var group = command.With(Options.Words("--group", "Only those in this group; again for another", "NAME"));
        var text = command.With(Options.Text("--text", "Only those whose name, id or product has this in it", "TEXT"));
        var json = command.With(Options.Switch("--json", "One line of JSON for each device"));
        command.SetDeskAction(_ => DatabaseAbsent.Refuse, parsed => async (desk, end) =>
        {
            if (!(await desk.ListAsync(end)).IsOk(out var all, out var problem))
            {
                return command.Tell(problem);
            }

            var shown = all.Definitions.Where(d => Passes(d, parsed.GetValue(tag) ?? [], parsed.GetValue(group) ?? [], parsed.GetValue(text))).ToList();
            foreach (var line in parsed.GetValue(json) ? shown.Select(d => JsonText.Of(d)) : TextTable.Lines(Columns, shown))
            {
                if (!environment.TryWriteLine(line))
                {
                    break;
                }
            }

            environment.Error.WriteLine(shown.Count == all.Definitions.Count
                ? $"{Words.Count(shown.Count, "device")}, at {desk.Where}"
                : $"{shown.Count} of {Words.Count(all.Definitions.Count, "device")}, at {desk.Where}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static bool Passes(DefinitionJson device, string[] tags, string[] groups, string? text) =>
        (tags.Length == 0 || device.Tags.Any(tag => tags.Contains(tag, StringComparer.OrdinalIgnoreCase)))
        && (groups.Length == 0 || groups.Contains(device.Group, StringComparer.OrdinalIgnoreCase))
        && (text is null || ((string?[])[device.Name, device.Id, device.ProductName]).Any(t => t?.Contains(text, StringComparison.OrdinalIgnoreCase) == true));

    private static string Address(DefinitionJson device) => device switch
    {
        { Gateway: { } gateway } => $"{device.Cid} behind {gateway}",
        { Address: null } => "auto",
        { Port: 6668 } => device.Address,
        _ => string.Create(CultureInfo.InvariantCulture, $"{device.Address} port {device.Port}"),
    };
}

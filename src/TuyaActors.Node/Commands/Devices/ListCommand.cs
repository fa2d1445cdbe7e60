using System.CommandLine;
using System.Globalization;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;
using TuyaActors.Node.Remote;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Commands.Devices;

/// <summary><c>tuyactors devices list</c>: a line for each device: how it stands at a running node, what is said of it in a stopped one's database.</summary>
internal static class ListCommand
{
    private static readonly Column<DefinitionJson>[] DefinitionColumns =
    [
        new("name", d => d.Name) { Weight = 8, Narrowest = 12, Widest = 40 },
        new("id", d => d.Id) { Weight = 7, Narrowest = 8 },
        new("version", d => d.Version ?? "auto") { Weight = 4 },
        new("address", Address) { Weight = 6, Narrowest = 12 },
        new("connection", d => d.Gateway is null ? d.Connection : "-") { Weight = 2 },
        new("group", d => d.Group ?? "-") { Weight = 5, Narrowest = 6, Widest = 24 },
        new("tags", d => Tags(d.Tags)) { Weight = 3, Narrowest = 6, Widest = 40 },
        new("revision", d => d.Revision.ToString(CultureInfo.InvariantCulture)) { Weight = 1 },
    ];

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new DeskCommand(
            environment,
            "list",
            "List the devices: how each stands at a running node, or what a stopped node's database says of each.",
            "devices list",
            "devices list --state problem --sort state",
            "devices list --tag attic --json");
        var filter = new DeviceFilterOptions(command.Words).AddTo(command);
        var json = command.With(Options.Switch("--json", "One document of JSON, as the HTTP face has it: 'devices' at a node, 'definitions' in a database"));
        command.SetDeskAction(_ => DatabaseAbsent.Refuse, parsed => async (desk, end) => desk is RemoteDesk remote
            ? await AtNodeAsync(environment, command, new RemoteFleet(remote.Node), filter, parsed, parsed.GetValue(json), end)
            : await InDatabaseAsync(environment, command, desk, filter, parsed, parsed.GetValue(json), end));
        return command;
    }

    private static async Task<int> AtNodeAsync(
        CommandEnvironment environment, DeskCommand command, RemoteFleet fleet, DeviceFilterOptions filter, ParseResult parsed, bool json, CancellationToken end)
    {
        if (!(await fleet.DevicesAsync(filter.Parameters(parsed), end)).IsOk(out var shown, out var problem))
        {
            return command.Tell(problem);
        }

        if (json)
        {
            environment.TryWriteLine(JsonText.Of(shown, environment.IsTerminal));
            return ExitCode.Ok;
        }

        environment.WriteTable(StateColumns(environment.Time.GetUtcNow()), shown.Devices);
        if (shown.Unavailable.Count > 0)
        {
            environment.Error.WriteLine($"not among them, because they have not answered the node in time: {OneLine.Of(string.Join(", ", shown.Unavailable))}");
        }

        var all = filter.IsGiven(parsed) && (await fleet.DevicesAsync([], end, most: 1)).IsOk(out var total, out _) ? total.Total : shown.Total;
        environment.Error.WriteLine($"{Count(shown.Total, all)}{(shown.Devices.Count > 0 ? $": {DeviceWords.Counts(shown.Devices)};" : ",")} at {fleet.Where}");
        return ExitCode.Ok;
    }

    private static async Task<int> InDatabaseAsync(
        CommandEnvironment environment, DeskCommand command, IDefinitionDesk desk, DeviceFilterOptions filter, ParseResult parsed, bool json, CancellationToken end)
    {
        if (filter.OfRunning(parsed) is { } option)
        {
            throw new UsageException($"{option} is about how devices stand, and {desk.Where} says only what devices there are: no node is running.");
        }

        if (!(await desk.ListAsync(end)).IsOk(out var all, out var problem))
        {
            return command.Tell(problem);
        }

        var shown = all.Definitions.Where(d => Passes(d, parsed.GetValue(filter.Tag) ?? [], parsed.GetValue(filter.Group) ?? [], parsed.GetValue(filter.Text))).ToList();
        if (json)
        {
            environment.TryWriteLine(JsonText.Of(new DefinitionsJson(shown), environment.IsTerminal));
            return ExitCode.Ok;
        }

        environment.WriteTable(DefinitionColumns, shown);
        environment.Error.WriteLine($"{Count(shown.Count, all.Definitions.Count)}, at {desk.Where}");
        return ExitCode.Ok;
    }

    private static Column<DeviceJson>[] StateColumns(DateTimeOffset now) =>
    [
        new("name", d => d.Name) { Weight = 9, Narrowest = 16, Widest = 40 },
        new("state", d => DeviceWords.State(d, now)) { Weight = 8, Narrowest = 22, Widest = 50, Color = DeviceWords.ColorOf },
        new("ver", d => d.Version ?? "-") { Weight = 4 },
        new("address", DeviceWords.Address) { Weight = 6 },
        new("last push", d => DeviceWords.LastPush(d, now)) { Weight = 7, IsNumber = true },
        new("group", d => d.Group ?? "-") { Weight = 3, Narrowest = 6, Widest = 24 },
        new("tags", d => Tags(d.Tags)) { Weight = 2, Narrowest = 6, Widest = 40 },
        new("id", d => d.Id) { Weight = 5 },
    ];

    private static string Count(int shown, int all) => shown == all ? Words.Count(shown, "device") : $"{shown} of {Words.Count(all, "device")}";

    private static bool Passes(DefinitionJson device, string[] tags, string[] groups, string? text) =>
        (tags.Length == 0 || device.Tags.Any(tag => tags.Contains(tag, StringComparer.OrdinalIgnoreCase)))
        && (groups.Length == 0 || groups.Contains(device.Group, StringComparer.OrdinalIgnoreCase))
        && (text is null || ((string?[])[device.Name, device.Id, device.ProductName]).Any(t => t?.Contains(text, StringComparison.OrdinalIgnoreCase) == true));

    private static string Tags(IReadOnlyList<string> tags) => tags.Count == 0 ? "-" : string.Join(' ', tags);

    private static string Address(DefinitionJson device) => device switch
    {
        { Gateway: { } gateway } => $"{device.Cid} behind {gateway}",
        { Address: null } => "auto",
        { Port: 6668 } => device.Address,
        _ => string.Create(CultureInfo.InvariantCulture, $"{device.Address} port {device.Port}"),
    };
}

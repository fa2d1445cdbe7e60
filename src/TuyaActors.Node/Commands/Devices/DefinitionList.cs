using System.CommandLine;
using System.Globalization;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Commands.Devices;

/// <summary>What a stopped node's database says of each device.</summary>
internal static class DefinitionList
{
    private static readonly Column<DefinitionJson>[] Columns =
    [
        new("name", d => d.Name) { Weight = 8, Narrowest = 12, Widest = 40 },
        new("id", d => d.Id) { Weight = 7, Narrowest = 8 },
        new("version", d => d.Version ?? "auto") { Weight = 4 },
        new("address", Address) { Weight = 6, Narrowest = 12 },
        new("connection", d => d.Gateway is null ? d.Connection : "-") { Weight = 2 },
        new("group", d => d.Group ?? "-") { Weight = 5, Narrowest = 6, Widest = 24 },
        new("tags", d => d.Tags.Count == 0 ? "-" : string.Join(' ', d.Tags)) { Weight = 3, Narrowest = 6, Widest = 40 },
        new("revision", d => d.Revision.ToString(CultureInfo.InvariantCulture)) { Weight = 1 },
    ];

    /// <summary>Writes it.</summary>
    public static async Task<int> WriteAsync(CommandEnvironment environment, IDefinitionDesk desk, DeviceFilterOptions filter, ParseResult parsed, bool json, CancellationToken end)
    {
        if (!(await desk.ListAsync(end)).IsOk(out var all, out var problem))
        {
            return ProblemReport.Write(environment, problem);
        }

        var shown = all.Definitions.Where(d => Passes(d, parsed.GetValue(filter.Tag) ?? [], parsed.GetValue(filter.Group) ?? [], parsed.GetValue(filter.Text))).ToList();
        if (json)
        {
            environment.TryWriteLine(JsonText.Of(new DefinitionsJson(shown), environment.IsTerminal));
            return ExitCode.Ok;
        }

        environment.WriteTable(Columns, shown);
        environment.Error.WriteLine($"{Words.Of(shown.Count, all.Definitions.Count, "device")}, at {desk.Where}");
        return ExitCode.Ok;
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

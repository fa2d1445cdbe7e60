using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;
using TuyaActors.Node.Remote;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Commands.Devices;

/// <summary>How each device of a running node stands.</summary>
internal sealed class StateList(CommandEnvironment environment, RemoteFleet fleet, DeviceFilterOptions filter, ParseResult parsed)
{
    /// <summary>The columns; segments are named only where there are some.</summary>
    public static Column<DeviceJson>[] Columns(DateTimeOffset now, IReadOnlyList<DeviceJson> devices) =>
    [
        new("name", d => d.Name) { Weight = 9, Narrowest = 16, Widest = 40 },
        new("state", d => DeviceWords.State(d, now)) { Weight = 8, Narrowest = 22, Widest = 50, Color = DeviceWords.ColorOf },
        new("ver", d => d.Version ?? "-") { Weight = 4 },
        new("address", DeviceWords.Address) { Weight = 6 },
        new("last push", d => DeviceWords.LastPush(d, now)) { Weight = 7, IsNumber = true },
        .. devices.Any(device => device.Segment is not null) ? (Column<DeviceJson>[])[new("segment", d => d.Segment ?? "-") { Weight = 4, Narrowest = 6, Widest = 24 }] : [],
        new("group", d => d.Group ?? "-") { Weight = 3, Narrowest = 6, Widest = 24 },
        new("tags", d => d.Tags.Count == 0 ? "-" : string.Join(' ', d.Tags)) { Weight = 2, Narrowest = 6, Widest = 40 },
        new("id", d => d.Id) { Weight = 5 },
    ];

    /// <summary>Asks for those that are wanted.</summary>
    public Task<DeskAnswer<DevicesJson>> AskAsync(CancellationToken end) => fleet.DevicesAsync(filter.Parameters(parsed), end);

    /// <summary>"3 of 24 devices: 1 backoff, 2 online; at the node at ...".</summary>
    public async Task<string> SummaryAsync(DevicesJson shown, CancellationToken end)
    {
        var all = filter.IsGiven(parsed) && (await fleet.DevicesAsync([], end, most: 1)).IsOk(out var total, out _) ? total.Total : shown.Total;
        return $"{Words.Of(shown.Total, all, "device")}{(shown.Devices.Count > 0 ? $": {DeviceWords.Counts(shown.Devices)};" : ",")} at {fleet.Where}";
    }

    /// <summary>Writes it once.</summary>
    public async Task<int> WriteAsync(bool json, CancellationToken end)
    {
        if (!(await AskAsync(end)).IsOk(out var shown, out var problem))
        {
            return ProblemReport.Write(environment, problem);
        }

        if (json)
        {
            environment.TryWriteLine(JsonText.Of(shown, environment.IsTerminal));
            return ExitCode.Ok;
        }

        environment.WriteTable(Columns(environment.Time.GetUtcNow(), shown.Devices), shown.Devices);
        if (shown.Unavailable.Count > 0)
        {
            environment.Error.WriteLine($"not among them, because they have not answered the node in time: {OneLine.Of(string.Join(", ", shown.Unavailable))}");
        }

        environment.Error.WriteLine(await SummaryAsync(shown, end));
        return ExitCode.Ok;
    }
}

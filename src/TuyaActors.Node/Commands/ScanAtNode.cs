using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;
using TuyaActors.Node.Remote;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Commands;

/// <summary>A scan by a running node, which knows who belongs to its fleet, and has the ports on which devices announce themselves.</summary>
internal static class ScanAtNode
{
    /// <summary>A node listens no longer for one request.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // Devices announce themselves every 5 s or so, and a node has heard them before.
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(6);

    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(CommandEnvironment environment, RemoteFleet fleet, TimeSpan? seconds, bool json, CancellationToken end)
    {
        var length = seconds ?? Usual;
        if (length > Longest)
        {
            throw new UsageException($"--seconds is {length.TotalSeconds:0.##}, and {fleet.Where}, which is asked, listens for {Longest.TotalSeconds:0} at most. (--direct listens without it.)");
        }

        var answer = await WorkBar.RunAsync(environment, isQuiet: json, "listening", length, () => fleet.ScanAsync(length, end));
        if (!answer.IsOk(out var found, out var problem))
        {
            return ProblemReport.Write(environment, problem);
        }

        // Those that are to be taken in stand last, next to the person.
        List<HeardJson> heard = [.. found.Sightings.OrderBy(sighting => !sighting.Known).ThenBy(sighting => sighting.Name ?? sighting.Id, StringComparer.OrdinalIgnoreCase)];
        if (json)
        {
            _ = heard.TrueForAll(sighting => environment.TryWriteLine(JsonText.Of(sighting))) && found.SubDevices.All(sub => environment.TryWriteLine(JsonText.Of(sub)));
        }
        else
        {
            environment.WriteTable(Columns(heard), heard);
        }

        foreach (var sub in json ? [] : found.SubDevices)
        {
            environment.Error.WriteLine(OneLine.Of($"behind '{sub.GatewayName}' ({sub.Gateway}) is {sub.Cid}, which the fleet does not have"));
        }

        var strangers = heard.Count(sighting => !sighting.Known);
        environment.Error.WriteLine($"{Words.Count(heard.Count, "device")} found, {(strangers == 0 ? "none of them new" : $"{strangers} of them new")}; by {fleet.Where}");
        if (heard.Count == 0)
        {
            environment.Error.WriteLine(ScanCommand.Hint);
        }

        return ExitCode.Ok;
    }

    private static Column<HeardJson>[] Columns(IReadOnlyList<HeardJson> heard) =>
    [
        new("id", one => one.Id) { Weight = 8 },
        new("address", one => one.Address) { Weight = 7 },
        new("ver", one => one.Version ?? "?") { Weight = 4 },
        new("port", heard => $"{heard.Port}") { Weight = 1, IsNumber = true },
        new("product key", one => one.ProductKey ?? "-") { Weight = 3 },
        new("fleet", one => one.Known ? "known" : "new") { Weight = 6, Color = one => one.Known ? null : Spectre.Console.Color.Yellow },
        .. heard.Any(one => one.Segment is not null) ? (Column<HeardJson>[])[new("segment", one => one.Segment ?? "-") { Weight = 4 }] : [],
        new("name", one => one.Name ?? "-") { Weight = 5, Narrowest = 12 },
    ];
}

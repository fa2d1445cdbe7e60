using Microsoft.Extensions.Diagnostics.HealthChecks;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Serving;

namespace TuyaActors.Node.Http;

/// <summary><c>/api/fleet</c>: how the fleet and its node are; <c>/api/groups</c> and <c>/api/tags</c>: by what words its devices are found.</summary>
internal static class FleetEndpoints
{
    private const string Tag = "fleet";

    /// <summary>Adds the endpoints.</summary>
    public static void MapFleet(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/fleet", ShowAsync).Describe<FleetJson>("getFleet", Tag, "How the fleet and its node are. Devices behind gateways are counted apart, and are not among the states and diagnoses.");

        app.MapGet("/api/groups", (ITuyaFleet fleet, CancellationToken aborted) =>
            WordsAsync(fleet, device => device.Group is { } group ? [group] : [], aborted))
            .Describe<WordsJson>("listGroups", Tag, "The groups, with how many devices are in each.");

        app.MapGet("/api/tags", (ITuyaFleet fleet, CancellationToken aborted) => WordsAsync(fleet, device => device.Tags, aborted))
            .Describe<WordsJson>("listTags", Tag, "The tags, with how many devices bear each.");
    }

    private static async Task<IResult> ShowAsync(ITuyaFleet fleet, HealthCheckService checks, NodeFacts node, TimeProvider time, CancellationToken aborted)
    {
        var health = await fleet.GetHealthAsync(aborted);
        var report = (await checks.CheckHealthAsync(aborted)).Entries.Values.Single();
        var strangers = await Strangers.FindAsync(fleet, aborted);
        return new JsonAnswer<FleetJson>(StatusCodes.Status200OK, new FleetJson
        {
            Status = JsonWord.Of(report.Status),
            Sentence = report.Description ?? "",
            Version = VersionAction.Version,
            Engine = AkkaEngineInfo.Sentence,
            Started = node.Started,
            Now = time.GetUtcNow(),
            Simulated = node.IsSimulated,
            Devices = health.Devices,
            Online = health.Online,
            Asleep = health.Asleep,
            SubDevices = health.SubDevices,
            SubDevicesOnline = health.SubDevicesOnline,
            ByState = health.ByState.ToDictionary(count => JsonWord.Of(count.Key), count => count.Value),
            ByDiagnosis = health.ByDiagnosis.ToDictionary(count => JsonWord.Of(count.Key), count => count.Value),
            Wedged = [.. health.Wedged.Select(id => id.Value)],
            Strangers = strangers.Sightings.Count + strangers.SubDevices.Count,
            UdpPorts = [.. health.UdpPorts.Select(UdpPortJson.Of)],
            Storage = StorageJson.Of(health.Storage),
            Segments = SegmentJson.AllOf(health),
        });
    }

    private static async Task<IResult> WordsAsync(ITuyaFleet fleet, Func<DeviceSnapshot, IEnumerable<string>> words, CancellationToken aborted)
    {
        var devices = (await fleet.GetDevicesAsync(aborted)).Found;
        return new JsonAnswer<WordsJson>(StatusCodes.Status200OK, new WordsJson(
        [
            .. devices.SelectMany(device => words(device).Select(word => (Word: word, IsWell: device.State.IsWell())))
                .GroupBy(borne => borne.Word, StringComparer.OrdinalIgnoreCase)
                .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
                .Select(group => new WordJson(group.Key, group.Count(), group.Count(borne => borne.IsWell))),
        ]));
    }
}

using Microsoft.Extensions.Diagnostics.HealthChecks;
using TuyaActors.Hosting;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Clustering;
using TuyaActors.Node.Json;
using TuyaActors.Node.Serving;

namespace TuyaActors.Node.Http;

/// <summary><c>/api/cluster</c>: which nodes there are.</summary>
internal static class ClusterEndpoints
{
    /// <summary>Adds the endpoint.</summary>
    public static void MapCluster(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/cluster", (IServiceProvider services, ITuyaFleet fleet, HealthCheckService checks, NodeFacts node, CancellationToken aborted) =>
            ShowAsync(services.GetService<IClusterView>(), fleet, checks, node, aborted))
            .Describe<ClusterJson>("getCluster", "fleet", "Which nodes there are, as this one sees it: a node that stands alone says that it is not clustered.");

    private static async Task<IResult> ShowAsync(IClusterView? view, ITuyaFleet fleet, HealthCheckService checks, NodeFacts node, CancellationToken aborted)
    {
        var health = await fleet.GetHealthAsync(aborted);
        var report = (await checks.CheckHealthAsync(aborted)).Entries.Values.Single();
        var cluster = view?.Look();
        var self = cluster?.Members.FirstOrDefault(member => member.Address == cluster.Address);
        return new JsonAnswer<ClusterJson>(StatusCodes.Status200OK, new ClusterJson
        {
            Clustered = cluster is not null,
            Node = new ClusterNodeJson(VersionAction.Version, AkkaEngineInfo.Sentence, node.Started, JsonWord.Of(report.Status), health.Devices, health.SubDevices)
            {
                Address = cluster?.Address,
                Segment = self?.Segment,
            },
            Leader = cluster?.Leader,
            Members = cluster is null ? null : [.. cluster.Members.Select(member => ClusterMemberJson.Of(member, cluster, health))],
            Segments = SegmentJson.AllOf(health),
        });
    }
}

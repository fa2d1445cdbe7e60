using System.Net;
using TuyaActors.Messages;
using TuyaActors.Node.Clustering;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Http;

/// <summary><c>/api/cluster</c>, and what else the HTTP face says of nodes and segments.</summary>
public sealed class ClusterEndpointSpecs
{
    private const string House = "akka.tcp://tuya@10.0.1.5:8110";
    private const string Garage = "akka.tcp://tuya@10.0.2.5:8110";

    [Fact]
    public async Task Should_say_that_a_node_stands_alone()
    {
        await using var browser = await Browser.OpenAsync(new ScriptedFleet());
        var (status, body) = await browser.GetAsync("/api/cluster");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.False(body.GetProperty("clustered").GetBoolean());
        Assert.False(body.TryGetProperty("members", out _));
        Assert.False(body.GetProperty("node").TryGetProperty("address", out _));
        Assert.False((await browser.GetAsync("/api/fleet")).Body.TryGetProperty("segments", out _));
    }

    [Fact]
    public async Task Should_tell_members_and_segments()
    {
        await using var browser = await Browser.OpenAsync(Fleet(), cluster: new View(IsUp: true));
        var (_, body) = await browser.GetAsync("/api/cluster");
        Assert.True(body.GetProperty("clustered").GetBoolean());
        Assert.Equal((House, "house"), (body.GetProperty("node").GetProperty("address").GetString(), body.GetProperty("node").GetProperty("segment").GetString()));
        Assert.Equal(House, body.GetProperty("leader").GetString());
        Assert.Equal(
            [(House, "up", true, true, true, 3), (Garage, "up", false, false, true, 0)],
            body.GetProperty("members").EnumerateArray().Select(member => (
                member.GetProperty("address").GetString(), member.GetProperty("status").GetString(), member.GetProperty("reachable").GetBoolean(),
                member.GetProperty("leader").GetBoolean(), member.GetProperty("head").GetBoolean(), member.GetProperty("devices").GetInt32())));
        Assert.Equal(
            [("garage", false), ("house", true)],
            (await browser.GetAsync("/api/fleet")).Body.GetProperty("segments").EnumerateArray().Select(segment => (segment.GetProperty("name").GetString(), segment.GetProperty("available").GetBoolean())));
        Assert.Equal("degraded", (await browser.GetAsync("/api/fleet")).Body.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.ServiceUnavailable)]
    public async Task Should_be_ready_once_the_node_is_let_in(bool isUp, HttpStatusCode status)
    {
        await using var browser = await Browser.OpenAsync(Fleet(), cluster: new View(isUp));
        var (answered, body) = await browser.GetAsync("/healthz/ready");
        Assert.Equal(status, answered);
        Assert.Equal(isUp, body.TryGetProperty("segments", out _));
    }

    private static ScriptedFleet Fleet() => new()
    {
        OnHealth = () => Task.FromResult(Snapshots.Health() with
        {
            Segments =
            [
                new SegmentHealth("garage", false, 1, 0, [new SegmentNodeHealth(Garage, false, 0)]),
                new SegmentHealth("house", true, 2, 2, [new SegmentNodeHealth(House, true, 3)]),
            ],
        }),
    };

    private sealed record View(bool IsUp) : IClusterView
    {
        public ClusterFacts Look() => new(
            House, House, IsUp, [new(House, "house", ["tuya-segment-house"], "Up", IsReachable: true, IsHead: true), new(Garage, "garage", ["tuya-segment-garage"], "Up", IsReachable: false, IsHead: true)]);
    }
}

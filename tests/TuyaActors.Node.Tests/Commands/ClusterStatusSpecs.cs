using System.Text.Json;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Commands;

/// <summary><c>tuyactors cluster status</c>.</summary>
public sealed class ClusterStatusSpecs : IAsyncLifetime, IDisposable
{
    private const string House = "akka.tcp://tuya@10.0.1.5:8110";
    private const string Garage = "akka.tcp://tuya@10.0.2.5:8110";
    private const string Client = "akka.tcp://tuya@10.0.0.5:8110";

    private readonly Terminal _terminal = new();
    private ScriptedNode _node = null!;

    public async Task InitializeAsync()
    {
        _terminal.Environment = _terminal.Environment with { Time = new ManualTime() };
        _node = (await ScriptedNode.StartAsync()).On("GET", "/api/fleet", Fleets.Healthy());
        _terminal.Variables["TUYACTORS_NODE"] = _node.Url;
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Should_say_that_there_is_no_cluster()
    {
        _node.On("GET", "/api/cluster", new ClusterJson { Clustered = false, Node = Self });
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("cluster", "status"));
        Assert.Equal("cluster      none: one node, which stands alone", _terminal.OutLines[0]);
        Assert.Equal(4, _terminal.OutLines.Length);
        _terminal.Clear();
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("cluster", "status", "--json"));
        var answer = JsonElement.Parse(_terminal.Out);
        Assert.False(answer.GetProperty("clustered").GetBoolean());
        Assert.Equal(_node.Url, answer.GetProperty("node").GetProperty("url").GetString());
    }

    [Fact]
    public async Task Should_tell_members_segments_leader_and_heads()
    {
        _node.On("GET", "/api/cluster", Cluster());
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("cluster", "status"));
        Assert.Equal(
            [
                "cluster 3 nodes, 2 segments; all can be reached",
                $"address {Client}, no segment",
                "nodes",
                "address segment status reachable devices is roles",
                $"{Client} - up yes 0 this node",
                $"{House} house up yes 2 leader, head tuya-segment-house",
                $"{Garage} garage up yes 1 head tuya-segment-garage",
                "segments",
                "segment reachable devices online nodes",
                "garage yes 1 1 1",
                "house yes 2 2 1",
            ],
            _terminal.OutLines.Where(line => !line.StartsWith("node ", StringComparison.Ordinal) && !line.StartsWith("engine", StringComparison.Ordinal) && !line.StartsWith("devices ", StringComparison.Ordinal))
                .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public async Task Should_name_what_is_out_of_reach_and_end_with_1()
    {
        var cluster = Cluster();
        _node.On("GET", "/api/cluster", cluster with
        {
            Members = [.. cluster.Members!.Select(member => member.Segment == "garage" ? member with { Reachable = false } : member)],
            Segments = [.. cluster.Segments!.Select(segment => segment.Name == "garage" ? segment with { Available = false } : segment)],
        });
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("cluster", "status"));
        Assert.Equal($"cluster      3 nodes, 2 segments; out of reach: node {Garage}, segment 'garage'", _terminal.OutLines[0]);
        _terminal.Clear();
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("cluster", "status", "--json"));
        Assert.Contains(JsonElement.Parse(_terminal.Out).GetProperty("members").EnumerateArray(), member => !member.GetProperty("reachable").GetBoolean());
    }

    private static ClusterNodeJson Self => new("0.1.0", "Akka engine: test", Snapshots.Now, "healthy", 3, 4);

    private static ClusterJson Cluster() => new()
    {
        Clustered = true,
        Node = Self with { Address = Client },
        Leader = House,
        Members =
        [
            new(Client, null, [], "up", Reachable: true, Leader: false, Head: false, 0),
            new(House, "house", ["tuya-segment-house"], "up", Reachable: true, Leader: true, Head: true, 2),
            new(Garage, "garage", ["tuya-segment-garage"], "up", Reachable: true, Leader: false, Head: true, 1),
        ],
        Segments =
        [
            new("garage", true, 1, 1, [new(Garage, true, 1)]),
            new("house", true, 2, 2, [new(House, true, 2)]),
        ],
    };
}

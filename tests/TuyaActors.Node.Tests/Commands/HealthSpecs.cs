using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Commands;

/// <summary><c>tuyactors health</c>.</summary>
public sealed class HealthSpecs : IAsyncLifetime, IDisposable
{
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
    public async Task Should_tell_the_sentence_the_counts_the_ports_and_the_storage()
    {
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("health"));
        Assert.Equal(
        [
            "health       healthy: 2 of 3 devices are online",
            $"node         {_node.Url}, version 0.1.0, up for 3 h (since 09:00:00)",
            "engine       Akka engine: test",
            "devices      2 of 3 online, 1 backoff; behind gateways 4 of 4",
            "not well     1 refused",
            "strangers    1 device heard that the fleet does not have; 'tuyactors scan' shows them",
            "UDP 6667     12 datagrams, the last 0 s ago",
            "UDP 6666     another program has it",
            "storage      kept in a database",
        ],
            _terminal.OutLines);
        Assert.Empty(_terminal.Error);
    }

    [Theory]
    [InlineData("degraded")]
    [InlineData("unhealthy")]
    public async Task Should_end_with_1_when_not_all_is_well(string status)
    {
        _node.On("GET", "/api/fleet", Fleets.Healthy() with { Status = status, Sentence = "3 devices need a power cycle", Storage = new StorageJson(true, "the disk is full") });
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("health"));
        Assert.Equal($"health       {status}: 3 devices need a power cycle", _terminal.OutLines[0]);
        Assert.Equal("storage      the disk is full", _terminal.OutLines[^1]);
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("health", "--json"));
    }

    [Fact]
    public async Task Should_end_with_1_when_the_node_refuses_or_is_not_there()
    {
        _node.Refuses("GET", "/api/fleet", 400, "The fleet is busy.");
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("health"));
        await _node.DisposeAsync();
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("health"));
        Assert.Equal("The fleet is busy.", _terminal.ErrorLines[0]);
        Assert.StartsWith($"tuyactors health: no node answers at {_node.Url}", _terminal.ErrorLines[1], StringComparison.Ordinal);
        Assert.Empty(_terminal.Out);
    }

    [Fact]
    public async Task Should_print_what_the_node_answers_as_one_document_for_programs()
    {
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("health", "--json"));
        Assert.Equal(JsonText.Of(Fleets.Healthy()), Assert.Single(_terminal.OutLines));
    }

    [Fact]
    public async Task Should_tell_the_segments_and_which_of_them_listens_where()
    {
        _node.On("GET", "/api/fleet", Fleets.Healthy() with
        {
            UdpPorts = [new UdpPortJson(6667, true, 12, null, Snapshots.Now, "house")],
            Segments = [new SegmentJson("garage", false, 1, 0, []), new SegmentJson("house", true, 2, 2, [new SegmentNodeJson("akka.tcp://tuya@10.0.0.5:8110", true, 2)])],
        });
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("health"));
        Assert.Contains("segment      garage: none of its nodes can be reached, and so none of its 1 device", _terminal.OutLines);
        Assert.Contains("segment      house: 2 of 2 devices online, 1 node", _terminal.OutLines);
        Assert.Contains("UDP 6667     house: 12 datagrams, the last 0 s ago", _terminal.OutLines);
    }
}

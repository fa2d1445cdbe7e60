using System.Text.Json;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Commands;

/// <summary><c>tuyactors scan</c> where a node runs.</summary>
public sealed class ScanAtNodeSpecs : IAsyncLifetime, IDisposable
{
    private static readonly SightingsJson Found = new(
    [
        new HeardJson("bf02", "192.168.1.6", null, "keyabc", 6667, Snapshots.Now, Snapshots.Now, 3, false, null),
        new HeardJson("bf01", "192.168.1.5", "3.4", null, 7000, Snapshots.Now, Snapshots.Now, 9, true, "Hall plug"),
    ],
        [new UnknownSubDeviceJson("bf01", "Hall plug", "a4c1")]);

    private readonly ScriptedFleet _fleet = new();
    private readonly Terminal _terminal;
    private ScriptedNode _node = null!;

    public ScanAtNodeSpecs() => _terminal = new Terminal(_fleet);

    public async Task InitializeAsync()
    {
        _node = (await ScriptedNode.StartAsync()).On("POST", "/api/scan", Found);
        _terminal.Variables["TUYACTORS_NODE"] = _node.Url;
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Should_tell_who_belongs_to_the_fleet_and_who_is_new_with_those_last()
    {
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("scan"));
        Assert.Equal(
        [
            "id    address      ver  port  product key  fleet  name",
            "bf01  192.168.1.5  3.4  7000  -            known  Hall plug",
            "bf02  192.168.1.6  ?    6667  keyabc       new    -",
        ],
            _terminal.OutLines);
        Assert.Equal(["behind 'Hall plug' (bf01) is a4c1, which the fleet does not have", $"2 devices found, 1 of them new; by the node at {_node.Url}"], _terminal.ErrorLines);
        Assert.Equal("?seconds=6", Assert.Single(_node.Asked).Query);
        Assert.Null(_terminal.Setup);
    }

    [Fact]
    public async Task Should_print_a_line_for_each_for_programs_as_without_a_node()
    {
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("scan", "--json", "--seconds", "2.5"));
        Assert.Equal(["bf01", "bf02", null], _terminal.OutLines.Select(line => JsonElement.Parse(line).TryGetProperty("id", out var id) ? id.GetString() : null));
        Assert.Equal("?seconds=2.5", Assert.Single(_node.Asked).Query);
    }

    [Fact]
    public async Task Should_hint_when_nobody_is_heard()
    {
        _node.On("POST", "/api/scan", new SightingsJson([], []));
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("scan"));
        Assert.Contains("hint: a broadcast stays within its LAN segment", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_end_with_1_when_the_node_hears_nobody_at_all()
    {
        _node.Refuses("POST", "/api/scan", 409, "No discovery port is bound.");
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("scan"));
        Assert.Equal("No discovery port is bound.", Assert.Single(_terminal.ErrorLines));
    }

    [Fact]
    public async Task Should_say_how_long_a_node_listens_at_most()
    {
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("scan", "--seconds", "61"));
        Assert.Contains("listens for 60 at most. (--direct listens without it.)", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--direct")]
    [InlineData("--broadcast", "127.255.255.255")]
    public async Task Should_listen_without_the_node_when_told(params string[] options)
    {
        _fleet.EndEvents();
        await _terminal.RunAsync(["scan", .. options]);
        Assert.NotNull(_terminal.Setup);
        Assert.Empty(_node.Asked);
    }

    [Fact]
    public async Task Should_listen_itself_when_no_node_is_found()
    {
        _terminal.Variables.Clear();
        _fleet.EndEvents();
        await _terminal.RunAsync("scan");
        Assert.NotNull(_terminal.Setup);
    }

    [Fact]
    public async Task Should_not_listen_itself_when_the_node_that_is_named_does_not_answer()
    {
        await _node.DisposeAsync();
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("scan"));
        Assert.Contains($"no node answers at {_node.Url}", _terminal.Error, StringComparison.Ordinal);
        Assert.Null(_terminal.Setup);
    }
}

using System.Text.Json;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Commands;

/// <summary>The commands at a real node, whose fleet is deaf: that both understand each other.</summary>
public sealed class RealNodeSpecs : IAsyncLifetime, IDisposable
{
    private const string Key = "fedcba98-secret!";

    private readonly Terminal _terminal = new();
    private NodeUnderTest _node = null!;

    public async Task InitializeAsync()
    {
        _node = await NodeUnderTest.StartAsync();
        _terminal.Variables["TUYACTORS_NODE"] = _node.Url;
        _terminal.Variables["TUYA_LOCAL_KEY"] = Key;
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "add", "lamp", "--name", "Hall lamp", "--tag", "night"));
        _terminal.Clear();
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        Assert.DoesNotContain("secret", _terminal.Out + _terminal.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Should_tell_all_about_a_device()
    {
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("device", "Hall lamp"));
        Assert.Equal("name         Hall lamp", _terminal.OutLines[0]);
        Assert.Contains("definition   revision 1, with its local key", _terminal.OutLines);
        _terminal.Clear();
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("device", "lamp", "--json"));
        Assert.Equal("Hall lamp", JsonElement.Parse(_terminal.Out).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Should_tell_that_a_device_is_away_whatever_is_asked_of_it()
    {
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("set", "--tag", "night", "1=true", "--timeout", "0.2"));
        Assert.Matches("^Hall lamp  (offline|expired|timedOut) +", _terminal.OutLines[^1]);
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("device", "lamp", "refresh", "--timeout", "0.2"));
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("device", "lamp", "identify", "--timeout", "0.2"));
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("get", "lamp", "1"));
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("get", "lamp", "1", "--fresh", "--timeout", "0.2"));
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("set", "lamp", "--group", "nowhere", "1=true", "--timeout", "0.2", "--json"));
        Assert.Equal("group 'nowhere'", JsonElement.Parse(_terminal.OutLines[^1]).GetProperty("unmatched")[0].GetString());
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("set", "lamp", "1=true", "--timeout", "400"));
    }

    [Fact]
    public async Task Should_change_the_key_at_the_revision_that_was_seen()
    {
        _terminal.Variables["TUYA_LOCAL_KEY"] = "another-secret!!";
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("device", "lamp", "key", "--revision", "7"));
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("device", "lamp", "key", "--revision", "1"));
        Assert.Equal("'Hall lamp' (lamp) has another local key now, that of TUYA_LOCAL_KEY, revision 2", Assert.Single(_terminal.OutLines));
    }

    [Fact]
    public async Task Should_look_at_frames_and_connect_anew()
    {
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("device", "lamp", "frames"));
        Assert.StartsWith("no frame of 'Hall lamp' yet", _terminal.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("device", "lamp", "reconnect"));
        Assert.Equal("Hall lamp  acknowledged  it is being connected to anew", _terminal.OutLines[^1]);
    }

    [Fact]
    public async Task Should_follow_what_happens()
    {
        var error = new LineWriter();
        var watching = new Terminal();
        watching.Environment = watching.Environment with { Error = error };
        var watch = watching.RunAsync("watch", "Hall lamp", "--kind", "definition", "--count", "1", "--node", _node.Url);
        await error.FirstAsync(line => line.StartsWith("following 1 device", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "update", "lamp", "--name", "Attic lamp"));
        Assert.Equal(ExitCode.Ok, await watch);
        Assert.EndsWith("was 'Hall lamp' until now", Assert.Single(watching.OutLines), StringComparison.Ordinal);
        watching.Dispose();
    }

    [Fact]
    public async Task Should_say_how_the_node_is()
    {
        // One device, and it is away: whatever the node makes of it, both say the same.
        var code = await _terminal.RunAsync("health", "--json");
        var status = JsonElement.Parse(_terminal.Out).GetProperty("status").GetString();
        Assert.Equal(status == "healthy" ? ExitCode.Ok : ExitCode.Failed, code);
        _terminal.Clear();
        Assert.Equal(code, await _terminal.RunAsync("health"));
        Assert.StartsWith($"health       {status}: ", _terminal.OutLines[0], StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("cluster", "status"));
    }

    [Fact]
    public async Task Should_say_why_a_deaf_node_cannot_scan()
    {
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("scan", "--seconds", "0.1"));
        Assert.NotEmpty(_terminal.Error);
        Assert.Empty(_terminal.Out);
    }
}

using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Storage;

namespace TuyaActors.Node.Tests.Cli;

/// <summary>Which node a command asks.</summary>
public sealed class NodeOptionsSpecs : IAsyncLifetime, IDisposable
{
    private readonly Terminal _terminal = new();
    private ScriptedNode _node = null!;
    private ScriptedNode _other = null!;

    public async Task InitializeAsync()
    {
        _node = (await ScriptedNode.StartAsync()).On("GET", "/api/fleet", Fleets.Healthy());
        _other = (await ScriptedNode.StartAsync()).On("GET", "/api/fleet", Fleets.Healthy());
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _other.DisposeAsync();
    }

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Should_ask_the_node_that_the_option_names_before_that_of_the_environment()
    {
        _terminal.Variables["TUYACTORS_NODE"] = _other.Url;
        await OkAsync("health", "--node", _node.Url);
        Assert.Single(_node.Asked);
        Assert.Empty(_other.Asked);
    }

    [Fact]
    public async Task Should_ask_the_node_that_the_environment_names_before_that_of_a_database()
    {
        using var held = Hold(_other.Url);
        _terminal.Variables["TUYACTORS_NODE"] = _node.Url;
        await OkAsync("health");
        Assert.Single(_node.Asked);
    }

    [Fact]
    public async Task Should_ask_the_node_of_the_database_that_is_named_whatever_the_environment_says()
    {
        using var held = Hold(_node.Url);
        _terminal.Variables["TUYACTORS_NODE"] = _other.Url;
        await OkAsync("health", "--db", Database);
        Assert.Single(_node.Asked);
        Assert.Empty(_other.Asked);
    }

    [Fact]
    public async Task Should_ask_the_node_at_the_usual_address_when_nothing_else_is_said()
    {
        _node.On("GET", "/healthz/live", Node.Json.HealthJson.Live);
        _terminal.Environment = _terminal.Environment with { UsualNode = new Uri(_node.Url) };
        await OkAsync("health");
        Assert.Equal(["/healthz/live", "/api/fleet"], _node.Asked.Select(asked => asked.Path));
    }

    [Fact]
    public async Task Should_not_take_another_program_at_the_usual_address_for_a_node()
    {
        _terminal.Environment = _terminal.Environment with { UsualNode = new Uri(_node.Url) };
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("health"));
        Assert.StartsWith($"tuyactors health: no node is running that could be asked: none has tuya.db open, and none answers at {_node.Url}. 'tuyactors serve' starts one", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_not_go_to_the_usual_address_when_a_database_is_named()
    {
        _node.On("GET", "/healthz/live", Node.Json.HealthJson.Live);
        _terminal.Environment = _terminal.Environment with { UsualNode = new Uri(_node.Url) };
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("health", "--db", Database));
        Assert.Contains($"none has {Database} open. 'tuyactors serve' starts one", _terminal.Error, StringComparison.Ordinal);
        Assert.Empty(_node.Asked);
    }

    [Fact]
    public async Task Should_say_that_a_node_is_starting_when_it_has_the_database_and_no_address_yet()
    {
        using var held = Hold(null);
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("health", "--db", Database));
        Assert.Contains($"is in use by process {Environment.ProcessId}, which says no address to ask it at; it may be starting or ending.", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_name_the_variable_when_what_it_says_is_no_node()
    {
        _terminal.Variables["TUYACTORS_NODE"] = "8377";
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("health"));
        Assert.Contains("TUYACTORS_NODE: '8377' is no URL", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_leave_a_database_alone_that_no_node_has_open()
    {
        File.WriteAllText(Database, "");
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("health", "--db", Database));
        Assert.Equal(["fleet.db"], Directory.GetFiles(Path.GetDirectoryName(Database)!).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Should_list_the_devices_of_the_usual_node_rather_than_miss_a_database()
    {
        _node.On("GET", "/healthz/live", Node.Json.HealthJson.Live).With(Snapshots.Row());
        _terminal.Environment = _terminal.Environment with { UsualNode = new Uri(_node.Url) };
        await OkAsync("devices", "list");
        Assert.Contains($"1 device: 1 online; at the node at {_node.Url}", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "{}", "application/json", "is no tuyactors, or one of another version")]
    [InlineData(200, "<html>", "text/html", "is no tuyactors, or one of another version")]
    [InlineData(502, "bad gateway", "text/plain", "is no tuyactors, or one of another version")]
    public async Task Should_say_so_when_what_answers_is_no_node(int status, string body, string mediaType, string sentence)
    {
        _node.On("GET", "/api/fleet", async context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (status, mediaType);
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body));
        });
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("health", "--node", _node.Url));
        Assert.Contains(sentence, _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_say_so_when_the_node_goes_away_in_the_middle_of_its_answer()
    {
        _node.On("GET", "/api/fleet", async context =>
        {
            (context.Response.ContentType, context.Response.ContentLength) = ("application/json", 1000);
            await context.Response.Body.WriteAsync("{\"status\""u8.ToArray());
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("health", "--node", _node.Url));
        Assert.Matches("^tuyactors health: (no node answers|the node) .*", _terminal.Error);
    }

    private string Database => _terminal.PathOf("fleet.db");

    private DatabaseLock Hold(string? url)
    {
        File.WriteAllText(Database, "");
        Assert.True(DatabaseLock.TryAcquire(Database, out var held, out _));
        if (url is not null)
        {
            held.Announce(new Uri(url));
        }

        return held;
    }

    private async Task OkAsync(params string[] args)
    {
        var code = await _terminal.RunAsync(args);
        Assert.True(code == ExitCode.Ok, _terminal.Error);
    }
}

using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Commands.OneDevice;

/// <summary><c>tuyactors device DEVICE key</c>.</summary>
public sealed class KeySpecs : IAsyncLifetime, IDisposable
{
    private const string Key = "s3cr3t-of-16-ch!";

    private readonly Terminal _terminal = new();
    private ScriptedNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = (await ScriptedNode.StartAsync()).With(Snapshots.Row("bf01", "Hall plug")).On(
            "PUT", "/api/devices/bf01/key", new DefinitionJson("bf01", "Hall plug", true, null, null, 6668, "persistent", null, null, null, null, [], null, 4, Snapshots.Now));
        _terminal.Variables["TUYACTORS_NODE"] = _node.Url;
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        // Whatever was done, the key is not told.
        Assert.DoesNotContain("s3cr3t", _terminal.Out + _terminal.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Should_take_the_key_from_a_file()
    {
        Assert.Equal(ExitCode.Ok, await RunAsync("--key-file", _terminal.File("key.txt", $"{Key}\n"), "--revision", "3"));
        Assert.Equal("'Hall plug' (bf01) has another local key now, revision 4", Assert.Single(_terminal.OutLines));
        Sent("\"3\"");
    }

    [Fact]
    public async Task Should_take_the_key_from_the_environment_and_say_so()
    {
        _terminal.Variables["TUYA_LOCAL_KEY"] = Key;
        Assert.Equal(ExitCode.Ok, await RunAsync());
        Assert.Equal("'Hall plug' (bf01) has another local key now, that of TUYA_LOCAL_KEY, revision 4", Assert.Single(_terminal.OutLines));
        Sent(null);
    }

    [Fact]
    public async Task Should_ask_a_person_for_the_key()
    {
        var questions = new List<string>();
        _terminal.Environment = _terminal.Environment with
        {
            AskSecret = (question, _) =>
            {
                questions.Add(question);
                return Task.FromResult(Key);
            },
        };
        Assert.Equal(ExitCode.Ok, await RunAsync());
        Assert.Equal("New local key of 'Hall plug' (16 characters, not shown)", Assert.Single(questions));
        Sent(null);
    }

    [Fact]
    public async Task Should_refuse_what_a_person_types_without_repeating_it()
    {
        _terminal.Environment = _terminal.Environment with { AskSecret = (_, _) => Task.FromResult("s3cr3t") };
        Assert.Equal(ExitCode.BadUsage, await RunAsync());
        Assert.Contains("A local key has 16 characters; this one has 6.", _terminal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_node.Asked, asked => asked.Method == "PUT");
    }

    [Fact]
    public async Task Should_tell_why_the_node_refuses()
    {
        _node.Refuses("PUT", "/api/devices/bf01/key", 412, "'bf01': it was changed meanwhile (revision 5, expected 3); look at it again");
        Assert.Equal(ExitCode.Failed, await RunAsync($"--key={Key}", "--revision", "3"));
        Assert.Equal("'bf01': it was changed meanwhile (revision 5, expected 3); look at it again", Assert.Single(_terminal.ErrorLines));
    }

    private void Sent(string? ifMatch)
    {
        var sent = Assert.Single(_node.Asked, asked => asked.Method == "PUT");
        Assert.Equal(($$"""{"key":"{{Key}}"}""", ifMatch), (sent.Body, sent.IfMatch));
    }

    private Task<int> RunAsync(params string[] args) => _terminal.RunAsync(["device", "Hall plug", "key", .. args]);
}

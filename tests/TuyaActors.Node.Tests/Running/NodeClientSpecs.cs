using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Http.Access;
using TuyaActors.Node.Running;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Running;

/// <summary>How commands come to a running node that asks for its token.</summary>
public sealed class NodeClientSpecs : IAsyncLifetime, IDisposable
{
    private readonly Terminal _terminal = new();
    private readonly ManualTime _time = new();

    private NodeUnderTest _node = null!;

    public async Task InitializeAsync() => _node = await NodeUnderTest.StartAsync(new NodeAccess { Token = Tokens.Of(Tokens.Right) }, _time);

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Should_say_what_to_do_when_the_node_asks_for_a_token()
    {
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("devices", "list", "--node", _node.Url));
        Assert.Equal($"tuyactors devices list: the node at {_node.Url} asks for its token: give it by --token-file FILE, or by TUYACTORS_TOKEN_FILE or TUYACTORS_TOKEN.\n", _terminal.Error);
    }

    [Fact]
    public async Task Should_say_that_nobody_answers_when_the_node_ends_as_it_takes_the_connection()
    {
        using var client = new NodeClient(new Uri("http://127.0.0.1:8377"), null, new Broken(new SocketException((int)SocketError.NotConnected)));
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/devices");
        var unreachable = await Assert.ThrowsAsync<NodeUnreachableException>(() => client.SendAsync(request, CancellationToken.None));
        Assert.StartsWith("no node answers at http://127.0.0.1:8377: ", unreachable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_show_the_token_of_a_flag_a_variable_or_the_configuration_file()
    {
        var token = _terminal.File("token", Tokens.Right);
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "list", "--node", _node.Url, "--token-file", token));
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "list", "--node", _node.Url, "--config", _terminal.File("node.conf", $"node.token-file = \"{token}\"")));
        _terminal.Variables["TUYACTORS_TOKEN_FILE"] = token;
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "list", "--node", _node.Url));
        _terminal.Variables.Remove("TUYACTORS_TOKEN_FILE");
        _terminal.Variables["TUYACTORS_TOKEN"] = Tokens.Right;
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "list", "--node", _node.Url));
        _terminal.Variables["TUYACTORS_NODE"] = _node.Url;
        _terminal.Clear();
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "list"));
        Assert.EndsWith($"at the node at {_node.Url}\n", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("health")]
    [InlineData("cluster", "status")]
    [InlineData("device", "lamp")]
    [InlineData("device", "lamp", "frames")]
    [InlineData("set", "lamp", "1=true")]
    [InlineData("get", "lamp", "1")]
    [InlineData("watch", "lamp", "--count", "1")]
    [InlineData("scan", "--seconds", "0.1")]
    public async Task Should_show_the_token_whatever_is_asked(params string[] args)
    {
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync([.. args, "--node", _node.Url]));
        Assert.Contains($"the node at {_node.Url} asks for its token", _terminal.Error, StringComparison.Ordinal);
        _terminal.Clear();
        await _terminal.RunAsync([.. args, "--node", _node.Url, "--token-file", _terminal.File("token", Tokens.Right)]);
        Assert.DoesNotContain("asks for its token", _terminal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("does not take the token", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_ask_the_database_that_a_flag_names_before_the_node_of_the_environment()
    {
        _terminal.Variables["TUYACTORS_NODE"] = _node.Url;
        Assert.Equal(ExitCode.BadStorage, await _terminal.RunAsync("devices", "list", "--db", _terminal.PathOf("none.db")));
        Assert.Contains("There is no database ", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_say_whose_token_is_wrong_and_when_to_come_again()
    {
        _terminal.Variables["TUYACTORS_TOKEN"] = Tokens.Wrong;
        for (var i = 0; i < GuessLimiter.OfOneAddress; i++)
        {
            _terminal.Clear();
            Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("devices", "list", "--node", _node.Url));
            Assert.Contains($"the node at {_node.Url} does not take the token from TUYACTORS_TOKEN; wanted is the one that the node was started with.", _terminal.Error, StringComparison.Ordinal);
        }

        _terminal.Clear();
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("devices", "list", "--node", _node.Url));
        Assert.Contains($"the node at {_node.Url} got too many wrong tokens and takes none for now; try again in 60 s", _terminal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Tokens.Wrong, _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_not_follow_to_elsewhere_with_the_token()
    {
        await using var proxy = await Browser.OpenAsync(new ScriptedFleet(), app => app.MapGet("/old/{**rest}", () => Results.Redirect($"{_node.Url}/api/definitions")));
        _terminal.Variables["TUYACTORS_TOKEN"] = Tokens.Right;
        var url = $"{proxy.Client.BaseAddress}old";
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("devices", "list", "--node", url));
        Assert.Contains($"what answers at {url} says to ask at {_node.Url}/api/definitions; if that is right, give it as --node.", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_keep_the_path_that_a_reverse_proxy_wants()
    {
        var seen = "";
        await using var proxy = await Browser.OpenAsync(new ScriptedFleet(), app => app.MapGet("/tuya/{**rest}", (HttpContext context) =>
        {
            seen = $"{context.Request.Path} {context.Request.Headers.Authorization}";
            return Results.Json(Array.Empty<string>());
        }));
        _terminal.Variables["TUYACTORS_TOKEN"] = Tokens.Right;
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "export", "--node", $"{proxy.Client.BaseAddress}tuya/"));
        Assert.Equal($"/tuya/api/definitions/export Bearer {Tokens.Right}", seen);
    }

    [Theory]
    [InlineData("http://me:s3cr3t@127.0.0.1:1", "--node has more than a host, a port and a path; a token is given by --token-file")]
    [InlineData("http://127.0.0.1:1/?token=s3cr3t", "--node has more than a host")]
    public async Task Should_not_repeat_a_secret_that_stands_in_the_address(string url, string sentence)
    {
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("devices", "list", "--node", url));
        Assert.Contains(sentence, _terminal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", _terminal.Error, StringComparison.Ordinal);
    }

    private sealed class Broken(Exception how) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromException<HttpResponseMessage>(how);
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Serving;

/// <summary>The real node: actors, server and all.</summary>
public sealed partial class ServeSpecs : IDisposable
{
    private readonly Terminal _terminal = new();

    [Theory]
    [InlineData("tuya { no-such-key = 1 }", "no-such-key")]
    [InlineData("tuya { command-timeout = never }", "tuya.command-timeout")]
    [InlineData("tuya {", "the HOCON text cannot be read: line 1: '{' is never closed")]
    public async Task Should_end_with_2_when_the_configuration_is_wrong(string hocon, string sentence)
    {
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("serve", "--memory", "--config", _terminal.File("tuya.conf", hocon)));
        Assert.Contains(sentence, _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_end_with_2_when_the_port_is_in_use()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://{other.LocalEndpoint}";
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("serve", "--memory", "--urls", url));
        Assert.Contains($"--urls: {url} is in use by another program", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_say_where_it_serves_serve_and_end_with_0_when_it_is_interrupted()
    {
        using var end = new CancellationTokenSource();
        var lines = new LineWriter();
        _terminal.Environment = _terminal.Environment with { Out = lines };
        var running = _terminal.RunUntilAsync(end.Token, "serve", "--memory", "--urls", "http://127.0.0.1:0", "--config", _terminal.File("tuya.conf", "tuya.discovery.enabled = off"));
        var url = Address().Match(await lines.FirstAsync(l => l.Contains("the page is at", StringComparison.Ordinal))).Value;
        using (var client = new HttpClient())
        {
            using var devices = JsonDocument.Parse(await client.GetStringAsync(new Uri($"{url}api/devices")));
            Assert.Equal(0, devices.RootElement.GetProperty("total").GetInt32());
            Assert.Contains("ready", await client.GetStringAsync(new Uri($"{url}healthz/ready")), StringComparison.Ordinal);
        }

        await end.CancelAsync();
        Assert.Equal(ExitCode.Ok, await running);
        Assert.Contains(AkkaEngineInfo.Sentence, lines.Lines[0], StringComparison.Ordinal);
        Assert.EndsWith("ended", lines.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_ask_for_the_token_on_every_address_and_warn_of_who_can_read_it()
    {
        var token = _terminal.File("token", Tokens.Right);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        }

        await ServeAsync(["--urls", "http://*:0", "--token-file", token, "--allowed-host", "home.example.org"], async (lines, url) =>
        {
            Assert.Contains(lines, line => line.Contains("WRN --token-file: '", StringComparison.Ordinal) || OperatingSystem.IsWindows());
            Assert.Contains(lines, line => line.Contains("is http: whoever is on the way can read the token", StringComparison.Ordinal));
            using var client = new HttpClient { BaseAddress = new Uri(url) };
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(new Uri("api/devices", UriKind.Relative))).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("healthz/live", UriKind.Relative))).StatusCode);
            client.DefaultRequestHeaders.Authorization = new("Bearer", Tokens.Right);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("api/devices", UriKind.Relative))).StatusCode);
            client.DefaultRequestHeaders.Host = "home.example.org";
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("api/devices", UriKind.Relative))).StatusCode);
            client.DefaultRequestHeaders.Host = "evil.example";
            Assert.Equal(HttpStatusCode.MisdirectedRequest, (await client.GetAsync(new Uri("api/devices", UriKind.Relative))).StatusCode);
            using var bySix = new HttpClient { BaseAddress = new Uri(url.Replace("127.0.0.1", "[::1]", StringComparison.Ordinal)), DefaultRequestHeaders = { Authorization = new("Bearer", Tokens.Right) } };
            Assert.True(!Socket.OSSupportsIPv6 || (await bySix.GetAsync(new Uri("api/devices", UriKind.Relative))).IsSuccessStatusCode);
        });
    }

    [Fact]
    public async Task Should_be_told_everything_by_the_environment_and_the_configuration_file()
    {
        _terminal.Variables["TUYACTORS_CONFIG"] = _terminal.File("node.conf", $"node {{ urls = \"http://127.0.0.1:1\", token-file = \"{_terminal.File("token", Tokens.Right)}\" }}");
        _terminal.Variables["TUYACTORS_MEMORY"] = "on";
        _terminal.Variables["TUYACTORS_URLS"] = "http://127.0.0.1:0";
        _terminal.Variables["TUYA__DISCOVERY__ENABLED"] = "false";
        await ServeAsync(null, async (lines, url) =>
        {
            Assert.Contains(lines, line => line.EndsWith("the fleet is kept in memory, and forgotten at the end; --db FILE keeps it", StringComparison.Ordinal));
            using var client = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", Tokens.Right) } };
            Assert.DoesNotContain("\"bound\":true", await client.GetStringAsync(new Uri($"{url}healthz/ready")), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Should_end_with_2_when_a_variable_is_mistyped()
    {
        _terminal.Variables["TUYACTORS_URL"] = "http://127.0.0.1:0";
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("serve", "--memory"));
        Assert.StartsWith("tuyactors serve: TUYACTORS_URL is no variable of this program; did you mean TUYACTORS_URLS?", _terminal.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _terminal.Dispose();

    private async Task ServeAsync(string[]? args, Func<IReadOnlyList<string>, string, Task> meanwhile)
    {
        using var end = new CancellationTokenSource();
        var lines = new LineWriter();
        _terminal.Environment = _terminal.Environment with { Out = lines };
        var running = _terminal.RunUntilAsync(end.Token, args is null ? ["serve"] : ["serve", "--memory", "--config", _terminal.File("tuya.conf", "tuya.discovery.enabled = off"), .. args]);
        var url = Address().Match(await lines.FirstAsync(l => l.Contains("the page is at", StringComparison.Ordinal))).Value;
        await meanwhile(lines.Lines, url);
        await end.CancelAsync();
        Assert.Equal(ExitCode.Ok, await running);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/")]
    private static partial Regex Address();
}

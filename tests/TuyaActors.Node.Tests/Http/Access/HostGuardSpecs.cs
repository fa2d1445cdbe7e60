using System.Net;
using TuyaActors.Node.Http.Access;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Http.Access;

public sealed class HostGuardSpecs
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LocalHost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.9.10", true)]
    [InlineData("[::1]", true)]
    [InlineData("::1", true)]
    [InlineData("", false)]
    [InlineData("evil.com", false)]
    [InlineData("localhost.evil.com", false)]
    [InlineData("127.0.0.1.evil.com", false)]
    [InlineData("2130706433", false)]
    [InlineData("127.1", false)]
    [InlineData("192.168.1.2", false)]
    [InlineData("[::]", false)]
    public void Should_know_which_names_can_only_mean_this_machine(string host, bool loopback) => Assert.Equal(loopback, HostNames.IsLoopbackName(host));

    [Theory]
    [InlineData("/api/devices")]
    [InlineData("/healthz/live")]
    [InlineData("/")]
    public async Task Should_refuse_when_a_name_was_rebound_to_this_address(string path)
    {
        await using var browser = await Browser.OpenAsync(new ScriptedFleet());
        var (status, body) = await browser.SendAsync(path, "Host", "evil.com");
        Assert.Equal(HttpStatusCode.MisdirectedRequest, status);
        Assert.Contains("evil.com", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://evil.com")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task Should_refuse_when_a_page_from_elsewhere_asks(string origin)
    {
        await using var browser = await Browser.OpenAsync(new ScriptedFleet());
        var (status, _) = await browser.SendAsync("/api/devices", "Origin", origin);
        Assert.Equal(HttpStatusCode.Forbidden, status);
    }

    [Fact]
    public async Task Should_serve_its_own_page_and_whoever_calls_it_localhost()
    {
        await using var browser = await Browser.OpenAsync(new ScriptedFleet());
        var own = browser.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync("/api/devices", "Origin", own)).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync("/api/devices", "Host", $"localhost:{browser.Client.BaseAddress.Port}")).Status);
    }
}

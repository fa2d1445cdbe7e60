using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using TuyaActors.Node.Http.Access;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Http.Access;

/// <summary>Who is slow, and who wants too much; with limits so small that nobody has to wait long.</summary>
public sealed class LimitsSpecs
{
    private const string Good = "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    [Fact]
    public async Task Should_give_up_a_head_that_does_not_end()
    {
        await using var browser = await OpenAsync(new HttpLimits { HeadersTimeout = TimeSpan.FromMilliseconds(50) });
        using var slow = await RawHttp.ConnectAsync(browser.Client.BaseAddress!);
        await slow.SendAsync("GET /healthz/live HTTP/1.1\r\nHost: local"u8.ToArray());
        Assert.Equal(408, (await slow.AnswerAsync()).Status);
        await AssertGoodAsync(browser);
    }

    [Fact]
    public async Task Should_give_up_a_connection_that_says_nothing()
    {
        await using var browser = await OpenAsync(new HttpLimits { IdleTimeout = TimeSpan.FromMilliseconds(50) });
        using var silent = await RawHttp.ConnectAsync(browser.Client.BaseAddress!);
        Assert.Equal(0, (await silent.AnswerAsync()).Status);
        await AssertGoodAsync(browser);
    }

    [Fact]
    public async Task Should_give_up_a_body_that_comes_too_slowly()
    {
        // Kestrel takes no grace of a second or less.
        await using var browser = await OpenAsync(new HttpLimits { BodyRate = 1_000_000, BodyGrace = TimeSpan.FromMilliseconds(1001) });
        using var slow = await RawHttp.ConnectAsync(browser.Client.BaseAddress!);
        await slow.SendAsync("POST /api/devices/lamp/dps HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{"u8.ToArray());
        var answer = await slow.AnswerAsync();
        Assert.Equal(408, answer.Status);
        Assert.Contains("too slowly", answer.Body, StringComparison.Ordinal);
        await AssertGoodAsync(browser);
    }

    [Fact]
    public async Task Should_have_no_more_connections_than_it_can_bear_and_room_again_when_some_end()
    {
        await using var browser = await OpenAsync(new HttpLimits { Connections = 2 });
        using (var first = await RawHttp.ConnectAsync(browser.Client.BaseAddress!))
        using (var second = await RawHttp.ConnectAsync(browser.Client.BaseAddress!))
        {
            Assert.Equal(200, await AskAsync(first));
            Assert.Equal(200, await AskAsync(second));
            using var third = await RawHttp.ConnectAsync(browser.Client.BaseAddress!);
            Assert.Equal(0, await AskAsync(third));
            Assert.Equal(200, await AskAsync(first));
        }

        await AssertGoodAgainAsync(browser.Client.BaseAddress!);
    }

    [Theory]
    [InlineData("192.168.1.66", "192.168.1.66", false)]
    [InlineData("192.168.1.66", "192.168.1.67", true)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("::1", "::ffff:127.0.0.1", true)]
    public async Task Should_let_one_address_of_another_machine_have_only_its_share(string one, string other, bool lets)
    {
        using var cap = new ConnectionCap(2);
        var ended = new TaskCompletionSource();
        var (first, second) = (cap.RunAsync(From(one), _ => ended.Task), cap.RunAsync(From(one), _ => ended.Task));
        Assert.Equal(lets, await LetsAsync(cap, other));
        ended.SetResult();
        await Task.WhenAll(first, second);
        Assert.True(await LetsAsync(cap, other));
    }

    private static async Task<bool> LetsAsync(ConnectionCap cap, string from)
    {
        var came = false;
        await cap.RunAsync(From(from), _ =>
        {
            came = true;
            return Task.CompletedTask;
        });
        return came;
    }

    private static DefaultConnectionContext From(string address) => new() { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 50000) };

    private static async Task<int> AskAsync(RawHttp client)
    {
        await client.SendAsync(Encoding.Latin1.GetBytes(Good));
        return (await client.AnswerAsync()).Status;
    }

    private static async Task<Browser> OpenAsync(HttpLimits limits) => await Browser.OpenAsync(new ScriptedFleet(), access: new NodeAccess { Limits = limits });

    private static async Task AssertGoodAsync(Browser browser) => Assert.Equal(200, (await RawHttp.AskAsync(browser.Client.BaseAddress!, Encoding.Latin1.GetBytes(Good))).Status);

    // The server hears of the end of a connection a moment after its client.
    private static async Task AssertGoodAgainAsync(Uri node)
    {
        while ((await RawHttp.AskAsync(node, Encoding.Latin1.GetBytes(Good))).Status != 200)
        {
            await Task.Yield();
        }
    }
}

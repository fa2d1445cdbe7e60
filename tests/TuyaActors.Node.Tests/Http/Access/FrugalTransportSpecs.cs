using System.Net;
using System.Net.Sockets;
using TuyaActors.Node.Http.Access;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Http.Access;

public sealed class FrugalTransportSpecs
{
    [Fact]
    public async Task Should_close_a_connection_at_once_when_only_the_files_are_left_that_are_kept_back()
    {
        await using var browser = await OpenAsync(FrugalTransport.KeptBack);
        // The second shows that it goes on accepting.
        for (var i = 0; i < 2; i++)
        {
            Assert.True(await IsClosedAsync(browser.Client.BaseAddress!.Port));
        }
    }

    [Fact]
    public async Task Should_answer_when_there_are_more()
    {
        await using var browser = await OpenAsync(1_000_000);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("api/devices")).Status);
    }

    private static Task<Browser> OpenAsync(long files) => Browser.OpenAsync(new ScriptedFleet(), access: new NodeAccess { Limits = new HttpLimits { Files = files } });

    private static async Task<bool> IsClosedAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return await client.GetStream().ReadAsync(new byte[1]) == 0;
        }
        catch (Exception reset) when (reset is IOException or SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return true;
        }
    }
}

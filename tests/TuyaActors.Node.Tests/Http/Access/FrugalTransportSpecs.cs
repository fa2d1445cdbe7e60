using System.Net;
using System.Net.Sockets;
using TuyaActors.Files;
using TuyaActors.Node.Http.Access;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Http.Access;

public sealed class FrugalTransportSpecs
{
    [Fact]
    public async Task Should_close_a_connection_at_once_when_only_the_files_are_left_that_are_kept_back()
    {
        await using var browser = await OpenAsync(FrugalTransport.KeptBack);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, browser.Client.BaseAddress!.Port);
            Assert.True(await EndsAsync(client));
        }
    }

    [Fact]
    public async Task Should_answer_when_there_are_more()
    {
        await using var browser = await OpenAsync(1_000_000);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("api/devices")).Status);
    }

    private static Task<Browser> OpenAsync(long files) => Browser.OpenAsync(new ScriptedFleet(), access: new NodeAccess { Limits = new HttpLimits { Files = new FileBudget(files) } });

    private static async Task<bool> EndsAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1]) == 0;
        }
        catch (IOException)
        {
            // It was reset.
            return true;
        }
    }
}

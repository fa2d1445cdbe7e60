using System.Net.Sockets;
using TuyaActors.Crash;

namespace TuyaActors.EndToEnd;

/// <summary><c>tools/crash</c> in small.</summary>
[Collection(nameof(Alone))]
public sealed class CrashSpecs
{
    [Fact]
    public async Task Should_have_all_that_was_acknowledged_and_nothing_half_after_each_kill()
    {
        var folder = Directory.CreateTempSubdirectory("tuya-crash-");
        try
        {
            var options = new CrashOptions { Kills = 6, Seed = 1, Folder = folder.FullName, Program = Path.Combine(AppContext.BaseDirectory, "tuyactors.dll") };
            var result = await new CrashTrial(options, _ => { }).RunAsync(CancellationToken.None);
            Assert.Empty(result.Wrong);
            Assert.InRange(result.Acknowledged, 6, long.MaxValue);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Should_leave_a_change_open_when_the_node_is_killed_as_it_takes_the_connection()
    {
        var ledger = new Ledger();
        var acknowledged = 0;
        using var node = new HttpClient(new Broken()) { BaseAddress = new Uri("http://127.0.0.1:1") };
        await new Operator(1, new Random(1), ledger, () => 7).WorkAsync(node, () => acknowledged++, CancellationToken.None);
        Assert.Equal((0, true), (acknowledged, ledger.Open > 0));
    }

    private sealed class Broken : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(new SocketException((int)SocketError.NotConnected));
    }
}

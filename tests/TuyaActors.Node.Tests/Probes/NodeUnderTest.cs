using TuyaActors.Node.Http.Access;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Tests.Probes;

/// <summary>A real fleet, kept in memory and deaf to the LAN, with its HTTP face.</summary>
internal sealed class NodeUnderTest : IAsyncDisposable
{
    private readonly IRunningFleet _fleet;

    private NodeUnderTest(IRunningFleet fleet, Browser browser) => (_fleet, Browser) = (fleet, browser);

    public Browser Browser { get; }

    public string Url => Browser.Client.BaseAddress!.ToString().TrimEnd('/');

    public static async Task<NodeUnderTest> StartAsync(NodeAccess? access = null, TimeProvider? time = null)
    {
        var fleet = await HostedFleet.StartAsync(new FleetSetup { Discovery = false }, CancellationToken.None);
        return new NodeUnderTest(fleet, await Browser.OpenAsync(fleet.Fleet, access: access, time: time));
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        await _fleet.DisposeAsync();
    }
}

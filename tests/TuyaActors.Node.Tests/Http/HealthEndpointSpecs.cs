using System.Net;
using TuyaActors.Messages;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Http;

public sealed class HealthEndpointSpecs
{
    [Fact]
    public async Task Should_be_ready_and_tell_states_and_ports_when_the_fleet_answers()
    {
        var fleet = new ScriptedFleet { OnHealth = () => Task.FromResult(Snapshots.Health(3, new UdpPortHealth(6666, false, 0, "taken"))) };
        await using var browser = await Browser.OpenAsync(fleet);
        var (status, body) = await browser.GetAsync("/healthz/ready");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(3, body.GetProperty("byState").GetProperty("online").GetInt32());
        Assert.Equal("taken", body.GetProperty("udpPorts")[0].GetProperty("problem").GetString());
    }

    [Fact]
    public async Task Should_live_but_not_be_ready_when_the_fleet_does_not_answer()
    {
        var fleet = new ScriptedFleet { OnHealth = () => Task.FromException<FleetHealth>(new TimeoutException()) };
        await using var browser = await Browser.OpenAsync(fleet);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/healthz/live")).Status);
        var (status, body) = await browser.GetAsync("/healthz/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("not ready", body.GetProperty("status").GetString());
    }
}

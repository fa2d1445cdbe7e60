using System.Net;
using TuyaActors.Messages;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Http;

public sealed class FleetEndpointSpecs
{
    private readonly ScriptedFleet _fleet = new ScriptedFleet().With(Snapshots.Device("gate", "Gateway") with { UnknownCids = ["c1", "c2"] });

    [Fact]
    public async Task Should_tell_how_the_fleet_and_its_node_are()
    {
        _fleet.Heard.AddRange([Heard("stranger", false), Heard("gate", true)]);
        _fleet.OnHealth = () => Task.FromResult(Snapshots.Health(10, new UdpPortHealth(6666, true, 7, null) { LastHeardAt = Snapshots.Now }) with { Storage = new StorageHealth(true, "the disk is full") });
        await using var browser = await Browser.OpenAsync(_fleet);
        var (status, body) = await browser.GetAsync("/api/fleet");
        Assert.Equal((HttpStatusCode.OK, "unhealthy", 10, 3), (status, body.GetProperty("status").GetString(), body.GetProperty("devices").GetInt32(), body.GetProperty("strangers").GetInt32()));
        Assert.Contains("the disk is full", body.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Equal((7, "the disk is full"), (body.GetProperty("udpPorts")[0].GetProperty("datagrams").GetInt32(), body.GetProperty("storage").GetProperty("problem").GetString()));
        Assert.Equal((false, "0.1.0"), (body.GetProperty("simulated").GetBoolean(), body.GetProperty("version").GetString()));
    }

    [Fact]
    public async Task Should_list_who_is_heard_and_who_of_them_is_new()
    {
        _fleet.Heard.AddRange([Heard("gate", true), Heard("stranger", false)]);
        await using var browser = await Browser.OpenAsync(_fleet);
        var (_, all) = await browser.GetAsync("/api/sightings");
        Assert.Equal(["Gateway", null], all.GetProperty("sightings").EnumerateArray().Select(s => s.TryGetProperty("name", out var name) ? name.GetString() : null));
        Assert.Equal(["c1", "c2"], all.GetProperty("subDevices").EnumerateArray().Select(s => s.GetProperty("cid").GetString()));
        var (_, strangers) = await browser.GetAsync("/api/sightings?new=true");
        Assert.Equal("stranger", Assert.Single(strangers.GetProperty("sightings").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync("/api/sightings?new=yes")).Status);
    }

    [Fact]
    public async Task Should_ask_the_LAN_for_as_long_as_wanted()
    {
        _fleet.Heard.AddRange([Heard("gate", true), Heard("stranger", false)]);
        TimeSpan? asked = null;
        _fleet.OnScan = duration =>
        {
            asked = duration;
            return new[] { Heard("stranger", false).Sighting }.ToAsyncEnumerable();
        };
        await using var browser = await Browser.OpenAsync(_fleet);
        var (status, body) = await browser.PostAsync("/api/scan?seconds=2.5", "{}");
        Assert.Equal((HttpStatusCode.OK, TimeSpan.FromSeconds(2.5)), (status, asked));
        Assert.Equal("stranger", Assert.Single(body.GetProperty("sightings").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/api/scan?seconds=61", "{}")).Status);
    }

    [Fact]
    public async Task Should_say_that_nobody_can_be_heard()
    {
        _fleet.OnScan = _ => throw new InvalidOperationException("the fleet 'tuya' does not listen to the LAN: tuya.discovery is off");
        await using var browser = await Browser.OpenAsync(_fleet);
        var (status, body) = await browser.PostAsync("/api/scan", "{}");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("tuya.discovery is off", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static SightingRecord Heard(string id, bool known) =>
        new(new DeviceSighting(new DeviceId(id), IPAddress.Parse("192.168.1.30"), ProtocolVersion.V33, "key", 6667, known), Snapshots.Now, Snapshots.Now, 3);
}

using System.Net;
using TuyaActors.Messages;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Http;

public sealed class DeviceDetailsSpecs : IAsyncLifetime
{
    private static readonly DeviceId Gate = new("gate");

    private readonly ScriptedFleet _fleet = new ScriptedFleet().With(
        Snapshots.Device("gate", "Gateway") with { Reported = DpSet.Of((1, true), (18, 250)), UnknownCids = ["c9"] },
        Snapshots.Device("child", "Button") with { Gateway = Gate, Cid = "c1" });

    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _fleet.Histories[Gate] = new DeviceHistory(Gate)
        {
            Periods = [new StatePeriod(DeviceState.Online, Snapshots.Now, null, null, 0), new StatePeriod(DeviceState.Backoff, Snapshots.Now.AddHours(-1), Snapshots.Now, Snapshots.Finding(DiagnosisKind.Refused), 14)],
            Addresses = [new KnownAddress(IPAddress.Parse("192.168.1.20"), Snapshots.Now.AddDays(-9), Snapshots.Now, true), new KnownAddress(IPAddress.Parse("192.168.1.7"), Snapshots.Now.AddDays(-90), Snapshots.Now.AddDays(-9), false)],
            ClaimedAddress = IPAddress.Parse("192.168.1.99"),
            Dps = [new DpShown(1, [DpKind.Boolean], null, null, []), new DpShown(18, [DpKind.Integer], 0, 900, []), new DpShown(21, [DpKind.String], null, null, ["colour", "white"])],
        };
        _fleet.Definitions[Gate] = new StoredDefinition(
            new DeviceDefinition(Gate)
            {
                Name = "Gateway",
                Key = LocalKey.Parse("0123456789abcdef"),
                Mode = ConnectionMode.OnDemand,
                Details = """{"mapping":{"18":{"code":"cur_current","type":"Integer","values":{"unit":"mA","min":0,"max":30000,"scale":0,"step":1}},"21":{"code":"work_mode","type":"Enum","values":"{\"range\":[\"white\",\"colour\",\"scene\"]}"},"25":{"code":"scene_data","type":"String","values":{}}}}""",
            },
            7,
            Snapshots.Now);
        _browser = await Browser.OpenAsync(_fleet);
    }

    public async Task DisposeAsync() => await _browser.DisposeAsync();

    [Fact]
    public async Task Should_tell_how_a_device_came_to_stand_where_it_does()
    {
        var (_, body) = await _browser.GetAsync("/api/devices/gate");
        var away = body.GetProperty("history")[1];
        Assert.Equal(("backoff", 14, "refused"), (away.GetProperty("state").GetString(), away.GetProperty("failures").GetInt32(), away.GetProperty("diagnosis").GetProperty("kind").GetString()));
        Assert.False(body.GetProperty("history")[0].TryGetProperty("until", out _));
        Assert.Equal(["192.168.1.20", "192.168.1.7"], body.GetProperty("addresses").EnumerateArray().Select(a => a.GetProperty("address").GetString()));
        Assert.Equal("192.168.1.99", body.GetProperty("claimedAddress").GetString());
        Assert.Equal(("on-demand", true, 7), (body.GetProperty("connection").GetString(), body.GetProperty("hasKey").GetBoolean(), body.GetProperty("revision").GetInt32()));
        Assert.DoesNotContain("0123456789abcdef", body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("gate", body.EnumerateObject().First().Value.GetString());
    }

    [Fact]
    public async Task Should_tell_of_each_DP_what_is_known_from_wherever()
    {
        var (_, body) = await _browser.GetAsync("/api/devices/gate");
        var dps = body.GetProperty("dps").EnumerateArray().ToDictionary(dp => dp.GetProperty("dp").GetInt32());
        Assert.Equal([1, 18, 21, 25], dps.Keys.Order());
        Assert.Equal(("true", "boolean"), (dps[1].GetProperty("value").GetRawText(), dps[1].GetProperty("types")[0].GetString()));
        Assert.False(dps[1].TryGetProperty("code", out _));
        Assert.Equal((250, 0, 900, "mA", 30000, true), (dps[18].GetProperty("value").GetInt32(), dps[18].GetProperty("min").GetInt32(), dps[18].GetProperty("max").GetInt32(),
            dps[18].GetProperty("unit").GetString(), dps[18].GetProperty("highest").GetInt32(), dps[18].GetProperty("measured").GetBoolean()));
        Assert.Equal(["colour", "white"], dps[21].GetProperty("texts").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal(["white", "colour", "scene"], dps[21].GetProperty("options").EnumerateArray().Select(t => t.GetString()));
        Assert.False(dps[21].TryGetProperty("value", out _));
    }

    [Fact]
    public async Task Should_tell_who_is_behind_a_gateway()
    {
        var (_, body) = await _browser.GetAsync("/api/devices/gate");
        Assert.Equal(("child", "c1"), (body.GetProperty("subDevices")[0].GetProperty("id").GetString(), body.GetProperty("subDevices")[0].GetProperty("cid").GetString()));
        Assert.Equal("c9", body.GetProperty("unknownCids")[0].GetString());
        var (_, child) = await _browser.GetAsync("/api/devices/child");
        Assert.Equal("gate", child.GetProperty("gateway").GetString());
        Assert.False(child.TryGetProperty("connection", out _));
    }

    [Fact]
    public async Task Should_show_the_frames_of_the_last_minute()
    {
        var bytes = Convert.FromHexString("000055aa");
        _fleet.Recordings[Gate] = new FrameRecording(Gate, Snapshots.Now,
        [
            new RecordedFrame(Snapshots.Now, FrameDirection.Sent, ProtocolVersion.V34, bytes) { Seqno = 9, Command = CommandId.ControlNew, Payload = "{\"dps\":{}}"u8.ToArray() },
            new RecordedFrame(Snapshots.Now, FrameDirection.Received, ProtocolVersion.V34, bytes) { Seqno = 9, Command = (CommandId)200, Retcode = 1, Payload = new byte[] { 0xff, 1, 0 } },
            new RecordedFrame(Snapshots.Now, FrameDirection.Received, ProtocolVersion.V34, bytes) { Problem = "The CRC is wrong." },
        ]);
        var (_, body) = await _browser.GetAsync("/api/devices/gate/frames");
        var (sent, strange, broken) = (body.GetProperty("frames")[0], body.GetProperty("frames")[1], body.GetProperty("frames")[2]);
        Assert.Equal(("sent", "controlNew", "000055aa", "{\"dps\":{}}"),
            (sent.GetProperty("direction").GetString(), sent.GetProperty("commandName").GetString(), sent.GetProperty("hex").GetString(), sent.GetProperty("payload").GetString()));
        Assert.Equal((200, 1, "ff01"), (strange.GetProperty("command").GetInt32(), strange.GetProperty("retcode").GetInt32(), strange.GetProperty("payloadHex").GetString()));
        Assert.False(strange.TryGetProperty("commandName", out _));
        Assert.Equal("The CRC is wrong.", broken.GetProperty("problem").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync("/api/devices/nobody/frames")).Status);
    }
}

using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Simulator.Profiles;
using TuyaActors.Simulator.Tests.Probes;

namespace TuyaActors.Simulator.Tests;

public sealed class GatewaySpecs
{
    private const string Lamp = "a4c1380000000001";
    private const string Meter = "a4c1380000000002";

    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_list_its_sub_devices(ProtocolVersion version)
    {
        var (stage, gateway) = await WithGatewayAsync(version);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(gateway);

        await client.SendAsync(DeviceRequests.SubDevices(version, gateway.Id, 0));
        var list = ReplyParser.Parse(await client.ReceiveAsync(CommandId.LanExtStream));

        Assert.Equal(ReplyKind.SubDevices, list.Kind);
        Assert.Equal([Lamp], list.OnlineCids);
        Assert.Equal([Meter], list.OfflineCids);
    }

    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_query_and_control_a_sub_device_by_its_cid(ProtocolVersion version)
    {
        var (stage, gateway) = await WithGatewayAsync(version);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(gateway);
        var lamp = gateway.SubDevices[0];
        var on = !lamp.State[20].AsBoolean();
        var received = gateway.NextAsync<DeviceActivity.CommandReceived>(command => command.Dps.Count > 0, Stage.Deadline);

        await client.QueryAsync(Lamp, dps: [.. lamp.State.Keys]);
        var reply = ReplyParser.Parse(await client.ReceiveAsync());
        Assert.Equal(Lamp, reply.Cid);
        Assert.Equal(lamp.State, reply.Dps);

        await client.ControlAsync(DpSet.Of((20, on)), Lamp);
        Assert.Equal(0u, (await client.ReceiveAsync()).Retcode);
        var push = await client.ReceivePushAsync();

        Assert.Equal(Lamp, push.Cid);
        Assert.Equal(DpSet.Of((20, on)), push.Dps);
        Assert.Equal(on, lamp.State[20].AsBoolean());
        Assert.Equal((Lamp, DpSet.Of((20, on))), ((await received).Cid, (await received).Dps));
    }

    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_push_for_the_right_child(ProtocolVersion version)
    {
        var (stage, gateway) = await WithGatewayAsync(version);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(gateway);
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);

        gateway.SubDevices[1].Set(1, 211);
        gateway.SubDevices[0].Set(22, 500);
        gateway.Set(32, "alarm");

        var (first, second, third) = (await client.ReceivePushAsync(), await client.ReceivePushAsync(), await client.ReceivePushAsync());
        Assert.Equal((Meter, DpSet.Of((1, 211))), (first.Cid, first.Dps));
        Assert.Equal((Lamp, DpSet.Of((22, 500))), (second.Cid, second.Dps));
        Assert.Equal((null, DpSet.Of((32, "alarm"))), (third.Cid, third.Dps));
    }

    [Theory]
    [InlineData(Meter)]
    [InlineData("a4c138ffffffffff")]
    public async Task Should_refuse_commands_for_a_child_that_is_offline_or_not_there(string cid)
    {
        var (stage, gateway) = await WithGatewayAsync(ProtocolVersion.V34);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(gateway);

        await client.QueryAsync(cid);
        Assert.Equal(1u, (await client.ReceiveAsync(CommandId.DpQueryNew)).Retcode);
        await client.ControlAsync(DpSet.Of((1, 1)), cid);
        Assert.Equal(1u, (await client.ReceiveAsync(CommandId.ControlNew)).Retcode);
    }

    [Fact]
    public async Task Should_tell_when_a_child_comes_or_goes()
    {
        var (stage, gateway) = await WithGatewayAsync(ProtocolVersion.V35);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(gateway);
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);

        gateway.SubDevices[1].IsOnline = true;
        gateway.SubDevices[1].IsOnline = true;
        gateway.SubDevices[0].IsOnline = false;

        Assert.Equal([Lamp, Meter], ReplyParser.Parse(await client.ReceiveAsync(CommandId.LanExtStream)).OnlineCids);
        Assert.Equal([Lamp], ReplyParser.Parse(await client.ReceiveAsync(CommandId.LanExtStream)).OfflineCids);
    }

    private static Task<(Stage Stage, SimulatedDevice Gateway)> WithGatewayAsync(ProtocolVersion version) => Stage.WithAsync(new SimulatedDeviceOptions
    {
        Version = version,
        Profile = DeviceProfile.Gateway,
        SubDevices =
        [
            new SimulatedSubDeviceOptions { Cid = Lamp, Profile = DeviceProfile.Bulb },
            new SimulatedSubDeviceOptions { Cid = Meter, Profile = DeviceProfile.Sensor, Online = false },
        ],
    });
}

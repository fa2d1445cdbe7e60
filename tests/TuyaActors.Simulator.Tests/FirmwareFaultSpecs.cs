using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Simulator.Profiles;
using TuyaActors.Simulator.Tests.Probes;

namespace TuyaActors.Simulator.Tests;

/// <summary>The ways of weak firmware, which a client has to learn.</summary>
public sealed class FirmwareFaultSpecs
{
    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_neither_do_nor_answer_a_control_of_more_dps_than_it_takes(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        device.Faults = new DeviceFaults { MostDpsPerControl = 1 };
        var before = device.State;
        using var client = await RawClient.ConnectAsync(device);

        await client.ControlAsync(DpSet.Of((1, !before[1].AsBoolean()), (9, 0)));
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);
        Assert.Equal(before, device.State);

        await client.ControlAsync(DpSet.Of((1, !before[1].AsBoolean())));
        await client.ReceiveAsync();
        Assert.Equal(!before[1].AsBoolean(), (await client.ReceivePushAsync()).Dps[1].AsBoolean());
    }

    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_hang_up_after_all_of_its_answer_when_told_to(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        device.Faults = new DeviceFaults { ClosesAfterReply = true };
        using (var client = await RawClient.ConnectAsync(device))
        {
            await client.HeartbeatAsync();
            await client.ReceiveAsync(CommandId.Heartbeat);
            await client.ControlAsync(DpSet.Of((1, true)));
            await client.ReceiveAsync();
            await client.ReceivePushAsync();
            await client.ExpectEndAsync();
        }

        using var again = await RawClient.ConnectAsync(device);
        await again.QueryAsync(dps: [1]);
        await again.ReceiveAsync();
        await again.ExpectEndAsync();
        Assert.Equal(2, device.ConnectionCount);
    }

    [Fact]
    public async Task Should_hang_up_only_after_a_slow_answer_has_come()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V34);
        await using var end = stage;
        device.Faults = new DeviceFaults { ClosesAfterReply = true, ReplyDelay = TimeSpan.FromSeconds(5) };
        using var client = await RawClient.ConnectAsync(device);
        var heard = device.NextAsync<DeviceActivity.Pushed>(cancellationToken: Stage.Deadline);
        await client.ControlAsync(DpSet.Of((1, true)));
        await heard;

        stage.Time.Advance(TimeSpan.FromSeconds(4.999));
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);
        stage.Time.Advance(TimeSpan.FromSeconds(0.001));

        await client.ReceiveAsync(CommandId.ControlNew);
        await client.ReceivePushAsync();
        await client.ExpectEndAsync();
    }

    [Fact]
    public async Task Should_hang_up_on_a_client_that_says_nothing_for_too_long()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        device.Faults = new DeviceFaults { ClosesWhenIdleFor = TimeSpan.FromSeconds(3) };

        for (var beat = 0; beat < 3; beat++)
        {
            stage.Time.Advance(TimeSpan.FromSeconds(2.9));
            await client.HeartbeatAsync();
            await client.ReceiveAsync(CommandId.Heartbeat);
        }

        stage.Time.Advance(TimeSpan.FromSeconds(3));
        await client.ExpectEndAsync();

        using var mended = await RawClient.ConnectAsync(device);
        device.Faults = DeviceFaults.None;
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await mended.HeartbeatAsync();
        await mended.ReceiveAsync(CommandId.Heartbeat);
    }

    [Fact]
    public async Task Should_be_slow_for_one_sub_device_and_not_for_the_others()
    {
        var (stage, gateway) = await Stage.WithAsync(new SimulatedDeviceOptions
        {
            Version = ProtocolVersion.V34,
            Profile = DeviceProfile.Gateway,
            SubDevices = [new SimulatedSubDeviceOptions { Profile = DeviceProfile.Plug }, new SimulatedSubDeviceOptions { Profile = DeviceProfile.Plug }],
        });
        await using var end = stage;
        var (slow, quick) = (gateway.SubDevices[0], gateway.SubDevices[1]);
        slow.ReplyDelay = TimeSpan.FromSeconds(5);
        using var client = await RawClient.ConnectAsync(gateway);

        await client.ControlAsync(DpSet.Of((1, !slow.State[1].AsBoolean())), slow.Cid);
        await client.ControlAsync(DpSet.Of((1, !quick.State[1].AsBoolean())), quick.Cid);
        await client.ReceiveAsync(CommandId.ControlNew);
        Assert.Equal(quick.Cid, (await client.ReceivePushAsync()).Cid);
        stage.Time.Advance(TimeSpan.FromSeconds(5));

        await client.ReceiveAsync(CommandId.ControlNew);
        Assert.Equal(slow.Cid, (await client.ReceivePushAsync()).Cid);
        Assert.Throws<ArgumentOutOfRangeException>(() => slow.ReplyDelay = TimeSpan.FromSeconds(-1));
    }

    [Fact]
    public async Task Should_bring_the_news_behind_a_slow_reply_and_never_before_it()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        device.Faults = new DeviceFaults { ReplyDelay = TimeSpan.FromSeconds(5) };
        using var client = await RawClient.ConnectAsync(device);

        await client.ControlAsync(DpSet.Of((1, !device.State[1].AsBoolean())));
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);
        stage.Time.Advance(TimeSpan.FromSeconds(5));

        await client.ReceiveAsync(CommandId.Control);
        await client.ReceivePushAsync();
    }

    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_tell_what_is_so_when_a_slow_answer_comes_and_not_when_it_was_asked(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        device.Set(1, true);
        device.Faults = new DeviceFaults { ReplyDelay = TimeSpan.FromSeconds(5) };
        using var client = await RawClient.ConnectAsync(device);
        var heard = device.NextAsync<DeviceActivity.Pushed>(cancellationToken: Stage.Deadline);
        var dialect = version is ProtocolVersion.V32 ? DeviceDialect.Device22 : DeviceDialect.Default;
        await client.QueryAsync(dialect: dialect, dps: [1]);
        await client.ControlAsync(DpSet.Of((1, true)));
        await heard;

        device.Set(1, false);
        Assert.False((await client.ReceivePushAsync()).Dps[1].AsBoolean());
        stage.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.False(ReplyParser.Parse(await client.ReceiveAsync()).Dps[1].AsBoolean());
        await client.ReceiveAsync();
        Assert.False((await client.ReceivePushAsync()).Dps[1].AsBoolean());
    }
}

using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Simulator.Profiles;
using TuyaActors.Simulator.Tests.Probes;

namespace TuyaActors.Simulator.Tests;

public sealed class DeviceConversationSpecs
{
    [Theory]
    [MemberData(nameof(Stage.VersionsAndProfiles), MemberType = typeof(Stage))]
    public async Task Should_answer_a_query_with_the_state(ProtocolVersion version, string kind)
    {
        var (stage, device) = await Stage.WithAsync(new SimulatedDeviceOptions { Version = version, Profile = Stage.Profile(kind) });
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);

        await client.QueryAsync(dps: [.. device.State.Keys]);
        var reply = await client.ReceiveAsync();

        Assert.Equal(0u, reply.Retcode);
        Assert.Equal(device.State, ReplyParser.Parse(reply).Dps);
        Assert.Equal(device.Profile.DataPoints.Select(dp => dp.Id), device.State.Keys);
    }

    [Theory]
    [MemberData(nameof(Stage.VersionsAndProfiles), MemberType = typeof(Stage))]
    public async Task Should_acknowledge_a_control_and_push_the_news(ProtocolVersion version, string kind)
    {
        var (stage, device) = await Stage.WithAsync(new SimulatedDeviceOptions { Version = version, Profile = Stage.Profile(kind) });
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        var (dp, value) = Another(device);

        await client.ControlAsync(DpSet.Of((dp, value)));
        var ack = await client.ReceiveAsync(version.NeedsSession() ? CommandId.ControlNew : CommandId.Control);

        Assert.Equal(0, ack.Payload.Length);
        if (device.Profile.Find(dp)!.Writable)
        {
            Assert.Equal(0u, ack.Retcode);
            Assert.Equal(value, (await client.ReceivePushAsync()).Dps[dp]);
            Assert.Equal(value, device.State[dp]);
        }
        else
        {
            Assert.Equal(1u, ack.Retcode);
            Assert.NotEqual(value, device.State[dp]);
        }
    }

    [Theory]
    [MemberData(nameof(Stage.VersionsAndProfiles), MemberType = typeof(Stage))]
    public async Task Should_push_what_is_changed_by_hand(ProtocolVersion version, string kind)
    {
        var (stage, device) = await Stage.WithAsync(new SimulatedDeviceOptions { Version = version, Profile = Stage.Profile(kind) });
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);
        var (dp, value) = Another(device);

        device.Set(dp, value);
        var push = await client.ReceivePushAsync();

        Assert.Equal(DpSet.Of((dp, value)), push.Dps);
        Assert.Equal(stage.Time.GetUtcNow().ToUnixTimeSeconds(), push.T);
        Assert.Equal(1, device.PushCount);
    }

    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_answer_a_heartbeat_with_nothing(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);

        await client.HeartbeatAsync();
        var reply = await client.ReceiveAsync(CommandId.Heartbeat);

        Assert.Equal(0, reply.Payload.Length);
        Assert.Equal(1, device.HeartbeatCount);
        Assert.Equal(0, device.CommandCount);
    }

    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_number_its_frames_as_its_version_does(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);

        await client.HeartbeatAsync();
        var heartbeat = await client.ReceiveAsync(CommandId.Heartbeat);
        await client.QueryAsync(dps: [1]);
        var reply = await client.ReceiveAsync();
        device.Set(1, false);
        var push = await client.ReceiveAsync(CommandId.Status);

        if (version is ProtocolVersion.V35)
        {
            Assert.Equal([heartbeat.Seqno, heartbeat.Seqno + 1, heartbeat.Seqno + 2], new[] { heartbeat.Seqno, reply.Seqno, push.Seqno });
            Assert.NotEqual(client.Seqno, reply.Seqno);
        }
        else
        {
            Assert.Equal(version < ProtocolVersion.V33 ? 0 : client.Seqno - 1, heartbeat.Seqno);
            Assert.Equal(client.Seqno, reply.Seqno);
            Assert.Equal(0u, push.Seqno);
        }
    }

    [Fact]
    public async Task Should_go_on_counting_over_connections_when_it_speaks_3_5()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V35);
        await using var end = stage;
        uint last;
        using (var first = await RawClient.ConnectAsync(device))
        {
            await first.HeartbeatAsync();
            last = (await first.ReceiveAsync()).Seqno;
        }

        using var second = await RawClient.ConnectAsync(device);
        await second.HeartbeatAsync();

        // The session's response of the second connection took one.
        Assert.Equal(last + 2, (await second.ReceiveAsync()).Seqno);
    }

    [Theory]
    [InlineData(ProtocolVersion.V32, DeviceDialect.Default)]
    [InlineData(ProtocolVersion.V33, DeviceDialect.Device22)]
    [InlineData(ProtocolVersion.V34, DeviceDialect.Device22)]
    public async Task Should_want_the_device22_way_when_it_is_such_a_device(ProtocolVersion version, DeviceDialect dialect)
    {
        var (stage, device) = await Stage.WithAsync(new SimulatedDeviceOptions { Version = version, Dialect = dialect });
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);

        await client.SendAsync(version.NeedsSession() ? CommandId.DpQueryNew : CommandId.DpQuery, "{}"u8.ToArray());
        var refusal = await client.ReceiveAsync();
        await client.QueryAsync(dialect: DeviceDialect.Device22, dps: [1, 20, 99]);
        var reply = await client.ReceiveAsync(CommandId.ControlNew);

        Assert.Equal(1u, refusal.Retcode);
        Assert.Equal(ReplyKind.DataUnvalid, ReplyParser.Parse(refusal).Kind);
        Assert.Equal([1, 20], ReplyParser.Parse(reply).Dps.Keys);
    }

    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_report_the_dps_that_an_update_asks_for(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);

        await client.SendAsync(DeviceRequests.UpdateDps(version, device.Id, [18, 19, 20], 1750000000));
        var ack = await client.ReceiveAsync(CommandId.UpdateDps);
        var push = await client.ReceivePushAsync();

        Assert.Equal(0, ack.Payload.Length);
        Assert.Equal([18, 19, 20], push.Dps.Keys);
    }

    [Fact]
    public async Task Should_refuse_a_control_when_nothing_in_it_is_acceptable()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        var before = device.State;

        await client.ControlAsync(DpSet.Of((1, 5), (19, 100), (99, true), (9, 86401)));
        var refusal = await client.ReceiveAsync(CommandId.Control);
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);

        Assert.Equal(1u, refusal.Retcode);
        Assert.Equal(before, device.State);
    }

    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_understand_requests_cut_at_every_byte_and_two_in_one_write(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);

        foreach (var request in new[] { DeviceRequests.Heartbeat(version, device.Id, 0), DeviceRequests.Query(version, device.Id, 0, dpsForDevice22: [1]) })
        {
            var twice = client.Encode(request, request);
            for (var cut = 1; cut < twice.Length; cut++)
            {
                await client.SendBytesAsync(twice.AsMemory(0, cut));
                await client.SendBytesAsync(twice.AsMemory(cut));
                await client.ReceiveAsync(request.Command);
                await client.ReceiveAsync(request.Command);
            }
        }

        Assert.Equal(0, device.RefusedFrameCount);
    }

    /// <summary>A DP and a value that it does not have: a writable one, where there is one.</summary>
    private static (int Dp, DpValue Value) Another(SimulatedDevice device)
    {
        var dp = device.Profile.DataPoints.FirstOrDefault(dp => dp.Writable) ?? device.Profile.DataPoints[0];
        var now = device.State[dp.Id];
        return (dp.Id, dp.Type switch
        {
            DpType.Boolean => !now.AsBoolean(),
            DpType.Integer => now.AsInteger() == dp.Maximum ? dp.Minimum : dp.Maximum,
            _ => dp.Words.First(word => word != now.AsString()),
        });
    }
}

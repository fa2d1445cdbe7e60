using System.Net;
using System.Net.Sockets;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Simulator.Tests.Probes;

namespace TuyaActors.Simulator.Tests;

public sealed class FaultSpecs
{
    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_vanish_when_killed_and_come_back_as_it_was_when_started(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        using var before = await RawClient.ConnectAsync(device);
        var (there, state) = (device.EndPoint, device.State);

        device.Kill();
        await before.ExpectEndAsync();
        Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(() => RawClient.DialAsync(device))).SocketErrorCode);
        device.Start();

        using var after = await RawClient.ConnectAsync(device);
        await after.QueryAsync(dps: [.. state.Keys]);
        Assert.Equal(state, ReplyParser.Parse(await after.ReceiveAsync()).Dps);
        Assert.Equal(there, device.EndPoint);
    }

    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_drop_sessions_under_the_old_key_when_the_key_changes(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        using var before = await RawClient.ConnectAsync(device);
        var (old, other) = (device.Key, LocalKey.Parse("<$abc'DEF\"123>&;"));

        device.ChangeKey(other);
        await before.ExpectEndAsync();
        Assert.False(device.IsListening);
        stage.Time.Advance(stage.Simulator.Options.PairingTime);
        using var after = await RawClient.ConnectAsync(device);
        await after.QueryAsync(dps: [1]);

        Assert.Equal(0u, (await after.ReceiveAsync()).Retcode);
        Assert.NotEqual(old, device.Key);
        Assert.Equal(other, device.Key);
    }

    [Fact]
    public async Task Should_speak_another_version_when_its_firmware_changes()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        using var before = await RawClient.ConnectAsync(device);

        device.ChangeVersion(ProtocolVersion.V35);
        await before.ExpectEndAsync();
        using var after = await RawClient.ConnectAsync(device);
        await after.HeartbeatAsync();

        await after.ReceiveAsync(CommandId.Heartbeat);
    }

    [Fact]
    public async Task Should_listen_elsewhere_when_its_address_changes()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V34);
        await using var end = stage;
        using var before = await RawClient.ConnectAsync(device);
        var old = device.EndPoint;

        device.MoveTo(IPAddress.Parse("127.77.201.7"));
        await before.ExpectEndAsync();
        using var after = await RawClient.ConnectAsync(device);

        Assert.Equal(new IPEndPoint(IPAddress.Parse("127.77.201.7"), old.Port), device.EndPoint);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(old));
    }

    [Fact]
    public async Task Should_stay_where_it_is_when_the_new_address_cannot_be_had()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        var old = device.EndPoint;

        // TEST-NET-1: no machine has it.
        var refused = Assert.Throws<SimulatorException>(() => device.MoveTo(IPAddress.Parse("192.0.2.1")));
        await client.HeartbeatAsync();

        await client.ReceiveAsync(CommandId.Heartbeat);
        Assert.Contains("no such address", refused.Message, StringComparison.Ordinal);
        Assert.Equal(old, device.EndPoint);
    }

    [Fact]
    public async Task Should_refuse_as_long_as_it_is_told_to()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        using var before = await RawClient.ConnectAsync(device);

        device.Faults = device.Faults with { Refuse = true };
        await before.ExpectEndAsync();
        await Assert.ThrowsAsync<SocketException>(() => RawClient.DialAsync(device));
        Assert.True(device.IsPowered);
        Assert.False(device.IsListening);

        device.Faults = DeviceFaults.None;
        using var after = await RawClient.ConnectAsync(device);
        Assert.True(device.IsListening);
    }

    [Fact]
    public async Task Should_reset_new_connections_and_keep_the_present_one_when_told_to()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        using var present = await RawClient.ConnectAsync(device);
        await present.HeartbeatAsync();
        await present.ReceiveAsync(CommandId.Heartbeat);

        device.Faults = new DeviceFaults { ResetOnConnect = true };
        await RawClient.ExpectToBeTurnedAwayAsync(device);
        await present.HeartbeatAsync();

        await present.ReceiveAsync(CommandId.Heartbeat);
        Assert.Equal(1, device.ConnectionCount);
        Assert.Equal(0, device.RejectedConnections);
    }

    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_accept_and_say_nothing_when_silent(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        device.Faults = new DeviceFaults { Silent = true };
        var heard = device.NextAsync<DeviceActivity.CommandReceived>(cancellationToken: Stage.Deadline);

        await client.QueryAsync(dps: [1]);
        await heard;
        device.Set(1, false);
        device.Faults = DeviceFaults.None;
        await client.HeartbeatAsync();

        await client.ReceiveAsync(CommandId.Heartbeat);
    }

    [Theory]
    [MemberData(nameof(Stage.SessionVersions), MemberType = typeof(Stage))]
    public async Task Should_leave_a_negotiation_hanging_when_told_to(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        device.Faults = new DeviceFaults { StallNegotiation = true };
        var started = device.NextAsync<DeviceActivity.SessionStarted>(cancellationToken: Stage.Deadline);
        using var client = await RawClient.DialAsync(device);

        await client.SendAsync(CommandId.SessionStart, new byte[16]);
        await started;
        device.DropConnection();

        await client.ExpectEndAsync();
    }

    [Theory]
    [MemberData(nameof(Stage.SessionVersions), MemberType = typeof(Stage))]
    public async Task Should_stay_wedged_until_its_power_was_cut(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        device.Faults = new DeviceFaults { Wedged = true };
        using (var client = await RawClient.DialAsync(device))
        {
            await client.SendAsync(CommandId.SessionStart, new byte[16]);
            await client.ExpectEndAsync();
        }

        device.Kill();
        device.Start();

        using var after = await RawClient.ConnectAsync(device);
        Assert.False(device.Faults.Wedged);
    }

    [Fact]
    public async Task Should_delay_replies_but_neither_heartbeats_nor_pushes_when_slow()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        device.Faults = new DeviceFaults { ReplyDelay = TimeSpan.FromSeconds(5) };
        using var client = await RawClient.ConnectAsync(device);

        await client.QueryAsync();
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);
        device.Set(1, true);
        await client.ReceiveAsync(CommandId.Status);
        stage.Time.Advance(TimeSpan.FromSeconds(4.999));
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);
        stage.Time.Advance(TimeSpan.FromSeconds(0.001));

        Assert.Equal(1u, (await client.ReceiveAsync(CommandId.DpQuery)).Seqno);
    }

    [Fact]
    public async Task Should_lose_the_replies_that_it_is_told_to()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        device.LoseNextReplies(2);
        using var client = await RawClient.ConnectAsync(device);

        await client.QueryAsync();
        await client.QueryAsync();
        await client.QueryAsync();

        Assert.Equal(3u, (await client.ReceiveAsync(CommandId.DpQuery)).Seqno);
        device.Faults = new DeviceFaults { LostReplies = 1 };
        await client.QueryAsync();
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);
    }

    [Theory]
    [InlineData(ProtocolVersion.V31, WireFault.BadCrc)]
    [InlineData(ProtocolVersion.V32, WireFault.BadCrc)]
    [InlineData(ProtocolVersion.V33, WireFault.BadCrc)]
    [InlineData(ProtocolVersion.V34, WireFault.BadHmac)]
    [InlineData(ProtocolVersion.V35, WireFault.BadTag)]
    public async Task Should_corrupt_as_many_frames_as_it_is_told_to(ProtocolVersion version, WireFault expected)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);

        device.CorruptNextFrames(2);
        device.Set(1, true);
        await client.HeartbeatAsync();
        var push = await client.TryReceiveAsync();
        var heartbeat = await client.TryReceiveAsync();
        await client.HeartbeatAsync();

        Assert.Equal(expected, push.Invalid?.Fault);
        Assert.Equal(expected, heartbeat.Invalid?.Fault);
        await client.ReceiveAsync(CommandId.Heartbeat);
    }

    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_send_garbage_that_a_client_can_skip(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);

        device.SendGarbage(100);
        device.Set(1, true);
        await client.ReceiveAsync(CommandId.Status);
        Assert.Equal(100, client.SkippedBytes);

        device.Faults = new DeviceFaults { Garbage = 1 };
        device.Set(1, false);
        await client.ReceiveAsync(CommandId.Status);
        Assert.True(client.SkippedBytes > 100);
    }

    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_break_off_within_a_frame_when_told_to(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);

        device.CutNextFrame();
        device.Set(1, true);
        await client.ExpectEndAsync();

        Assert.InRange(client.UnreadBytes, 1, 200);
        using var again = await RawClient.ConnectAsync(device);
    }

    [Fact]
    public async Task Should_send_pieces_with_pauses_when_told_to()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        device.Faults = new DeviceFaults { FragmentBytes = 20, FragmentPause = TimeSpan.FromMilliseconds(300) };

        // An empty answer of 3.3 has 28 bytes: two pieces, one pause.
        var pausing = stage.Time.NextTimerSetAsync();
        await client.HeartbeatAsync();
        await pausing;
        Assert.Equal(20, await client.ReceiveBytesAsync());
        stage.Time.Advance(TimeSpan.FromMilliseconds(300));

        await client.ReceiveAsync(CommandId.Heartbeat);
    }

    [Fact]
    public async Task Should_send_every_push_twice_when_told_to()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V34);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);
        device.Faults = new DeviceFaults { DuplicatePushes = true };

        device.Set(9, 60);

        Assert.Equal(DpSet.Of((9, 60)), (await client.ReceivePushAsync()).Dps);
        Assert.Equal(DpSet.Of((9, 60)), (await client.ReceivePushAsync()).Dps);
    }

    [Fact]
    public async Task Should_leave_out_sequence_numbers_when_told_to()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V35);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        await client.HeartbeatAsync();
        var first = (await client.ReceiveAsync(CommandId.Heartbeat)).Seqno;

        device.SkipSeqnos(1000);
        await client.HeartbeatAsync();
        Assert.Equal(first + 1001, (await client.ReceiveAsync(CommandId.Heartbeat)).Seqno);
        device.Faults = new DeviceFaults { SeqnoGap = 4 };
        await client.HeartbeatAsync();
        Assert.Equal(first + 1006, (await client.ReceiveAsync(CommandId.Heartbeat)).Seqno);
    }

    [Fact]
    public async Task Should_storm_when_told_to()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V35);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);

        device.StormPushes(1000);
        for (var push = 0; push < 1000; push++)
        {
            Assert.Equal(device.State, (await client.ReceivePushAsync()).Dps);
        }

        Assert.Equal(1000, device.PushCount);
    }

    [Fact]
    public async Task Should_refuse_faults_that_make_no_sense()
    {
        await using var stage = new Stage();
        var device = stage.Simulator.Add(new SimulatedDeviceOptions { Port = 0 });

        Assert.Throws<ArgumentOutOfRangeException>(() => device.Faults = new DeviceFaults { LostReplies = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Faults = new DeviceFaults { CorruptFrames = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Faults = new DeviceFaults { FragmentBytes = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Faults = new DeviceFaults { ReplyDelay = TimeSpan.FromSeconds(-1) });
        Assert.Equal(DeviceFaults.None, device.Faults);
    }
}

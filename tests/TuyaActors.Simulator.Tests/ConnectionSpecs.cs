using System.Net.Sockets;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Simulator.Tests.Probes;

namespace TuyaActors.Simulator.Tests;

public sealed class ConnectionSpecs
{
    private static readonly LocalKey OtherKey = LocalKey.Parse("0123456789abcdef");

    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_turn_a_second_client_away_and_count_it(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        using var first = await RawClient.ConnectAsync(device);
        var rejected = device.NextAsync<DeviceActivity.ClientRejected>(cancellationToken: Stage.Deadline);

        await RawClient.ExpectToBeTurnedAwayAsync(device);

        await rejected;
        await first.HeartbeatAsync();
        await first.ReceiveAsync(CommandId.Heartbeat);
        Assert.Equal(1, device.RejectedConnections);
        Assert.Equal(1, device.ConnectionCount);
        Assert.Equal(1, stage.Simulator.Count().RejectedConnections);
    }

    [Fact]
    public async Task Should_take_a_client_again_that_leaves_and_comes_back_at_once()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;

        for (var round = 0; round < 100; round++)
        {
            using var client = await RawClient.ConnectAsync(device);

            // Leaves with requests on their way and answers unread: nothing orderly about it.
            await client.QueryAsync();
            await client.HeartbeatAsync();
        }

        using var last = await RawClient.ConnectAsync(device);
        await last.HeartbeatAsync();
        await last.ReceiveAsync(CommandId.Heartbeat);
        Assert.Equal(0, device.RejectedConnections);
        Assert.Equal(101, device.ConnectionCount);
    }

    [Fact]
    public async Task Should_tell_when_clients_come_and_go()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V34);
        await using var end = stage;
        var connected = device.NextAsync<DeviceActivity.ClientConnected>(cancellationToken: Stage.Deadline);
        var agreed = device.NextAsync<DeviceActivity.SessionAgreed>(cancellationToken: Stage.Deadline);
        var left = device.NextAsync<DeviceActivity.ClientLeft>(cancellationToken: Stage.Deadline);

        using (await RawClient.ConnectAsync(device))
        {
            Assert.NotNull((await connected).Client);
            await agreed;
            Assert.True(device.IsConnected);
            Assert.False(left.IsCompleted);
        }

        await left;
        Assert.False(device.IsConnected);
    }

    [Theory]
    [MemberData(nameof(Stage.SessionVersions), MemberType = typeof(Stage))]
    public async Task Should_end_a_connection_that_negotiates_with_another_key(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        using var client = await RawClient.DialAsync(device, OtherKey);

        await client.SendAsync(CommandId.SessionStart, new byte[16]);

        await client.ExpectEndAsync();
        Assert.Equal(1, device.RefusedFrameCount);
    }

    [Theory]
    [MemberData(nameof(Stage.SessionVersions), MemberType = typeof(Stage))]
    public async Task Should_end_a_connection_that_finishes_with_a_wrong_proof(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        using var client = await RawClient.DialAsync(device);

        await client.SendAsync(CommandId.SessionStart, new byte[16]);
        await client.ReceiveAsync(CommandId.SessionResponse);
        await client.SendAsync(CommandId.SessionFinish, new byte[32]);

        await client.ExpectEndAsync();
    }

    [Theory]
    [MemberData(nameof(Stage.SessionVersions), MemberType = typeof(Stage))]
    public async Task Should_end_a_connection_that_asks_before_negotiating(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        using var client = await RawClient.DialAsync(device);

        await client.QueryAsync();

        await client.ExpectEndAsync();
    }

    [Theory]
    [MemberData(nameof(Stage.SessionVersions), MemberType = typeof(Stage))]
    public async Task Should_push_nothing_before_the_session_is_agreed(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        var connected = device.NextAsync<DeviceActivity.ClientConnected>(cancellationToken: Stage.Deadline);
        using var client = await RawClient.DialAsync(device);
        await connected;

        device.Set(1, true);
        await client.NegotiateAsync();
        await client.HeartbeatAsync();

        await client.ReceiveAsync(CommandId.Heartbeat);
        Assert.Equal(0, device.PushCount);
    }

    [Theory]
    [InlineData(ProtocolVersion.V32)]
    [InlineData(ProtocolVersion.V33)]
    public async Task Should_answer_under_its_own_key_when_the_client_has_another(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        using var client = await RawClient.DialAsync(device, OtherKey);
        var refused = device.NextAsync<DeviceActivity.FrameRefused>(cancellationToken: Stage.Deadline);

        await client.QueryAsync(dps: [1]);
        var (_, invalid) = await client.TryReceiveAsync();

        Assert.Equal(WireFault.WrongKey, invalid?.Fault);
        await refused;
    }

    [Fact]
    public async Task Should_answer_a_query_and_ignore_a_control_when_a_3_1_client_has_another_key()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V31);
        await using var end = stage;
        using var client = await RawClient.DialAsync(device, OtherKey);
        var before = device.State;

        await client.QueryAsync();
        Assert.Equal(before, ReplyParser.Parse(await client.ReceiveAsync(CommandId.DpQuery)).Dps);
        await client.ControlAsync(DpSet.Of((1, !before[1].AsBoolean())));
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);

        Assert.Equal(before, device.State);
        Assert.Equal(1, device.RefusedFrameCount);
    }

    [Fact]
    public async Task Should_refuse_connections_before_the_start_and_after_the_stop()
    {
        await using var stage = new Stage();
        var device = stage.Simulator.Add(new SimulatedDeviceOptions { Port = 0 });
        await stage.Simulator.StartAsync();
        var there = device.EndPoint;
        using var client = await RawClient.ConnectAsync(device);

        await stage.Simulator.StopAsync();

        await client.ExpectEndAsync();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var refused = await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(there));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        Assert.False(device.IsListening);
        Assert.False(device.IsConnected);
    }
}

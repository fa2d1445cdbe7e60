using TuyaActors.Connection;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Simulator;

namespace TuyaActors.Tests.Connection;

public class DeviceConnectionActorSpecs : ConnectionUnderTest
{
    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_open_ask_and_hand_on_the_answer(ProtocolVersion version)
    {
        await using var simulator = new TuyaSimulator(new SimulatorOptions { Announce = false, Quiet = true });
        var lamp = simulator.Add(new SimulatedDeviceOptions { Version = version, Port = 0 });
        await simulator.StartAsync();

        var connection = Connect(version, lamp.EndPoint, lamp.Key);
        await Expect<ConnectionEvent.Opened>();
        var first = (await Expect<ConnectionEvent.Ready>()).FirstSeqno;
        connection.Tell(new ConnectionCommands.Write(first, DeviceRequests.Query(version, lamp.Id, DateTimeOffset.UnixEpoch.ToUnixTimeSeconds(), dpsForDevice22: lamp.State.Keys)), Device.Ref);

        var answer = (ConnectionEvent.Received)await Device.FishForMessageAsync(
            m => m is ConnectionEvent.Received { Content.Kind: ReplyKind.Dps }, TimeSpan.FromSeconds(20));
        Assert.Equal(lamp.State[1], answer.Content.Dps[1]);
        if (version != ProtocolVersion.V35)
            Assert.Equal(first, answer.Message.Seqno);
    }

    [Theory]
    [MemberData(nameof(SessionVersions))]
    public async Task Should_go_on_counting_after_the_negotiation(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        Connect(version, peer.EndPoint);
        await peer.AcceptAndAgreeAsync();
        await Expect<ConnectionEvent.Opened>();
        Assert.Equal(3u, (await Expect<ConnectionEvent.Ready>()).FirstSeqno);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_put_frames_together_that_arrive_byte_by_byte(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        await OpenAsync(peer, version);
        foreach (var one in peer.Encode(DeviceReplies.Status(version, "lamp", DpSet.Of((1, true)), 0)))
            await peer.SendBytesAsync(new[] { one });
        Assert.Equal(DpSet.Of((1, true)), (await Expect<ConnectionEvent.Received>()).Content.Dps);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_take_apart_frames_that_arrive_in_one_piece(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        await OpenAsync(peer, version);
        var all = Enumerable.Range(0, 100).SelectMany(i => peer.Encode(DeviceReplies.Status(version, "lamp", DpSet.Of((1, i)), 0))).ToArray();
        await peer.SendBytesAsync(all);
        for (var i = 0; i < 100; i++)
            Assert.Equal(i, (await Expect<ConnectionEvent.Received>()).Content.Dps[1].AsInteger());
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_read_a_frame_that_is_larger_than_its_buffer(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        await OpenAsync(peer, version);
        var large = new string('i', 20_000);
        await peer.SendAsync(DeviceReplies.Status(version, "lamp", DpSet.Of((201, large)), 0), new WireReply(CommandId.Heartbeat, []));
        Assert.Equal(large, (await Expect<ConnectionEvent.Received>()).Content.Dps[201].AsString());
        Assert.Equal(CommandId.Heartbeat, (await Expect<ConnectionEvent.Received>()).Message.Command);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_write_in_the_order_in_which_it_was_told(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        var connection = await OpenAsync(peer, version);
        for (var seqno = 10u; seqno < 510; seqno++)
            connection.Tell(new ConnectionCommands.Write(seqno, DeviceRequests.Control(version, "lamp", DpSet.Of((1, seqno)), 0)), Device.Ref);
        for (var seqno = 10u; seqno < 510; seqno++)
        {
            var message = await peer.ReceiveAsync();
            Assert.True(DeviceReplies.TryParseRequest(message, out var request));
            Assert.Equal((seqno, seqno), (message.Seqno, (uint)request.Dps[1].AsInteger()));
        }
    }

    [Theory]
    [MemberData(nameof(SessionVersions))]
    public async Task Should_say_nothing_while_it_listens(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        var connection = Connect(version, peer.EndPoint, listenFirst: TimeSpan.FromSeconds(1));
        await Expect<ConnectionEvent.Opened>();
        this.Settle(connection); // its timer is set
        var agreed = peer.AcceptAndAgreeAsync();
        Time.Advance(TimeSpan.FromSeconds(0.9));
        await Device.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.False(agreed.IsCompleted);
        Time.Advance(TimeSpan.FromSeconds(0.2));
        await agreed;
        await Expect<ConnectionEvent.Ready>();
    }

    [Theory]
    [MemberData(nameof(SessionlessVersions))]
    public async Task Should_not_be_ready_while_it_listens(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        var connection = Connect(version, peer.EndPoint, listenFirst: TimeSpan.FromSeconds(1));
        await peer.AcceptAsync();
        await Expect<ConnectionEvent.Opened>();
        this.Settle(connection); // its timer is set
        await Device.ExpectNoMsgAsync(TimeSpan.Zero);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Expect<ConnectionEvent.Ready>();
    }

    [Theory]
    [MemberData(nameof(SessionlessVersions))]
    public async Task Should_forgive_broken_frames_between_good_ones(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        await OpenAsync(peer, version);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < DeviceConnectionActor.ForgivenFaults; i++)
            {
                var broken = peer.Encode(new WireReply(CommandId.Heartbeat, []));
                broken[^5] ^= 0xff;
                await peer.SendBytesAsync(broken);
            }

            await peer.SendAsync(DeviceReplies.Status(version, "lamp", DpSet.Of((1, round)), 0));
            var received = (ConnectionEvent.Received)await Device.FishForMessageAsync(m => m is ConnectionEvent.Received, TimeSpan.FromSeconds(20));
            Assert.Equal(round, received.Content.Dps[1].AsInteger());
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_tell_of_garbage_and_find_the_frame_behind_it(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        await OpenAsync(peer, version);
        await peer.SendBytesAsync("no frame at all"u8.ToArray());
        Assert.Contains("belong to no frame", (await Expect<ConnectionEvent.Unreadable>()).What, StringComparison.Ordinal);
        await peer.SendAsync(new WireReply(CommandId.Heartbeat, []));
        await Device.FishForMessageAsync(m => m is ConnectionEvent.Received, TimeSpan.FromSeconds(20));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_close_its_socket_when_it_is_stopped(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        var connection = await OpenAsync(peer, version);
        Sys.Stop(connection);
        await peer.ExpectEndAsync();
        await Device.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_not_write_before_it_is_open()
    {
        using var peer = new PeerSocket(ProtocolVersion.V34, Key);
        var connection = Connect(ProtocolVersion.V34, peer.EndPoint);
        var unhandled = CreateTestProbe();
        Sys.EventStream.Subscribe(unhandled.Ref, typeof(Akka.Event.UnhandledMessage));
        var write = new ConnectionCommands.Write(99, DeviceRequests.Heartbeat(ProtocolVersion.V34, "lamp", 0));
        connection.Tell(write, Device.Ref);
        Assert.Equal(write, (await unhandled.ExpectMsgAsync<Akka.Event.UnhandledMessage>()).Message);
        await peer.AcceptAndAgreeAsync();
    }
}

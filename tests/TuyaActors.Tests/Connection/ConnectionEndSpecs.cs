using System.Net;
using System.Net.Sockets;
using TuyaActors.Connection;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Tests.Connection;

/// <summary>Each <see cref="ConnectionEnd"/> by its cause.</summary>
public class ConnectionEndSpecs : ConnectionUnderTest
{
    [Fact]
    public async Task Should_end_refused_when_nothing_listens()
    {
        // Bound and not listening: the port is taken, and refuses.
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await ExpectEnd(Connect(ProtocolVersion.V33, (IPEndPoint)taken.LocalEndPoint!), ConnectionEnd.Refused);
    }

    [Fact]
    public async Task Should_end_unreachable_when_there_is_no_way() =>
        // A broadcast address: the system refuses to route TCP there.
        await ExpectEnd(Connect(ProtocolVersion.V33, new IPEndPoint(IPAddress.Parse("127.255.255.255"), 6668)), ConnectionEnd.Unreachable);

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_end_before_we_spoke_when_the_device_closes_while_we_listen(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        var connection = Connect(version, peer.EndPoint, listenFirst: TimeSpan.FromSeconds(1));
        await peer.AcceptAsync();
        await Expect<ConnectionEvent.Opened>();
        peer.Reset();
        await ExpectEnd(connection, ConnectionEnd.ClosedBeforeWeSpoke);
    }

    [Theory]
    [MemberData(nameof(SessionVersions))]
    public async Task Should_end_after_we_spoke_when_the_device_leaves_instead_of_answering(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        var connection = Connect(version, peer.EndPoint);
        await peer.AcceptAsync();
        await peer.ReceiveAsync();
        peer.Close();
        await Expect<ConnectionEvent.Opened>();
        await ExpectEnd(connection, ConnectionEnd.ClosedAfterWeSpoke);
    }

    [Theory]
    [MemberData(nameof(SessionlessVersions))]
    public async Task Should_end_after_we_spoke_when_the_device_leaves_on_the_first_request(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        var connection = await OpenAsync(peer, version);
        connection.Tell(new ConnectionCommands.Write(1, DeviceRequests.Query(version, "lamp", 0)), Device.Ref);
        await peer.ReceiveAsync();
        peer.Close();
        await ExpectEnd(connection, ConnectionEnd.ClosedAfterWeSpoke);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_end_later_when_the_device_closes_after_good_frames(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        var connection = await OpenAsync(peer, version);
        await peer.SendAsync(DeviceReplies.Status(version, "lamp", DpSet.Of((1, true)), 0));
        await Expect<ConnectionEvent.Received>();
        peer.Close();
        await ExpectEnd(connection, ConnectionEnd.ClosedLater);
    }

    [Theory]
    [InlineData(ProtocolVersion.V31)]
    [InlineData(ProtocolVersion.V32)]
    [InlineData(ProtocolVersion.V33)]
    public async Task Should_not_take_the_answer_to_a_heartbeat_for_understanding(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        var connection = await OpenAsync(peer, version);
        await peer.SendAsync(new WireReply(CommandId.Heartbeat, []));
        await Expect<ConnectionEvent.Received>();
        peer.Close();
        await ExpectEnd(connection, ConnectionEnd.ClosedAfterWeSpoke);
    }

    [Theory]
    [MemberData(nameof(SessionVersions))]
    public async Task Should_end_with_a_key_mismatch_when_the_answer_is_under_another_key(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, OtherKey);
        var connection = Connect(version, peer.EndPoint);
        await peer.AcceptAsync();
        await peer.SendAsync(new WireReply(CommandId.SessionResponse, new byte[48]));
        await Expect<ConnectionEvent.Opened>();
        await ExpectEnd(connection, ConnectionEnd.KeyMismatch);
    }

    [Theory]
    [MemberData(nameof(SessionVersions))]
    public async Task Should_end_with_a_key_mismatch_when_the_answer_proves_nothing(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        var connection = Connect(version, peer.EndPoint);
        await peer.AcceptAsync();
        await peer.ReceiveAsync();
        await peer.SendAsync(new WireReply(CommandId.SessionResponse, new byte[48]));
        await Expect<ConnectionEvent.Opened>();
        await ExpectEnd(connection, ConnectionEnd.KeyMismatch);
    }

    [Theory]
    [InlineData(ProtocolVersion.V32)]
    [InlineData(ProtocolVersion.V33)]
    public async Task Should_end_with_a_key_mismatch_when_a_report_does_not_decrypt(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, OtherKey);
        var connection = await OpenAsync(peer, version);
        await peer.SendAsync(DeviceReplies.Status(version, "lamp", DpSet.Of((1, true)), 0));
        await ExpectEnd(connection, ConnectionEnd.KeyMismatch);
    }

    [Theory]
    [InlineData(ProtocolVersion.V33, ProtocolVersion.V35)]
    [InlineData(ProtocolVersion.V34, ProtocolVersion.V35)]
    [InlineData(ProtocolVersion.V35, ProtocolVersion.V33)]
    public async Task Should_end_with_other_framing_when_the_device_answers_in_another(ProtocolVersion ours, ProtocolVersion theirs)
    {
        using var peer = new PeerSocket(theirs, Key);
        var connection = Connect(ours, peer.EndPoint);
        await peer.AcceptAsync();
        await Expect<ConnectionEvent.Opened>();
        if (!ours.NeedsSession())
            await Expect<ConnectionEvent.Ready>();
        await peer.SendAsync(new WireReply(CommandId.Heartbeat, []));
        await ExpectEnd(connection, ConnectionEnd.OtherFraming);
    }

    [Theory]
    [MemberData(nameof(SessionlessVersions))]
    public async Task Should_end_garbled_when_one_frame_after_the_other_is_broken(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        var connection = await OpenAsync(peer, version);
        for (var i = 0; i <= DeviceConnectionActor.ForgivenFaults; i++)
            await peer.SendBytesAsync(Broken(peer));
        for (var i = 0; i < DeviceConnectionActor.ForgivenFaults; i++)
            Assert.Contains("CRC32", (await Expect<ConnectionEvent.Unreadable>()).What, StringComparison.Ordinal);
        await ExpectEnd(connection, ConnectionEnd.Garbled);
    }

    [Fact]
    public async Task Should_end_garbled_when_more_arrives_than_any_frame_holds()
    {
        using var peer = new PeerSocket(ProtocolVersion.V33, Key);
        var connection = await OpenAsync(peer, ProtocolVersion.V33);
        await peer.SendBytesAsync(Enumerable.Repeat((byte)'x', DeviceConnectionActor.ForgivenGarbage + 1000).ToArray());
        var told = await Device.FishForMessageAsync(m => m is ConnectionEvent.Closed, TimeSpan.FromSeconds(20));
        Assert.Equal(ConnectionEnd.Garbled, ((ConnectionEvent.Closed)told).End);
        await peer.ExpectEndAsync();
    }

    [Fact]
    public async Task Should_say_nothing_after_the_end_whatever_else_arrives()
    {
        using var peer = new PeerSocket(ProtocolVersion.V33, Key);
        var connection = await OpenAsync(peer, ProtocolVersion.V33);
        var broken = Enumerable.Range(0, DeviceConnectionActor.ForgivenFaults + 1).SelectMany(_ => Broken(peer));
        byte[] oneWrite = [.. broken, .. peer.Encode(new WireReply(CommandId.Heartbeat, []), new WireReply(CommandId.Heartbeat, []))];
        await peer.SendBytesAsync(oneWrite);
        connection.Tell(new ConnectionCommands.Write(1, DeviceRequests.Heartbeat(ProtocolVersion.V33, "lamp", 0)), Device.Ref);
        await ExpectEnd(connection, ConnectionEnd.Garbled);
        await peer.ExpectEndAsync();
    }

    private static byte[] Broken(PeerSocket peer)
    {
        var frame = peer.Encode(new WireReply(CommandId.Heartbeat, []));
        frame[^5] ^= 0xff; // the last byte of the CRC, before the suffix
        return frame;
    }
}

using System.Text;
using TuyaActors.Connection;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;
using DeviceReplies = TuyaActors.Protocol.Payloads.DeviceReplies;

namespace TuyaActors.Tests.Connection;

/// <summary>What goes over the wire, for those who look.</summary>
public sealed class ConnectionRecordingSpecs : ConnectionUnderTest
{
    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_hand_on_each_frame_as_it_went_over_the_wire(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        var connection = await OpenAsync(peer, version);
        connection.Tell(new ConnectionCommands.Record(Time.Now.AddMinutes(1)), Device.Ref);
        connection.Tell(new ConnectionCommands.Write(9, DeviceRequests.Heartbeat(version, "lamp", 0)), Device.Ref);
        var sent = (await Expect<ConnectionEvent.Framed>()).Frame;
        Assert.Equal((FrameDirection.Sent, 9u, CommandId.Heartbeat, version), (sent.Direction, sent.Seqno!.Value, sent.Command!.Value, sent.Version));
        Assert.Equal(CommandId.Heartbeat, (await peer.ReceiveAsync()).Command);

        var bytes = peer.Encode(DeviceReplies.Status(version, "lamp", DpSet.Of((1, true)), 0));
        await peer.SendBytesAsync(bytes);
        var received = (await Expect<ConnectionEvent.Framed>()).Frame;
        Assert.Equal((FrameDirection.Received, CommandId.Status, Time.Now), (received.Direction, received.Command!.Value, received.At));
        Assert.Equal(bytes, received.Bytes.ToArray());
        Assert.Contains("\"1\":true", Encoding.UTF8.GetString(received.Payload.Span), StringComparison.Ordinal);
        await Expect<ConnectionEvent.Received>();
    }

    [Theory]
    [MemberData(nameof(SessionVersions))]
    public async Task Should_show_a_negotiation_without_its_proofs(ProtocolVersion version)
    {
        using var peer = new PeerSocket(version, Key);
        Sys.ActorOf(DeviceConnectionActor.Props(
            new ConnectionSpec(new DeviceId("lamp"), Epoch, peer.EndPoint, version, Key, default) { RecordUntil = Time.Now.AddMinutes(1) }, Device.Ref));
        await peer.AcceptAndAgreeAsync();
        await Expect<ConnectionEvent.Opened>();
        CommandId[] steps = [CommandId.SessionStart, CommandId.SessionResponse, CommandId.SessionFinish];
        var frames = new List<RecordedFrame>();
        while (await Device.ReceiveOneAsync(TimeSpan.FromSeconds(20)) is ConnectionEvent.Framed { Frame: var frame })
            frames.Add(frame);
        Assert.Equal(steps.Order(), frames.Select(f => f.Command!.Value).Order());
        Assert.All(frames, frame => Assert.Equal((0, true), (frame.Payload.Length, frame.Bytes.Length > 0)));
        Assert.All(frames, frame => Assert.Equal(-1, frame.Bytes.Span.IndexOf(Encoding.ASCII.GetBytes(Key.Reveal()))));
    }

    [Fact]
    public async Task Should_show_what_could_not_be_read_and_why()
    {
        using var peer = new PeerSocket(ProtocolVersion.V33, Key);
        var connection = await OpenAsync(peer, ProtocolVersion.V33);
        connection.Tell(new ConnectionCommands.Record(Time.Now.AddMinutes(1)), Device.Ref);
        var good = peer.Encode(DeviceReplies.Status(ProtocolVersion.V33, "lamp", DpSet.Of((1, true)), 0));
        var broken = good.ToArray();
        broken[^6] ^= 1;
        await peer.SendBytesAsync((byte[])[1, 2, 3, .. broken, .. good]);

        RecordedFrame[] seen = [.. await FramesAsync(3)];
        Assert.Equal("010203", Convert.ToHexString(seen[0].Bytes.Span));
        Assert.Equal("bytes that belong to no frame", seen[0].Problem);
        Assert.Equal(broken, seen[1].Bytes.ToArray());
        Assert.Contains("CRC", seen[1].Problem, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((good.Length, null), (seen[2].Bytes.Length, seen[2].Problem));
    }

    [Fact]
    public async Task Should_stop_when_nobody_looks_any_more()
    {
        using var peer = new PeerSocket(ProtocolVersion.V33, Key);
        var connection = await OpenAsync(peer, ProtocolVersion.V33);
        connection.Tell(new ConnectionCommands.Record(Time.Now.AddMinutes(1)), Device.Ref);
        Time.Advance(TimeSpan.FromSeconds(61));
        await peer.SendAsync(DeviceReplies.Status(ProtocolVersion.V33, "lamp", DpSet.Of((1, true)), 0));
        Assert.IsType<ConnectionEvent.Received>(await Device.ReceiveOneAsync(TimeSpan.FromSeconds(20)));
    }

    private async Task<List<RecordedFrame>> FramesAsync(int count)
    {
        var frames = new List<RecordedFrame>();
        while (frames.Count < count)
        {
            if (await Device.ReceiveOneAsync(TimeSpan.FromSeconds(20)) is ConnectionEvent.Framed framed)
                frames.Add(framed.Frame);
        }

        return frames;
    }
}

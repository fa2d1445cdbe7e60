using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using TuyaActors.Connection;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Tests.Connection;

public sealed class DeviceConnectionCloseSpecs : TestKit
{
    private const ProtocolVersion Version = ProtocolVersion.V33;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly DeviceId Id = new("bf0000000000000000test");
    private static readonly LocalKey Key = LocalKey.Parse("0123456789abcdef");

    [Fact]
    public async Task Should_end_the_stream_in_order_when_it_is_stopped_while_it_waits_for_the_device()
    {
        using var limit = new CancellationTokenSource(Limit);
        using var device = Listen();
        var connection = Connect(device);
        using var accepted = await device.AcceptSocketAsync(limit.Token);
        ExpectMsg<ConnectionEvent.Ready>();

        Sys.Stop(connection);

        // A reset would throw.
        Assert.Equal(0, await accepted.ReceiveAsync(new byte[1], limit.Token));
    }

    [Fact]
    public async Task Should_bring_what_was_written_before_it_is_stopped()
    {
        using var limit = new CancellationTokenSource(Limit);
        using var device = Listen();
        var connection = Connect(device);
        using var accepted = await device.AcceptSocketAsync(limit.Token);
        ExpectMsg<ConnectionEvent.Ready>();
        Watch(connection);

        connection.Tell(new ConnectionCommands.Write(7, DeviceRequests.Control(Version, Id.Value, DpSet.Of((1, true)), t: 1_700_000_000)));
        connection.Tell(PoisonPill.Instance); // behind the write; a Stop would overtake it
        ExpectTerminated(connection);

        using var stream = new MemoryStream();
        await using (var network = new NetworkStream(accepted))
        {
            await network.CopyToAsync(stream, limit.Token);
        }

        var input = new ReadOnlySequence<byte>(stream.ToArray());
        using var codec = new WireCodec(Version, WireSide.Device, Key);
        Assert.Equal(DecodeStatus.Done, codec.TryDecode(ref input, out var message, out _));
        Assert.Equal((CommandId.Control, 7u, 0L), (message.Command, message.Seqno, input.Length));
    }

    private static TcpListener Listen()
    {
        var device = new TcpListener(IPAddress.Loopback, 0);
        device.Start();
        return device;
    }

    private IActorRef Connect(TcpListener device)
    {
        var connection = Sys.ActorOf(DeviceConnectionActor.Props(
            new ConnectionSpec(Id, Epoch: 1, (IPEndPoint)device.LocalEndpoint, Version, Key, ListenFirst: TimeSpan.Zero), TestActor));
        ExpectMsg<ConnectionEvent.Opened>();
        return connection;
    }
}

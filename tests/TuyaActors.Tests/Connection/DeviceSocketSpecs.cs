using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using TuyaActors.Connection;
using TuyaActors.Turns;

namespace TuyaActors.Tests.Connection;

/// <summary>Both kinds of sockets, against a peer that does what the test does.</summary>
public sealed class DeviceSocketSpecs : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public DeviceSocketSpecs() => _listener.Start();

    private IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    [Fact]
    public void Should_be_watched_by_epoll_where_there_is_one() =>
        Assert.Equal(OperatingSystem.IsLinux(), DeviceSocket.Create(EndPoint, ActorRefs.Nobody) is WatchedSocket);

    /// <summary>A device that does not read, for a while: what does not fit into the system's buffers is kept, in its order.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Should_bring_everything_in_order_when_the_device_reads_late(bool awaited)
    {
        using var socket = Make(awaited, TestActor);
        socket.Connect();
        using var peer = await _listener.AcceptSocketAsync();
        await ExpectMsgAsync<DeviceSocket.Connected>(Patience);
        var sent = new byte[48 << 20];
        new Random(1).NextBytes(sent);
        const int piece = 1 << 20;
        for (var at = 0; at < sent.Length; at += piece)
            socket.Send(sent.AsSpan(at, piece));

        var received = new byte[sent.Length];
        var reading = ReadAsync(peer, received);
        while (!reading.IsCompleted)
        {
            // Each time it says so, it goes on; the last pieces go without another word.
            var next = ReceiveOneAsync(Patience).AsTask();
            if (await Task.WhenAny(reading, next) == reading)
                break;
            Assert.IsType<DeviceSocket.Writable>(await next);
            socket.GoOn();
        }

        await reading;
        Assert.True(sent.AsSpan().SequenceEqual(received));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Should_tell_of_bytes_once_and_then_of_the_end(bool awaited)
    {
        using var socket = Make(awaited, TestActor);
        socket.Connect();
        using var peer = await _listener.AcceptSocketAsync();
        await ExpectMsgAsync<DeviceSocket.Connected>(Patience);
        socket.AwaitReadable();
        await peer.SendAsync(new byte[] { 1, 2, 3 });
        Assert.Equal(3, await DrainAsync(socket, 3));
        peer.Dispose();
        Assert.Equal(0, await DrainAsync(socket, int.MaxValue));
    }

    /// <summary>More than the watch has places for at first, and each is told of its own bytes only.</summary>
    [Fact]
    public async Task Should_tell_each_of_many_of_its_own()
    {
        const int many = 300;
        var owners = Enumerable.Range(0, many).Select(_ => CreateTestProbe()).ToList();
        var sockets = owners.Select(owner => Make(awaited: false, owner.Ref)).ToList();
        var peers = new List<Socket>();
        foreach (var (socket, owner) in sockets.Zip(owners))
        {
            socket.Connect();
            peers.Add(await _listener.AcceptSocketAsync());
            await owner.ExpectMsgAsync<DeviceSocket.Connected>(Patience);
            socket.AwaitReadable();
        }

        for (var i = 0; i < many; i++)
            await peers[i].SendAsync(BitConverter.GetBytes(i));
        var room = new byte[16];
        for (var i = 0; i < many; i++)
        {
            await owners[i].ExpectMsgAsync<DeviceSocket.Readable>(Patience);
            sockets[i].BeginReading();
            Assert.Equal(4, sockets[i].Receive(room));
            Assert.Equal(i, BitConverter.ToInt32(room));
        }

        sockets.ForEach(socket => socket.Dispose());
        peers.ForEach(peer => peer.Dispose());
    }

    /// <summary>The places of those that have ended are taken by others, which must not hear of the former.</summary>
    [Fact]
    public async Task Should_tell_nobody_of_a_socket_that_has_been_closed()
    {
        for (var i = 0; i < 50; i++)
        {
            var owner = CreateTestProbe();
            var socket = Make(awaited: false, owner.Ref);
            socket.Connect();
            using var peer = await _listener.AcceptSocketAsync();
            await owner.ExpectMsgAsync<DeviceSocket.Connected>(Patience);
            await peer.SendAsync(new byte[] { 1 });
            socket.Dispose();
            var heir = CreateTestProbe();
            using var another = Make(awaited: false, heir.Ref);
            another.Connect();
            using var quiet = await _listener.AcceptSocketAsync();
            await heir.ExpectMsgAsync<DeviceSocket.Connected>(Patience);
            await heir.ExpectNoMsgAsync(TimeSpan.Zero);
        }
    }

    /// <summary>Events are told, and worked off, on the thread that waits for them; an actor that blocks it shall not make all others deaf.</summary>
    [Fact]
    public async Task Should_go_on_telling_when_an_actor_blocks_the_thread_that_tells()
    {
        using var release = new ManualResetEventSlim();
        var blocking = Sys.ActorOf(Props.Create(() => new Blocking(release, TestActor)).WithDispatcher(TurnDispatcher.In(Sys)));
        using var socket = Make(awaited: false, blocking);
        socket.Connect();
        using var peer = await _listener.AcceptSocketAsync();
        await ExpectMsgAsync("connected", Patience);
        await peer.SendAsync(new byte[] { 1 });
        await ExpectMsgAsync("blocks", Patience);

        using var other = Make(awaited: false, TestActor);
        other.Connect();
        using var quiet = await _listener.AcceptSocketAsync();
        await ExpectMsgAsync<DeviceSocket.Connected>(Patience);
        Assert.False(release.IsSet);
        release.Set();
    }

    protected override void AfterAll()
    {
        _listener.Dispose();
        base.AfterAll();
    }

    private DeviceSocket Make(bool awaited, IActorRef owner) =>
        awaited ? new AwaitedSocket(EndPoint, owner) : DeviceSocket.Create(EndPoint, owner);

    /// <summary>Reads until so many bytes have come, or the end; answers how many there were.</summary>
    private async Task<int> DrainAsync(DeviceSocket socket, int most)
    {
        var total = 0;
        var room = new byte[64];
        while (total < most)
        {
            await ExpectMsgAsync<DeviceSocket.Readable>(Patience);
            socket.BeginReading();
            int? received;
            do
            {
                received = socket.Receive(room);
                if (received == 0)
                    return total;
                total += received ?? 0;
            }
            while (!socket.IsDrained(received, room.Length));
            socket.AwaitReadable();
        }

        return total;
    }

    private static async Task ReadAsync(Socket peer, Memory<byte> room)
    {
        while (room.Length > 0)
            room = room[await peer.ReceiveAsync(room)..];
    }

    private sealed class Blocking(ManualResetEventSlim release, IActorRef tellTo) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            tellTo.Tell(message is DeviceSocket.Connected ? "connected" : "blocks");
            if (message is DeviceSocket.Readable)
                release.Wait(Patience);
        }
    }
}

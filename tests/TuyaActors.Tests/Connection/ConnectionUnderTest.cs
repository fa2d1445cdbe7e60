using System.Net;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using TuyaActors.Connection;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Connection;

/// <summary>A connection actor whose device is a probe; time stands still.</summary>
public abstract class ConnectionUnderTest() : TestKit("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
{
    internal const long Epoch = 7;

    internal static readonly LocalKey Key = LocalKey.Parse("0123456789abcdef");
    internal static readonly LocalKey OtherKey = LocalKey.Parse("fedcba9876543210");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private TestProbe? _device;

    public static TheoryData<ProtocolVersion> Versions => [.. ProtocolVersions.All];

    public static TheoryData<ProtocolVersion> SessionVersions => [.. ProtocolVersions.All.Where(v => v.NeedsSession())];

    public static TheoryData<ProtocolVersion> SessionlessVersions => [.. ProtocolVersions.All.Where(v => !v.NeedsSession())];

    internal TestProbe Device => _device ??= CreateTestProbe("device");

    internal TestScheduler Time => (TestScheduler)Sys.Scheduler;

    internal IActorRef Connect(ProtocolVersion version, IPEndPoint endPoint, LocalKey? key = null, TimeSpan listenFirst = default) =>
        Sys.ActorOf(DeviceConnectionActor.Props(new ConnectionSpec(new DeviceId("lamp"), Epoch, endPoint, version, key ?? Key, listenFirst) { Socket = MakeSocket }, Device.Ref));

    /// <summary>Of which kind its socket is.</summary>
    internal virtual DeviceSocket MakeSocket(IPEndPoint endPoint, IActorRef owner) => DeviceSocket.Create(endPoint, owner);

    internal async Task<T> Expect<T>()
        where T : ConnectionEvent
    {
        var e = await Device.ExpectMsgAsync<T>(Patience);
        Assert.Equal(Epoch, e.Epoch);
        return e;
    }

    /// <summary>A connection that is ready, and the device's side of it.</summary>
    internal async Task<IActorRef> OpenAsync(PeerSocket peer, ProtocolVersion version, LocalKey? key = null)
    {
        var connection = Connect(version, peer.EndPoint, key);
        await peer.AcceptAndAgreeAsync();
        await Expect<ConnectionEvent.Opened>();
        await Expect<ConnectionEvent.Ready>();
        return connection;
    }

    /// <summary>It says how it ended, once and last, and stops. What it could not read, and said before, is passed over.</summary>
    internal async Task ExpectEnd(IActorRef connection, ConnectionEnd end)
    {
        Watch(connection);
        object told;
        do
            told = await Device.ReceiveOneAsync(Patience);
        while (told is ConnectionEvent.Unreadable);
        var closed = Assert.IsType<ConnectionEvent.Closed>(told);
        Assert.Equal((Epoch, end), (closed.Epoch, closed.End));
        Assert.NotEmpty(closed.Evidence);
        Assert.DoesNotContain(Key.Reveal(), closed.Evidence, StringComparison.Ordinal);
        await ExpectTerminatedAsync(connection, Patience);
        await Device.ExpectNoMsgAsync(TimeSpan.Zero);
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Util;
using TuyaActors.Connection;

namespace TuyaActors.Tests.Connection;

/// <summary>What two watching threads tell one owner.</summary>
public sealed class WatchedSocketSpecs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Should_tell_that_it_is_connected_before_anything_else_though_another_thread_finds_more()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var owner = new Owner();
        // Where there is no epoll, there are no such sockets.
        if (SocketWatch.Shared is not { } watch)
            return;
        using var socket = new WatchedSocket(watch, (IPEndPoint)listener.LocalEndpoint, owner);
        var other = new Thread(() => socket.Happened(Readiness.Readable)) { IsBackground = true };
        owner.Before = message =>
        {
            if (message is not DeviceSocket.Connected)
                return;
            other.UnsafeStart();
            // Until it has told, or waits for its turn to.
            SpinWait.SpinUntil(() => !other.IsAlive || other.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience);
        };

        socket.Connect();

        Assert.IsType<DeviceSocket.Connected>(owner.Next());
        Assert.IsType<DeviceSocket.Readable>(owner.Next());
    }

    private sealed class Owner : IActorRef
    {
        private readonly BlockingCollection<object> _told = [];

        public Action<object> Before { get; set; } = _ => { };

        public ActorPath Path => ActorRefs.Nobody.Path;

        public object Next() => _told.TryTake(out var message, Patience) ? message : throw new TimeoutException("nothing was told");

        public void Tell(object message, IActorRef sender)
        {
            Before(message);
            _told.Add(message);
        }

        public bool Equals(IActorRef? other) => ReferenceEquals(this, other);

        public int CompareTo(IActorRef? other) => throw new NotSupportedException();

        public int CompareTo(object? obj) => throw new NotSupportedException();

        public ISurrogate ToSurrogate(ActorSystem system) => throw new NotSupportedException();
    }
}

using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using TuyaActors.Files;

namespace TuyaActors.Connection;

/// <summary>
/// The socket of one connection. What happens at it ends as a message to its owner: <see cref="Connected"/> or <see cref="ConnectFailed"/>,
/// <see cref="Readable"/>, <see cref="Writable"/>, <see cref="Failed"/>; nothing else is touched from there.
/// An owner that has ended misses nothing by them: none is a dead letter to look at.
/// </summary>
internal abstract class DeviceSocket(IPEndPoint endPoint, IActorRef owner) : IDisposable
{
    /// <summary>The connection stands.</summary>
    internal sealed class Connected : IDeadLetterSuppression
    {
        public static readonly Connected Instance = new();
    }

    /// <summary>It does not.</summary>
    internal sealed record ConnectFailed(Exception Cause) : IDeadLetterSuppression;

    /// <summary>There is something to read, if only the end.</summary>
    internal sealed class Readable : IDeadLetterSuppression
    {
        public static readonly Readable Instance = new();
    }

    /// <summary>What could not be sent at once can go on (<see cref="GoOn"/>).</summary>
    internal sealed class Writable : IDeadLetterSuppression
    {
        public static readonly Writable Instance = new();
    }

    /// <summary>The connection broke.</summary>
    internal sealed record Failed(Exception Cause) : IDeadLetterSuppression;

    protected Socket Socket { get; } = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    protected IPEndPoint EndPoint => endPoint;

    /// <summary>Whether the connection stood at some time.</summary>
    protected abstract bool HasConnected { get; }

    /// <summary>Of the kind that suits this system.</summary>
    public static DeviceSocket Create(IPEndPoint endPoint, IActorRef owner) =>
        SocketWatch.Shared is { } watch ? new WatchedSocket(watch, endPoint, owner) : new AwaitedSocket(endPoint, owner);

    /// <summary>Whether it may be kept: not, when it is one of the last files that the process may open.</summary>
    public bool IsWithin(FileBudget files) => files.Admits(Socket);

    /// <summary>Begins to connect.</summary>
    public abstract void Connect();

    /// <summary>After <see cref="Readable"/>, before the first <see cref="Receive"/>: what comes from here on is told anew.</summary>
    public abstract void BeginReading();

    /// <summary>
    /// Takes what is there without waiting: 0 at the end, <c>null</c> when nothing is there. To be called until <see cref="IsDrained"/>, and
    /// <see cref="AwaitReadable"/> then.
    /// </summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public int? Receive(Span<byte> room)
    {
        var received = Socket.Receive(room, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => received,
            SocketError.WouldBlock => null,
            _ => throw new SocketException((int)error),
        };
    }

    /// <summary>Whether nothing is left after <see cref="Receive"/> has filled so much of the room.</summary>
    public abstract bool IsDrained(int? received, int room);

    /// <summary>Asks to be told of what comes (<see cref="Readable"/>).</summary>
    public abstract void AwaitReadable();

    /// <summary>Sends as much as goes at once, keeps the rest, and sends that in order as soon as it can. The bytes are free when this returns.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public abstract void Send(ReadOnlySpan<byte> bytes);

    /// <summary>After <see cref="Writable"/>.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public abstract void GoOn();

    // With a FIN. Disposed of without a shutdown, .NET resets a connection that a receive waits on: what the device has not read yet would
    // be lost, and a simple-minded one (@tuyapi/stub) falls over it.
    public virtual void Dispose()
    {
        try
        {
            if (HasConnected)
                Socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The device was quicker.
        }

        Socket.Dispose();
    }

    protected void Tell(object message) => owner.Tell(message, ActorRefs.NoSender);
}

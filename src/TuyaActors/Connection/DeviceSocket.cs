using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;

namespace TuyaActors.Connection;

/// <summary>
/// The socket of one connection. What it does asynchronously ends as a message to its owner: <see cref="Connected"/> or
/// <see cref="ConnectFailed"/>, <see cref="Readable"/>, <see cref="Written"/>, <see cref="Failed"/>; nothing else is touched from there.
/// An owner that has ended misses nothing by them: none is a dead letter to look at.
/// </summary>
internal sealed class DeviceSocket(IPEndPoint endPoint, IActorRef owner) : IDisposable
{
    private readonly Socket _socket = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>The connection stands.</summary>
    internal sealed record Connected : IDeadLetterSuppression;

    /// <summary>It does not.</summary>
    internal sealed record ConnectFailed(Exception Cause) : IDeadLetterSuppression;

    /// <summary>There is something to read, if only the end.</summary>
    internal sealed class Readable : IDeadLetterSuppression
    {
        public static readonly Readable Instance = new();
    }

    /// <summary>All of the last <see cref="Send"/> is on its way.</summary>
    internal sealed class Written : IDeadLetterSuppression
    {
        public static readonly Written Instance = new();
    }

    /// <summary>The connection broke.</summary>
    internal sealed record Failed(Exception Cause) : IDeadLetterSuppression;

    public void Connect() => _ = ConnectAsync();

    /// <summary>Waits with an empty buffer, so that an idle connection keeps no memory.</summary>
    public void AwaitReadable() => _ = WaitAsync();

    /// <summary>The bytes must stay as they are until <see cref="Written"/>.</summary>
    public void Send(ReadOnlyMemory<byte> bytes) => _ = SendAsync(bytes);

    /// <summary>Takes what is there without waiting: 0 at the end, <c>null</c> when nothing is there.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public int? Receive(Span<byte> room)
    {
        var received = _socket.Receive(room, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => received,
            SocketError.WouldBlock => null,
            _ => throw new SocketException((int)error),
        };
    }

    // With a FIN. Disposed of without a shutdown, .NET resets a connection that a receive waits on, as one always does here: what the
    // device has not read yet would be lost, and a simple-minded one (@tuyapi/stub) falls over it.
    public void Dispose()
    {
        try
        {
            if (_socket.Connected)
                _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The device was quicker.
        }

        _socket.Dispose();
    }

    private async Task ConnectAsync()
    {
        try
        {
            await _socket.ConnectAsync(endPoint).ConfigureAwait(false);
            _socket.Blocking = false;
            owner.Tell(new Connected(), ActorRefs.NoSender);
        }
        catch (Exception cause)
        {
            owner.Tell(new ConnectFailed(cause), ActorRefs.NoSender);
        }
    }

    private async Task WaitAsync()
    {
        try
        {
            await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None).ConfigureAwait(false);
            owner.Tell(Readable.Instance, ActorRefs.NoSender);
        }
        catch (Exception cause)
        {
            owner.Tell(new Failed(cause), ActorRefs.NoSender);
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
                bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
            owner.Tell(Written.Instance, ActorRefs.NoSender);
        }
        catch (Exception cause)
        {
            owner.Tell(new Failed(cause), ActorRefs.NoSender);
        }
    }
}

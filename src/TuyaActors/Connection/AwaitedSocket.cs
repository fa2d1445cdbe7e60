using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace TuyaActors.Connection;

/// <summary>A socket that .NET watches, as it does on every system.</summary>
internal sealed class AwaitedSocket(IPEndPoint endPoint, IActorRef owner) : DeviceSocket(endPoint, owner)
{
    private byte[] _unsent = [];
    private bool _isSending;

    protected override bool HasConnected => Socket.Connected;

    public override void Connect() => _ = ConnectAsync();

    public override void BeginReading()
    {
        // It has been told of once, and is not told of again before it is asked for.
    }

    public override bool IsDrained(int? received, int room) => true;

    /// <summary>Waits with an empty buffer, so that an idle connection keeps no memory.</summary>
    public override void AwaitReadable() => _ = WaitAsync();

    public override void Send(ReadOnlySpan<byte> bytes)
    {
        _unsent = [.. _unsent, .. bytes];
        if (!_isSending)
            GoOn();
    }

    public override void GoOn()
    {
        var bytes = _unsent;
        _unsent = [];
        _isSending = bytes.Length > 0;
        if (_isSending)
            _ = SendAsync(bytes);
    }

    private async Task ConnectAsync()
    {
        try
        {
            await Socket.ConnectAsync(EndPoint).ConfigureAwait(false);
            Socket.Blocking = false;
            Tell(Connected.Instance);
        }
        catch (Exception cause)
        {
            Tell(new ConnectFailed(cause));
        }
    }

    private async Task WaitAsync()
    {
        try
        {
            await Socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None).ConfigureAwait(false);
            Tell(Readable.Instance);
        }
        catch (Exception cause)
        {
            Tell(new Failed(cause));
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
                bytes = bytes[await Socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
            Tell(Writable.Instance);
        }
        catch (Exception cause)
        {
            Tell(new Failed(cause));
        }
    }
}

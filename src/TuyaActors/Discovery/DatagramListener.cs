using System.Net;
using System.Net.Sockets;

namespace TuyaActors.Discovery;

/// <summary>One UDP port, shared with other programs that listen to the same broadcasts.</summary>
internal sealed class DatagramListener : IDisposable
{
    // The largest announcement seen is under 400 bytes; more than this is not one.
    private const int LargestDatagram = 4096;

    private readonly Socket _socket;

    /// <exception cref="SocketException">The port cannot be had.</exception>
    public DatagramListener(IPAddress bind, int port)
    {
        _socket = new Socket(bind.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _socket.EnableBroadcast = true;
            _socket.Bind(new IPEndPoint(bind, port));
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Hands each datagram to <paramref name="heard"/> until the listener is disposed; then, or on a broken socket, completes.</summary>
    public async Task Listen(Action<ReadOnlyMemory<byte>, IPAddress> heard)
    {
        var buffer = new byte[LargestDatagram];
        EndPoint any = new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        while (true)
        {
            SocketReceiveFromResult result;
            try
            {
                result = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, any).ConfigureAwait(false);
            }
            catch (Exception end) when (end is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return;
            }
            catch (SocketException)
            {
                // An ICMP error for something we sent, or a datagram that was too long: the next one may be good.
                continue;
            }

            heard(buffer.AsMemory(0, result.ReceivedBytes), ((IPEndPoint)result.RemoteEndPoint).Address);
        }
    }

    /// <summary>Sends without waiting; answers why it could not, or <c>null</c>.</summary>
    public string? Send(byte[] datagram, IPEndPoint to)
    {
        try
        {
            _socket.SendTo(datagram, to);
            return null;
        }
        catch (SocketException cause)
        {
            return cause.Message;
        }
    }

    public void Dispose() => _socket.Dispose();
}

using System.Net;
using System.Net.Sockets;

namespace TuyaActors.Discovery;

/// <summary>One UDP port, shared with other programs that listen to the same broadcasts.</summary>
internal sealed class DatagramListener : IDisposable
{
    /// <summary>So many failures in a row, without a datagram between, are no accident of single datagrams: the socket is broken.</summary>
    public const int ForgivenFailures = 16;

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

    /// <summary>Hands each datagram to <paramref name="heard"/>. Completes with <c>null</c> when the listener is disposed of, or with what broke the socket.</summary>
    public Task<SocketException?> Listen(Action<ReadOnlyMemory<byte>, IPAddress> heard)
    {
        EndPoint any = new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        return Pump(buffer => _socket.ReceiveFromAsync(buffer, SocketFlags.None, any), heard);
    }

    internal static async Task<SocketException?> Pump(Func<Memory<byte>, ValueTask<SocketReceiveFromResult>> receive, Action<ReadOnlyMemory<byte>, IPAddress> heard)
    {
        var buffer = new byte[LargestDatagram];
        var failures = 0;
        while (true)
        {
            SocketReceiveFromResult result;
            try
            {
                result = await receive(buffer).ConfigureAwait(false);
            }
            catch (Exception end) when (end is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return null;
            }
            catch (SocketException) when (++failures < ForgivenFailures)
            {
                // An ICMP error for something we sent, or a datagram that was too long: the next one may be good.
                continue;
            }
            catch (SocketException lasting)
            {
                return lasting;
            }

            failures = 0;
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

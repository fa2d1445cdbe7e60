using System.Net;
using System.Net.Sockets;

namespace TuyaActors.Simulator.Devices;

/// <summary>What the operating system knows of a TCP connection and .NET does not tell.</summary>
internal static class ConnectionState
{
    private const int TcpLevel = 6;
    private const int TcpInfo = 11;
    private const byte Established = 1;

    /// <summary>
    /// Whether the other side has closed or reset the connection. A client that leaves and comes back at once must not be taken for a second one,
    /// and its farewell may lie behind bytes that nobody has read yet; only Linux tells about that case.
    /// </summary>
    public static bool ClientHasLeft(Socket socket)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                Span<byte> state = stackalloc byte[1];
                socket.GetRawSocketOption(TcpLevel, TcpInfo, state);
                return state[0] != Established;
            }

            return socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }

    /// <summary>The other end; null when it has gone already.</summary>
    public static EndPoint? RemoteEnd(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Closes with a reset, as a device without memory or power does, and leaves no TIME_WAIT behind.</summary>
    public static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Already closed or reset by the other side.
        }

        socket.Dispose();
    }
}

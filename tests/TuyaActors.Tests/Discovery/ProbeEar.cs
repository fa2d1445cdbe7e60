using System.Net;
using System.Net.Sockets;

namespace TuyaActors.Tests.Discovery;

/// <summary>Listens on the probe port of a place, on an address of its own, as a device does.</summary>
internal sealed class ProbeEar : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 20_000 };

    public ProbeEar(UdpPlace place)
    {
        var bytes = place.Address.GetAddressBytes();
        bytes[1] = 68;
        Address = new IPAddress(bytes);
        _socket.Bind(new IPEndPoint(Address, place.Ports[2]));
    }

    public IPAddress Address { get; }

    /// <summary>Bytes that have come and were not received.</summary>
    public int Available => _socket.Available;

    /// <summary>The next datagram.</summary>
    /// <exception cref="SocketException">There came none.</exception>
    public byte[] Receive()
    {
        var buffer = new byte[4096];
        return buffer[.._socket.Receive(buffer)];
    }

    public void Dispose() => _socket.Dispose();
}

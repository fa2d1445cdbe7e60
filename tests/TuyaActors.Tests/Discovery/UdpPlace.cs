using System.Net;
using System.Net.Sockets;

namespace TuyaActors.Tests.Discovery;

/// <summary>A loopback address of its own with free UDP ports, so that tests side by side do not hear each other.</summary>
internal sealed class UdpPlace : IDisposable
{
    private static int _places;

    private readonly List<Socket> _reserved = [];
    private readonly Socket _sender = New(shared: false);

    public UdpPlace()
    {
        var number = Interlocked.Increment(ref _places);
        Address = new IPAddress([127, 66, (byte)(Environment.ProcessId % 200 + 1), (byte)(number % 250 + 1)]);
        Ports = [Reserve(), Reserve(), Reserve()];
    }

    public IPAddress Address { get; }

    /// <summary>Plain, encrypted, probe.</summary>
    public int[] Ports { get; }

    /// <summary>Takes a port without sharing it, as a badly behaved program does.</summary>
    public Socket Occupy(int port)
    {
        var socket = New(shared: false);
        socket.Bind(new IPEndPoint(Address, port));
        return socket;
    }

    public void Send(byte[] datagram, int port) => _sender.SendTo(datagram, new IPEndPoint(Address, port));

    public void Dispose()
    {
        _sender.Dispose();
        _reserved.ForEach(socket => socket.Dispose());
    }

    // Held on a neighbouring address: the number is nobody else's, and nothing of ours is caught.
    private int Reserve()
    {
        var socket = New(shared: true);
        _reserved.Add(socket);
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.67.0.1"), 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static Socket New(bool shared)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        if (shared)
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        return socket;
    }
}

using System.Net;
using System.Net.Sockets;
using TuyaActors.Protocol.Discovery;

namespace TuyaActors.Simulator.Tests.Probes;

/// <summary>A client's UDP socket on a free port.</summary>
internal sealed class Radio : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };

    /// <summary>Shares its port, as every client of Tuya discovery has to.</summary>
    public Radio()
        : this(shared: true)
    {
    }

    private Radio(bool shared)
    {
        if (shared)
        {
            _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        }

        _socket.Bind(new IPEndPoint(IPAddress.Any, 0));
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public static Radio Exclusive() => new(shared: false);

    public async Task SendAsync(byte[] datagram, IPEndPoint to) => await _socket.SendToAsync(datagram, to);

    /// <summary>The next sighting; probes, which a broadcast brings back to its sender, are passed over.</summary>
    public async Task<Sighting> ReceiveAsync()
    {
        var buffer = new byte[2048];
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer, deadline.Token);
            if (DiscoveryPacket.TryRead(buffer.AsSpan(0, received), out var sighting, out _))
            {
                return sighting;
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}

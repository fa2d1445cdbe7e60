using System.Net;
using System.Net.Sockets;
using TuyaActors.Hosting;
using TuyaActors.Simulator;

namespace TuyaActors.Cluster.Tests;

/// <summary>A LAN segment of its own: simulated devices that announce themselves on UDP ports that no other segment hears.</summary>
internal sealed class LanSegment : IAsyncDisposable
{
    private static readonly IPAddress Broadcast = IPAddress.Parse("127.255.255.255");

    private readonly List<Socket> _reserved = [];
    private readonly int[] _ports;

    private LanSegment()
    {
        _ports = [Reserve(), Reserve(), Reserve()];
        Simulator = new TuyaSimulator(new SimulatorOptions
        {
            Quiet = true,
            AnnounceInterval = TimeSpan.FromMilliseconds(300),
            PlainPort = _ports[0],
            EncryptedPort = _ports[1],
            ProbePort = _ports[2],
        });
    }

    public TuyaSimulator Simulator { get; }

    public static async Task<LanSegment> StartAsync()
    {
        var segment = new LanSegment();
        await segment.Simulator.StartAsync();
        return segment;
    }

    /// <summary>Lets a node hear these devices and no others.</summary>
    public void Tune(TuyaFleetOptions options)
    {
        options.DiscoveryEnabled = true;
        (options.PlainPort, options.EncryptedPort, options.ProbePort) = (_ports[0], _ports[1], _ports[2]);
        options.BroadcastAddresses.Add(Broadcast);
    }

    public async ValueTask DisposeAsync()
    {
        await Simulator.DisposeAsync();
        _reserved.ForEach(socket => socket.Dispose());
    }

    private int Reserve()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.68.0.1"), 0));
        _reserved.Add(socket);
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

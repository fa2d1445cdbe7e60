using System.Net;
using System.Net.Sockets;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Hosting.Tests;

/// <summary>Simulated devices that announce themselves on UDP ports of their own, on loopback.</summary>
internal sealed class Air : IAsyncDisposable
{
    private static readonly IPAddress Broadcast = IPAddress.Parse("127.255.255.255");

    private readonly List<Socket> _reserved = [];
    private readonly int[] _ports;

    private Air(bool announce)
    {
        _ports = [Reserve(), Reserve(), Reserve()];
        Simulator = new TuyaSimulator(new SimulatorOptions
        {
            Quiet = true,
            Announce = announce,
            AnnounceInterval = TimeSpan.FromMilliseconds(300),
            PlainPort = _ports[0],
            EncryptedPort = _ports[1],
            ProbePort = _ports[2],
        });
    }

    public TuyaSimulator Simulator { get; }

    public static async Task<Air> StartAsync(bool announce = true)
    {
        var air = new Air(announce);
        await air.Simulator.StartAsync();
        return air;
    }

    public SimulatedDevice Add(ProtocolVersion version, DeviceFaults? faults = null) =>
        Simulator.Add(new SimulatedDeviceOptions { Version = version, Port = 0, Faults = faults ?? DeviceFaults.None });

    /// <summary>Lets a fleet hear these devices and no others.</summary>
    public void Tune(TuyaFleetOptions options)
    {
        (options.PlainPort, options.EncryptedPort, options.ProbePort) = (_ports[0], _ports[1], _ports[2]);
        options.BroadcastAddresses.Add(Broadcast);
        options.Persistence = Settings.PersistenceMode.Memory;
        options.StartJitter = TimeSpan.Zero;
    }

    /// <summary>Takes the port of the encrypted broadcasts without sharing it.</summary>
    public Socket OccupyEncrypted()
    {
        _reserved[1].Dispose();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, _ports[1]));
        return socket;
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
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.67.0.1"), 0));
        _reserved.Add(socket);
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

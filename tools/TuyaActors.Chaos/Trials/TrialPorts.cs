using System.Net;
using System.Net.Sockets;
using TuyaActors.Simulator;

namespace TuyaActors.Chaos.Trials;

/// <summary>Three UDP ports for announcements and probes that nobody else gets, until it is disposed.</summary>
public sealed class TrialPorts : IDisposable
{
    private readonly List<Socket> _reserved = [];

    /// <summary>Takes free ones.</summary>
    public TrialPorts() => (Plain, Encrypted, Probe) = (Reserve(), Reserve(), Reserve());

    /// <summary>Of the plain announcements.</summary>
    public int Plain { get; }

    /// <summary>Of the encrypted ones.</summary>
    public int Encrypted { get; }

    /// <summary>On which devices hear probes.</summary>
    public int Probe { get; }

    /// <summary>A simulator's options with these ports.</summary>
    public SimulatorOptions For(SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { PlainPort = Plain, EncryptedPort = Encrypted, ProbePort = Probe };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var socket in _reserved)
            socket.Dispose();
    }

    private int Reserve()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        _reserved.Add(socket);
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

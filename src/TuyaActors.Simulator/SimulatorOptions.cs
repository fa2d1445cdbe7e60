using System.Net;
using TuyaActors.Protocol.Discovery;

namespace TuyaActors.Simulator;

/// <summary>What holds for all devices of a simulator.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Seed of all randomness (states, drifts, jitter, nonces): the same seed and the same steps give the same devices.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The clock of pushes, delays and announcements.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Mean time between two changes that a device makes by itself. Default 10 s: about what a plug under load sends.</summary>
    public TimeSpan PushInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How far an interval may lie from its mean, 0 to 1. Default 0.5, so that a fleet does not push in step.</summary>
    public double Jitter { get; init; } = 0.5;

    /// <summary>No device changes by itself; what a command sets in motion still moves.</summary>
    public bool Quiet { get; init; }

    /// <summary>Whether devices broadcast themselves and answer probes. Default true.</summary>
    public bool Announce { get; init; } = true;

    /// <summary>Mean time between two announcements of one device. Default 5 s, as real devices do.</summary>
    public TimeSpan AnnounceInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where announcements go, and where probes are listened for. Default 127.255.255.255, the broadcast address of loopback.</summary>
    public IPAddress BroadcastAddress { get; init; } = IPAddress.Parse("127.255.255.255");

    /// <summary>UDP port of the plain announcements of 3.1. Default 6666.</summary>
    public int PlainPort { get; init; } = DiscoveryPacket.PlainPort;

    /// <summary>UDP port of the encrypted announcements of 3.2 to 3.5. Default 6667.</summary>
    public int EncryptedPort { get; init; } = DiscoveryPacket.EncryptedPort;

    /// <summary>UDP port on which devices hear probes, and to which they answer. Default 7000.</summary>
    public int ProbePort { get; init; } = DiscoveryPacket.ProbePort;

    /// <summary>
    /// How long a device is off the network while it is paired anew and gets another key. Default 2 s; real ones take half a minute, in which
    /// they restart and wait for the app.
    /// </summary>
    public TimeSpan PairingTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Throws an <see cref="ArgumentException"/> that names the first option that makes no sense.</summary>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Time, nameof(Time));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(PushInterval, TimeSpan.Zero, nameof(PushInterval));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(AnnounceInterval, TimeSpan.Zero, nameof(AnnounceInterval));
        ArgumentOutOfRangeException.ThrowIfLessThan(PairingTime, TimeSpan.Zero, nameof(PairingTime));
        ArgumentOutOfRangeException.ThrowIfNegative(Jitter, nameof(Jitter));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Jitter, 1, nameof(Jitter));
        RequirePort(PlainPort, nameof(PlainPort));
        RequirePort(EncryptedPort, nameof(EncryptedPort));
        RequirePort(ProbePort, nameof(ProbePort));
    }

    private static void RequirePort(int port, string name)
    {
        if (port is < 1 or > IPEndPoint.MaxPort)
        {
            throw new ArgumentOutOfRangeException(name, port, "A UDP port is 1 to 65535.");
        }
    }
}

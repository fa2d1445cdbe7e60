using System.Net;

namespace TuyaActors.Protocol.Discovery;

/// <summary>What a device said of itself on the LAN.</summary>
/// <param name="DeviceId">The device's id (<c>gwId</c>).</param>
/// <param name="Address">The address that the payload names; the datagram's sender may be a router or a container bridge.</param>
/// <param name="Version">The protocol version, where it is one of those known.</param>
/// <param name="VersionText">The version as the device wrote it.</param>
/// <param name="ProductKey">The product's key, which names the kind of device.</param>
/// <param name="Encrypted">What the device says about its traffic: false on 3.1.</param>
public sealed record Sighting(
    string DeviceId, IPAddress Address, ProtocolVersion? Version, string? VersionText, string? ProductKey, bool Encrypted)
{
    /// <summary>The device's activation state; 2 is bound and running. Null where it said nothing.</summary>
    public int? Active { get; init; }

    /// <summary>The device's MAC address, where it says one.</summary>
    public string? Mac { get; init; }
}

using System.Net;
using TuyaActors.Protocol;

namespace TuyaActors.Messages;

/// <summary>A device seen announcing itself on the LAN.</summary>
/// <param name="DeviceId">Its id.</param>
/// <param name="Address">The address it names in the packet (not the sender's, which may be a relay's).</param>
/// <param name="Version">The version, where it names one that is known here.</param>
/// <param name="ProductKey">The product key, where it names one.</param>
/// <param name="Port">The UDP port that heard it: 6666, 6667 or 7000.</param>
/// <param name="Known">Whether the fleet has a definition of it.</param>
public sealed record DeviceSighting(DeviceId DeviceId, IPAddress Address, ProtocolVersion? Version, string? ProductKey, int Port, bool Known);

using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Protocol.Discovery;

/// <summary>
/// Reads and writes the datagrams by which devices announce themselves and clients ask for that. Stateless and thread-safe; never throws
/// for what a datagram holds.
/// </summary>
public static class DiscoveryPacket
{
    /// <summary>UDP port of the plain announcements (3.1).</summary>
    public const int PlainPort = 6666;

    /// <summary>UDP port of the encrypted announcements (3.2 and later).</summary>
    public const int EncryptedPort = 6667;

    /// <summary>UDP port on which clients ask (REQ_DEVINFO) and devices answer.</summary>
    public const int ProbePort = 7000;

    /// <summary>TCP port of every device.</summary>
    public const int DevicePort = 6668;

    /// <summary>Reads an announcement, or the answer to a probe, from any of the three ports.</summary>
    /// <param name="datagram">The datagram as received.</param>
    /// <param name="sighting">What was announced, or null.</param>
    /// <param name="why">Why there is none, or null. A probe is no sighting either.</param>
    public static bool TryRead(ReadOnlySpan<byte> datagram, [NotNullWhen(true)] out Sighting? sighting, [NotNullWhen(false)] out string? why)
    {
        sighting = null;
        if (!DiscoveryFrame.TryOpen(datagram, out var message, out var invalid))
        {
            why = invalid.Sentence;
            return false;
        }

        return Announcements.TryParse(message.Payload.Span, out sighting, out why);
    }

    /// <summary>Opens a datagram of discovery without looking into its JSON.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> datagram, out WireMessage message, out WireInvalid invalid) =>
        DiscoveryFrame.TryOpen(datagram, out message, out invalid);

    /// <summary>
    /// The announcement of a device of the sighting's version: 3.1 plain for 6666; 3.2 and 3.3 encrypted, 3.4 with command 0x23, 3.5 in a
    /// 6699 frame, all for 6667. No version counts as 3.3.
    /// </summary>
    public static byte[] Announcement(Sighting sighting, uint seqno = 0)
    {
        ArgumentNullException.ThrowIfNull(sighting);
        var payload = Announcements.Write(sighting);
        return sighting.Version switch
        {
            ProtocolVersion.V31 => DiscoveryFrame.Seal55AA(seqno, CommandId.Udp, payload),
            ProtocolVersion.V34 => DiscoveryFrame.Seal55AA(seqno, CommandId.BroadcastLpv34, DiscoveryCipher.Encrypt(payload)),
            ProtocolVersion.V35 => DiscoveryFrame.Seal6699(seqno, CommandId.UdpNew, 0, payload, []),
            _ => DiscoveryFrame.Seal55AA(seqno, CommandId.UdpNew, DiscoveryCipher.Encrypt(payload)),
        };
    }

    /// <summary>A 3.5 device's answer to a probe, sent to the asker's port 7000.</summary>
    public static byte[] ProbeReply(Sighting sighting, uint seqno = 0)
    {
        ArgumentNullException.ThrowIfNull(sighting);
        return DiscoveryFrame.Seal6699(seqno, CommandId.RequestDeviceInfo, 0, Announcements.Write(sighting), []);
    }

    /// <summary>A client's request to all devices to announce themselves (REQ_DEVINFO), for port 7000.</summary>
    /// <param name="ownAddress">The IPv4 address of the interface that it is sent from; devices answer there.</param>
    /// <exception cref="ArgumentException">The address is no IPv4 address.</exception>
    public static byte[] Probe(IPAddress ownAddress)
    {
        ArgumentNullException.ThrowIfNull(ownAddress);
        if (ownAddress.AddressFamily != AddressFamily.InterNetwork)
        {
            throw new ArgumentException("Devices answer to an IPv4 address.", nameof(ownAddress));
        }

        var writer = JsonSpelling.BeginObject();
        writer.Text("from"u8, "app");
        writer.Text("ip"u8, ownAddress.ToString());
        return DiscoveryFrame.Seal6699(0, CommandId.RequestDeviceInfo, null, writer.EndPayload(), []);
    }

    /// <summary>True for a client's request, our own or another's, which comes back to the sender of a broadcast.</summary>
    public static bool IsProbe(ReadOnlySpan<byte> datagram) => TryReadProbe(datagram, out _);

    /// <summary>Reads a client's request: the address that it wants the answer at, or null where it names none.</summary>
    public static bool TryReadProbe(ReadOnlySpan<byte> datagram, out IPAddress? answerTo)
    {
        answerTo = null;
        return DiscoveryFrame.TryOpen(datagram, out var message, out _)
            && message.Command == CommandId.RequestDeviceInfo
            && Announcements.TryParseProbe(message.Payload.Span, out answerTo);
    }

    /// <summary>Seals a payload of discovery with a chosen IV, for reproducing given datagrams.</summary>
    /// <param name="version">3.5 gives a 6699 frame; the others 55AA, plain where the command is <see cref="CommandId.Udp"/>.</param>
    /// <param name="message">Number, command, retcode and payload.</param>
    /// <param name="iv">12 bytes for 3.5, or empty for a random one.</param>
    public static byte[] Encode(ProtocolVersion version, in WireMessage message, ReadOnlySpan<byte> iv = default)
    {
        ProtocolVersions.Require(version, nameof(version));
        if (message.Payload.Length > WireCodec.MaxFrameLength / 2)
        {
            throw new ArgumentException($"A payload of {message.Payload.Length} bytes is no datagram.", nameof(message));
        }

        var payload = message.Payload.Span;
        return version.Uses6699()
            ? DiscoveryFrame.Seal6699(message.Seqno, message.Command, message.Retcode, payload, iv)
            : DiscoveryFrame.Seal55AA(message.Seqno, message.Command, message.Command == CommandId.Udp ? payload : DiscoveryCipher.Encrypt(payload));
    }
}

using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace TuyaActors.Discovery;

/// <summary>Where a broadcast has to go so that every subnet of this host hears it.</summary>
internal static class BroadcastAddresses
{
    /// <summary>For each IPv4 address of an interface that is up (loopback excepted): the own address and its subnet's broadcast address.</summary>
    public static IReadOnlyList<(IPAddress Own, IPAddress Broadcast)> OfThisHost() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Where(a => a.Address.AddressFamily == AddressFamily.InterNetwork && a.PrefixLength is > 0 and < 31)
            .Select(a => (a.Address, Of(a.Address, a.PrefixLength))),
    ];

    /// <summary>The broadcast address of an IPv4 subnet.</summary>
    internal static IPAddress Of(IPAddress address, int prefixLength)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefixLength; bit < 32; bit++)
            bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return new IPAddress(bytes);
    }
}

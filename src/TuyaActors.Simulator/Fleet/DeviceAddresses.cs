using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace TuyaActors.Simulator.Fleet;

/// <summary>Addresses one after the other, as a DHCP server would hand them out: none that ends in 0 or 255.</summary>
internal static class DeviceAddresses
{
    /// <summary>The last one before multicast, 223.x.x.x.</summary>
    private const uint HighestNetwork = 223;

    /// <summary>From the first one on, within what its first number (127, 10, 192 ...) begins.</summary>
    /// <exception cref="ArgumentException">The first address is none that a device can have, or there are not enough behind it.</exception>
    public static IEnumerable<IPAddress> From(IPAddress first)
    {
        ArgumentNullException.ThrowIfNull(first);
        if (first.AddressFamily != AddressFamily.InterNetwork || Number(first) >> 24 is 0 or > HighestNetwork)
        {
            throw new ArgumentException($"{first} is no IPv4 address that a device can have, such as 127.0.0.1 or 192.168.1.20.");
        }

        return Walk(first);
    }

    /// <summary>The address so much further on, or further back.</summary>
    /// <exception cref="SimulatorException">There is none.</exception>
    public static IPAddress Shifted(IPAddress address, int by)
    {
        var bytes = address.GetAddressBytes();
        var moved = bytes.Length == sizeof(uint) ? Number(address) + (long)by : -1;
        if (moved is < 0 or > uint.MaxValue)
        {
            throw new SimulatorException($"There is no address {by} behind {address}.");
        }

        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)moved);
        return new IPAddress(bytes);
    }

    private static IEnumerable<IPAddress> Walk(IPAddress first)
    {
        var bytes = new byte[4];
        for (var number = Number(first); number >> 24 == Number(first) >> 24; number++)
        {
            if ((byte)number is not (0 or 255))
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
                yield return new IPAddress(bytes);
            }
        }

        throw new ArgumentException($"There are not enough addresses behind {first}.");
    }

    private static uint Number(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
}

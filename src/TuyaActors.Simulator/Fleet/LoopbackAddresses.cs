using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace TuyaActors.Simulator.Fleet;

/// <summary>Addresses one after the other, as a DHCP server would hand them out: none that ends in 0 or 255.</summary>
internal static class LoopbackAddresses
{
    /// <exception cref="ArgumentException">The first address is no address of loopback, or there are not enough behind it.</exception>
    public static IEnumerable<IPAddress> From(IPAddress first)
    {
        ArgumentNullException.ThrowIfNull(first);
        if (first.AddressFamily != AddressFamily.InterNetwork || !IPAddress.IsLoopback(first))
        {
            throw new ArgumentException($"The first address must lie in 127.0.0.0/8, and {first} does not.", nameof(first));
        }

        return Walk(first);
    }

    /// <summary>The address so much further on, or further back.</summary>
    /// <exception cref="SimulatorException">There is none.</exception>
    public static IPAddress Shifted(IPAddress address, int by)
    {
        var bytes = address.GetAddressBytes();
        var moved = bytes.Length == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) + (long)by : -1;
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
        for (var number = BinaryPrimitives.ReadUInt32BigEndian(first.GetAddressBytes()); number >> 24 == 127; number++)
        {
            if ((byte)number is not (0 or 255))
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
                yield return new IPAddress(bytes);
            }
        }

        throw new ArgumentException($"There are not enough loopback addresses behind {first}.", nameof(first));
    }
}

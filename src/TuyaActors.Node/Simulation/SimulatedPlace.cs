using System.Net;
using System.Net.Sockets;
using TuyaActors.Node.Cli;
using TuyaActors.Simulator;

namespace TuyaActors.Node.Simulation;

/// <summary>Which devices <c>simulate</c> runs, on which addresses, and where these announce themselves.</summary>
internal static class SimulatedPlace
{
    /// <summary>The devices of this fleet that are wanted, one after the other from the first address on.</summary>
    /// <param name="fleet">All.</param>
    /// <param name="only">Ids and names; none: all are wanted.</param>
    /// <param name="first">The first address; null: the usual one.</param>
    /// <exception cref="UsageException">One is not among them, or there is no such address.</exception>
    public static IReadOnlyList<SimulatedDeviceOptions> Choose(IReadOnlyList<SimulatedDeviceOptions> fleet, IReadOnlyList<string> only, IPAddress? first)
    {
        foreach (var wanted in only)
        {
            if (!fleet.Any(device => IsMeant(device, wanted)))
            {
                throw new UsageException($"--only: none of the {fleet.Count} devices has the id or name '{wanted}'.");
            }
        }

        try
        {
            return SimulatedFleet.PlaceFrom(first ?? SimulatedFleet.DefaultFirstAddress, fleet.Where(device => only.Count == 0 || only.Any(wanted => IsMeant(device, wanted))));
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException($"--base: {wrong.Message}");
        }
    }

    /// <summary>Where devices on these addresses announce themselves; null: they do not.</summary>
    /// <exception cref="UsageException">That is not said, or said twice, or is no such address.</exception>
    public static IPAddress? BroadcastOf(IPAddress? first, IPAddress? broadcast, bool silent)
    {
        if (silent)
        {
            return broadcast is null
                ? null
                : throw new UsageException("--broadcast says where devices announce themselves, and --no-broadcast that they do not; allowed is one of them.");
        }

        if (broadcast is { AddressFamily: not AddressFamily.InterNetwork })
        {
            throw new UsageException($"--broadcast is '{broadcast}'; allowed: the IPv4 broadcast address of a LAN, such as 192.168.1.255.");
        }

        if (broadcast is null && first is not null && !IPAddress.IsLoopback(first))
        {
            throw new UsageException($"--base: {first} is not of loopback, so --broadcast must say where its devices announce themselves, such as 192.168.1.255; or give --no-broadcast.");
        }

        return broadcast ?? new SimulatorOptions().BroadcastAddress;
    }

    private static bool IsMeant(SimulatedDeviceOptions device, string wanted) => device.Id == wanted || string.Equals(device.Name, wanted, StringComparison.OrdinalIgnoreCase);
}

using System.Net;
using TuyaActors.Protocol;
using TuyaActors.Simulator.Fleet;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Simulator;

/// <summary>Makes up fleets: a house full of devices of every version and profile.</summary>
public static class SimulatedFleet
{
    private static readonly string[] Rooms = ["Kitchen", "Living room", "Bedroom", "Bathroom", "Office", "Hall", "Cellar", "Garage", "Attic", "Garden"];

    private static readonly DeviceProfile[] Zigbee = [DeviceProfile.Sensor, DeviceProfile.Plug, DeviceProfile.Bulb, DeviceProfile.Thermostat, DeviceProfile.Cover];

    /// <summary>The address of the first device, unless another one is asked for: 127.77.0.1.</summary>
    public static IPAddress DefaultFirstAddress { get; } = IPAddress.Parse("127.77.0.1");

    /// <summary>
    /// A mixed fleet, the same for the same arguments; the first thirty devices are every profile in every version. Ids, keys, names and addresses are distinct;
    /// each gateway has two to four sub-devices, which do not count.
    /// </summary>
    /// <param name="count">How many devices, sub-devices not counted.</param>
    /// <param name="seed">Of ids, keys and rooms.</param>
    /// <param name="firstAddress">Of the first device; the others follow, see <see cref="PlaceFrom"/>. Null for <see cref="DefaultFirstAddress"/>.</param>
    /// <param name="port">The TCP port of all.</param>
    /// <param name="namePrefix">What all names begin with, for fleets beside each other: ids and keys differ by the seed, names repeat.</param>
    /// <exception cref="ArgumentException">A negative count, no address that a device can have, or too many devices for what is behind it.</exception>
    public static IReadOnlyList<SimulatedDeviceOptions> Create(
        int count, int seed = 1, IPAddress? firstAddress = null, int port = SimulatedDeviceOptions.DefaultPort, string namePrefix = "")
    {
        ArgumentNullException.ThrowIfNull(namePrefix);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var random = new Random(seed);
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var fleet = new List<SimulatedDeviceOptions>(count);
        for (var i = 0; i < count; i++)
        {
            var room = namePrefix + Rooms[random.Next(Rooms.Length)];
            var profile = DeviceProfile.All[i % DeviceProfile.All.Count];
            fleet.Add(new SimulatedDeviceOptions
            {
                Version = ProtocolVersions.All[i % ProtocolVersions.All.Count],
                Profile = profile,
                Id = Distinct(ids, Believable.DeviceId, random),
                Key = Believable.LocalKey(random),
                Name = Number(names, $"{room} {profile.Kind}"),
                Port = port,
                SubDevices = profile == DeviceProfile.Gateway ? SubDevices(random, names, ids, room) : [],
            });
        }

        return PlaceFrom(firstAddress ?? DefaultFirstAddress, fleet);
    }

    /// <summary>The same devices on other addresses, one after the other without those that end in 0 or 255: some of a fleet, for example, that have moved to another LAN.</summary>
    /// <param name="firstAddress">Of the first device: of loopback, or one that this machine has, as it must have those behind it.</param>
    /// <param name="fleet">The devices.</param>
    /// <exception cref="ArgumentException">No address that a device can have, or too many devices for what is behind it.</exception>
    public static IReadOnlyList<SimulatedDeviceOptions> PlaceFrom(IPAddress firstAddress, IEnumerable<SimulatedDeviceOptions> fleet)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        return [.. fleet.Zip(DeviceAddresses.From(firstAddress), (device, address) => device with { Address = address })];
    }

    private static List<SimulatedSubDeviceOptions> SubDevices(Random random, Dictionary<string, int> names, HashSet<string> ids, string room)
    {
        var subDevices = new List<SimulatedSubDeviceOptions>();
        for (var left = random.Next(2, 5); left > 0; left--)
        {
            var profile = Zigbee[random.Next(Zigbee.Length)];
            subDevices.Add(new SimulatedSubDeviceOptions
            {
                Cid = Distinct(ids, Believable.Cid, random),
                Profile = profile,
                Name = Number(names, $"{room} Zigbee {profile.Kind}"),
            });
        }

        return subDevices;
    }

    private static string Distinct(HashSet<string> taken, Func<Random, string> draw, Random random)
    {
        string drawn;
        do
        {
            drawn = draw(random);
        }
        while (!taken.Add(drawn));
        return drawn;
    }

    private static string Number(Dictionary<string, int> names, string name)
    {
        var number = names[name] = names.GetValueOrDefault(name) + 1;
        return $"{name} {number}";
    }
}

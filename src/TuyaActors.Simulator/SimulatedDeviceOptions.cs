using System.Net;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Simulator;

/// <summary>One fake device.</summary>
public sealed record SimulatedDeviceOptions
{
    /// <summary>The port that real devices listen on.</summary>
    public const int DefaultPort = 6668;

    /// <summary>The protocol version it speaks. Default 3.3.</summary>
    public ProtocolVersion Version { get; init; } = ProtocolVersion.V33;

    /// <summary>What it is. Default a plug.</summary>
    public DeviceProfile Profile { get; init; } = DeviceProfile.Plug;

    /// <summary>The device id; null (default) for a believable one made from the seed.</summary>
    public string? Id { get; init; }

    /// <summary>The local key; null (default) for one made from the seed.</summary>
    public LocalKey? Key { get; init; }

    /// <summary>The name in devices.json; null (default) for the kind and the id's end.</summary>
    public string? Name { get; init; }

    /// <summary>The address it listens on. Default 127.0.0.1: then give each device its own port, or port 0.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The TCP port. Default 6668; 0 takes any free one and keeps it over restarts.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Mean time between two changes by itself; null (default) for the simulator's.</summary>
    public TimeSpan? PushInterval { get; init; }

    /// <summary>Changes nothing by itself, as the simulator's option does for all. Default false.</summary>
    public bool Quiet { get; init; }

    /// <summary>Whether it broadcasts itself; when false it only answers probes, as some 3.5 devices do. Default true.</summary>
    public bool Announces { get; init; } = true;

    /// <summary>
    /// <see cref="DeviceDialect.Device22"/> answers DP_QUERY with <c>json obj data unvalid</c> and wants CONTROL_NEW with nulls. A 3.2 device always does.
    /// </summary>
    public DeviceDialect Dialect { get; init; }

    /// <summary>DPs that start with another value than the profile gives them; null for none.</summary>
    public DpSet? State { get; init; }

    /// <summary>The faults that it starts with. Default none.</summary>
    public DeviceFaults Faults { get; init; } = DeviceFaults.None;

    /// <summary>The sub-devices behind it: only a gateway has some.</summary>
    public IReadOnlyList<SimulatedSubDeviceOptions> SubDevices { get; init; } = [];

    /// <summary>Throws an <see cref="ArgumentException"/> that names the first option that makes no sense.</summary>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Profile, nameof(Profile));
        ArgumentNullException.ThrowIfNull(Address, nameof(Address));
        ArgumentNullException.ThrowIfNull(Faults, nameof(Faults));
        ArgumentNullException.ThrowIfNull(SubDevices, nameof(SubDevices));
        if (!ProtocolVersions.All.Contains(Version))
        {
            throw new ArgumentOutOfRangeException(nameof(Version), Version, "There is no such protocol version.");
        }

        if (Id is { Length: < 4 })
        {
            throw new ArgumentException("A device id has at least 4 characters; real ones have 20 or 22.", nameof(Id));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(Port, nameof(Port));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, IPEndPoint.MaxPort, nameof(Port));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(PushInterval ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(PushInterval));
        Faults.Validate();
        if (SubDevices.Where(sub => sub.Cid is not null).GroupBy(sub => sub.Cid).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"There are two sub-devices {twice.Key}.", nameof(SubDevices));
        }
    }
}

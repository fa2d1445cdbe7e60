using System.Collections.Immutable;
using TuyaActors.Protocol;

namespace TuyaActors.Simulator.Faults;

/// <summary>One entry of a <see cref="FaultPlan"/>: which devices, what, and when.</summary>
internal sealed record FaultPlanEntry
{
    /// <summary>Where it begins in its text.</summary>
    public required int Line { get; init; }

    /// <summary>Ids, names and numbers of devices, each with its line; none for all.</summary>
    public ImmutableArray<(string Field, int Line, string Shown, DeviceChoice Choice)> Devices { get; init; } = [];

    /// <summary>Only those of these versions; empty for all.</summary>
    public ImmutableArray<ProtocolVersion> Versions { get; init; } = [];

    /// <summary>How many of them, above 0 to 1; drawn anew each time.</summary>
    public double Share { get; init; } = 1;

    /// <summary>What they get: each time each device one of these; empty for one of <see cref="RandomFaults"/>.</summary>
    public ImmutableArray<FaultPatch> Faults { get; init; } = [];

    /// <summary>Of what is drawn.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>When it begins.</summary>
    public TimeSpan From { get; init; }

    /// <summary>How long it lasts; null for good.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>How often it comes again; null for once.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>The devices that it may concern.</summary>
    /// <exception cref="FaultPlanException">One of them is not there, or none is left.</exception>
    public IReadOnlyList<SimulatedDevice> Choose(IReadOnlyList<SimulatedDevice> devices)
    {
        var chosen = new HashSet<SimulatedDevice>();
        foreach (var (field, line, shown, choice) in Devices)
        {
            var before = chosen.Count;
            var found = devices.Where((device, index) => choice.Takes(device, index)).ToList();
            chosen.UnionWith(found);
            if (found.Count == 0)
            {
                throw new FaultPlanException(line, field, shown, choice.AllowedOf(devices));
            }
        }

        var ofVersion = devices
            .Where(device => (Devices.IsEmpty || chosen.Contains(device)) && (Versions.IsEmpty || Versions.Contains(device.Version)))
            .ToList();
        return ofVersion.Count > 0 ? ofVersion : throw new FaultPlanException(Line, "this entry concerns no device: none that it names has one of its versions.");
    }
}

/// <summary>A way to name devices.</summary>
internal abstract record DeviceChoice
{
    /// <summary>Whether it names this one.</summary>
    public abstract bool Takes(SimulatedDevice device, int index);

    /// <summary>What would have been right.</summary>
    public abstract string AllowedOf(IReadOnlyList<SimulatedDevice> devices);

    /// <summary>By id.</summary>
    public sealed record ById(string Id) : DeviceChoice
    {
        public override bool Takes(SimulatedDevice device, int index) => device.Id == Id;

        public override string AllowedOf(IReadOnlyList<SimulatedDevice> devices) => $"the ids of the {devices.Count} simulated devices, such as \"{devices[0].Id}\"";
    }

    /// <summary>By name.</summary>
    public sealed record ByName(string Name) : DeviceChoice
    {
        public override bool Takes(SimulatedDevice device, int index) => string.Equals(device.Name, Name, StringComparison.OrdinalIgnoreCase);

        public override string AllowedOf(IReadOnlyList<SimulatedDevice> devices) => $"the names of the {devices.Count} simulated devices, such as \"{devices[0].Name}\"";
    }

    /// <summary>By place, from 0.</summary>
    public sealed record ByIndex(int First, int Last) : DeviceChoice
    {
        public override bool Takes(SimulatedDevice device, int index) => index >= First && index <= Last;

        public override string AllowedOf(IReadOnlyList<SimulatedDevice> devices) => $"0 to {devices.Count - 1}, because there are {devices.Count} simulated devices";
    }
}

using TuyaActors.Protocol;

namespace TuyaActors.Simulator.Profiles;

/// <summary>
/// What a fake device is: its data points and how they behave. Stateless: everything that a device remembers is in its <see cref="DpSet"/>,
/// so that one profile serves any number of devices. Derive from it for a device of your own.
/// </summary>
public abstract class DeviceProfile
{
    private IReadOnlyDictionary<int, DpDefinition>? _byId;

    /// <summary>A switchable plug that measures energy.</summary>
    public static DeviceProfile Plug { get; } = new PlugProfile();

    /// <summary>A colour bulb with white, colour and scene mode.</summary>
    public static DeviceProfile Bulb { get; } = new BulbProfile();

    /// <summary>A curtain that needs ten seconds for its whole way.</summary>
    public static DeviceProfile Cover { get; } = new CoverProfile();

    /// <summary>A room thermostat.</summary>
    public static DeviceProfile Thermostat { get; } = new ThermostatProfile();

    /// <summary>A sensor for temperature and humidity.</summary>
    public static DeviceProfile Sensor { get; } = new SensorProfile();

    /// <summary>A gateway; its sub-devices are given by the device's options.</summary>
    public static DeviceProfile Gateway { get; } = new GatewayProfile();

    /// <summary>All the profiles above.</summary>
    public static IReadOnlyList<DeviceProfile> All { get; } = [Plug, Bulb, Cover, Thermostat, Sensor, Gateway];

    /// <summary>One lower-case word, for example <c>plug</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Tuya's category code, for example <c>cz</c> for a plug.</summary>
    public abstract string Category { get; }

    /// <summary>The product's name in the maker's catalogue.</summary>
    public abstract string ProductName { get; }

    /// <summary>The product key that a device of this profile broadcasts.</summary>
    public abstract string ProductKey { get; }

    /// <summary>The data points, in ascending order.</summary>
    public abstract IReadOnlyList<DpDefinition> DataPoints { get; }

    /// <summary>The state of a device that was just taken out of its box.</summary>
    public abstract DpSet InitialState(Random random);

    /// <summary>
    /// What a command does: the DPs that take a new value, with their consequences for other DPs. DPs that the device does not have, that are
    /// read-only or out of range are left out, so the answer is empty when nothing of <paramref name="requested"/> is acceptable.
    /// </summary>
    public DpSet Accept(DpSet state, DpSet requested)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(requested);
        var accepted = DpSet.Empty;
        foreach (var (id, value) in requested)
        {
            if (Find(id) is { Writable: true } definition && definition.Accepts(value))
            {
                accepted = accepted.With(id, value);
            }
        }

        return accepted.Count == 0 ? accepted : Consequences(state, accepted);
    }

    /// <summary>What changes by itself after <paramref name="elapsed"/>: the weather, the load, a hand on the dimmer. Empty where nothing does.</summary>
    public abstract DpSet Drift(DpSet state, TimeSpan elapsed, Random random);

    /// <summary>How long until the next step of something under way (a moving curtain, a running countdown); null when at rest.</summary>
    public virtual TimeSpan? NextStep(DpSet state) => null;

    /// <summary>The next step of something under way: the DPs that it changes after <paramref name="elapsed"/>.</summary>
    public virtual DpSet Step(DpSet state, TimeSpan elapsed) => DpSet.Empty;

    /// <summary>The DP with this number, or null.</summary>
    public DpDefinition? Find(int id)
    {
        _byId ??= DataPoints.ToDictionary(definition => definition.Id);
        return _byId.GetValueOrDefault(id);
    }

    /// <summary>Adds to the accepted DPs those that follow from them.</summary>
    protected virtual DpSet Consequences(DpSet state, DpSet accepted) => accepted;

    /// <summary>A value moved by a random amount up to <paramref name="reach"/> in both directions, kept within the range of the DP.</summary>
    protected long Wander(DpSet state, int id, int reach, Random random)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(random);
        var definition = Find(id) ?? throw new ArgumentOutOfRangeException(nameof(id), id, "The profile has no such DP.");
        return Math.Clamp(state[id].AsInteger() + random.Next(-reach, reach + 1), definition.Minimum, definition.Maximum);
    }
}

using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Chaos.Trials;

/// <summary>Something that a command can be meant for.</summary>
/// <param name="Id">Its id in the fleet.</param>
/// <param name="Device">The device, or the gateway that it sits behind.</param>
/// <param name="Sub">The sub-device; null for the device itself.</param>
public sealed record TrialTarget(DeviceId Id, SimulatedDevice Device, SimulatedSubDevice? Sub)
{
    /// <summary>What it is.</summary>
    public DeviceProfile Profile => Sub?.Profile ?? Device.Profile;

    /// <summary>Its own DPs, now.</summary>
    public DpSet State => Sub?.State ?? Device.State;

    /// <summary>A hand on it, or the weather.</summary>
    public void Drift(TimeSpan elapsed, Random random)
    {
        var changed = Profile.Drift(State, elapsed, random);
        if (changed.Count == 0)
            return;
        if (Sub is null)
            Device.Set(changed);
        else if (Sub.IsOnline)
            Sub.Set(changed);
    }

    /// <summary>Some DPs with values that it accepts; empty where nothing can be set.</summary>
    public DpSet Wish(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        // A countdown would go on long after the trial.
        var candidates = Profile.DataPoints.Where(dp => dp.Writable && dp.Type != DpType.String && dp.Unit != "s").ToArray();
        random.Shuffle(candidates);
        return DpSet.Create(candidates.Take(random.Next(1, 4)).Select(dp => KeyValuePair.Create(dp.Id, Value(dp, random))));
    }

    private static DpValue Value(DpDefinition dp, Random random) => dp.Type switch
    {
        DpType.Boolean => random.Next(2) == 0,
        DpType.Integer => random.NextInt64(dp.Minimum, dp.Maximum + 1),
        _ => dp.Words[random.Next(dp.Words.Count)],
    };
}

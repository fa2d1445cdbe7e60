using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Chaos.Trials;

/// <summary>Something that a command can be meant for, wherever it runs.</summary>
/// <param name="Id">Its id in the fleet.</param>
/// <param name="Profile">What it is.</param>
public record CommandTarget(DeviceId Id, DeviceProfile Profile)
{
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

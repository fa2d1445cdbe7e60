using TuyaActors.Chaos.Trials;

namespace TuyaActors.Chaos.Chaos;

/// <summary>Changes that hands and the weather make at devices, somewhere, all the time.</summary>
internal sealed class Hands(IReadOnlyList<TrialTarget> targets, ChaosOptions options)
{
    /// <summary>Goes on until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var random = new Random(options.Seed + 1_000_003);
        while (!stop.IsCancellationRequested)
        {
            targets[random.Next(targets.Count)].Drift(TimeSpan.FromSeconds(10), random);
            await Pause.AboutAsync(options.Hand, random, stop);
        }
    }
}

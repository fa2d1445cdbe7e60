namespace TuyaActors.Chaos.Trials;

/// <summary>Waits of a load.</summary>
internal static class Pause
{
    /// <summary>Waits for nothing up to twice this time; ends early, without an exception, when it is stopped.</summary>
    public static async Task AboutAsync(TimeSpan mean, Random random, CancellationToken stop) =>
        await Task.Delay(mean * (2 * random.NextDouble()), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

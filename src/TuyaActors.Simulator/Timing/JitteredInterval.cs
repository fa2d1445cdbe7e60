namespace TuyaActors.Simulator.Timing;

/// <summary>Intervals of a mean length, each a different one, so that a fleet does not beat in step.</summary>
internal static class JitteredInterval
{
    /// <summary>An interval from (1 - jitter) to (1 + jitter) times the mean.</summary>
    public static TimeSpan Next(TimeSpan mean, double jitter, Random random) => mean * (1 + jitter * (2 * random.NextDouble() - 1));

    /// <summary>The first interval: anywhere within the mean, so that a thousand devices that start together spread out at once.</summary>
    public static TimeSpan First(TimeSpan mean, Random random) => mean * random.NextDouble();
}

namespace TuyaActors.Device;

/// <summary>How long a device waits between two attempts.</summary>
/// <param name="First">The wait after the first failure. Short: most failures are a reboot or a lost packet.</param>
/// <param name="Factor">By how much each wait is longer than the one before.</param>
/// <param name="Max">The longest wait, before jitter; 60 s keeps "it is back" within a minute without a storm.</param>
/// <param name="Jitter">0 to 1: the share of the wait that is random, so that devices that fell together do not rise together.</param>
public sealed record BackoffPolicy(TimeSpan First, double Factor, TimeSpan Max, double Jitter)
{
    /// <summary>1 s, x1.8, at most 60 s, 30 % of it random.</summary>
    public static BackoffPolicy Default { get; } = new(TimeSpan.FromSeconds(1), 1.8, TimeSpan.FromSeconds(60), 0.3);

    /// <summary>The wait after the given number of failures in a row (1 or more), shortened by up to <see cref="Jitter"/>.</summary>
    /// <param name="failures">1 after the first failure.</param>
    /// <param name="random">0 (inclusive) to 1 (exclusive).</param>
    public TimeSpan Wait(int failures, double random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        // The exponent is bounded so that Pow cannot reach infinity; the cap has long been reached by then.
        var full = Math.Min(First.TotalMilliseconds * Math.Pow(Factor, Math.Min(failures - 1, 64)), Max.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (1 - Jitter * random));
    }
}

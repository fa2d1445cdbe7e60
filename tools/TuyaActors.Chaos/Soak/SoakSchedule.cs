namespace TuyaActors.Chaos.Soak;

/// <summary>When samples are taken, and which of them are checkpoints. By what was planned, not by when it came about: a sample that is a little early or late is still the one that was meant. Pure.</summary>
public static class SoakSchedule
{
    /// <summary>All samples but the last, which comes when the load ends: a run that is late takes fewer.</summary>
    /// <param name="options">How long, and how often.</param>
    public static IEnumerable<(TimeSpan At, bool IsCheckpoint)> Of(SoakOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var between = options.Chaos.Length / options.Checkpoints;
        var check = TimeSpan.Zero;
        for (var at = TimeSpan.Zero; at < options.Chaos.Length; at += options.Sample)
        {
            var isCheckpoint = at >= check;
            while (check <= at)
                check += between;
            yield return (at, isCheckpoint);
        }
    }
}

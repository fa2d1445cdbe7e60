namespace TuyaActors.Chaos.Soak;

/// <summary>How one quantity went.</summary>
/// <param name="Name">Which.</param>
/// <param name="Unit">Of its numbers; empty for a count.</param>
/// <param name="First">Median of the first third of the judged time; of a total, how much a minute.</param>
/// <param name="Last">The same of the last third.</param>
/// <param name="PerHour">Its slope; null for a total, and where there are too few samples.</param>
/// <param name="Growth">Slope by judged time.</param>
/// <param name="Allowed">How much of that is called flat; null: not judged.</param>
/// <param name="Wrong">A sentence, where it is not flat or nobody can say; null: nothing is wrong.</param>
public sealed record SoakTrend(string Name, string Unit, double First, double Last, double? PerHour, double? Growth, double? Allowed, string? Wrong)
{
    /// <summary>Whether it only ever grows, and is told as so many a minute.</summary>
    public bool IsTotal { get; init; }
}

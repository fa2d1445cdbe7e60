using System.Collections.Immutable;

namespace TuyaActors.Settings;

/// <summary><c>tuya.refresh</c>.</summary>
/// <param name="Dps"><c>dps</c>; empty: no device is refreshed.</param>
/// <param name="Fast"><c>fast</c>; zero: never faster than slow.</param>
/// <param name="Slow"><c>slow</c>; zero: only while there is a reason.</param>
/// <param name="AfterCommand"><c>after-command</c>.</param>
/// <param name="Ceiling"><c>ceiling</c>, a minute.</param>
public sealed record RefreshSettings(ImmutableArray<int> Dps, TimeSpan Fast, TimeSpan Slow, TimeSpan AfterCommand, int Ceiling)
{
    /// <summary>By value, the DPs included.</summary>
    public bool Equals(RefreshSettings? other) =>
        other is not null && Dps.AsSpan().SequenceEqual(other.Dps.AsSpan()) && Fast == other.Fast && Slow == other.Slow
        && AfterCommand == other.AfterCommand && Ceiling == other.Ceiling;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Dps.Length, Fast, Slow, AfterCommand, Ceiling);
}

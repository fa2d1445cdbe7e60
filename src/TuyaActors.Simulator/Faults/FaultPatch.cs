using System.Collections.Immutable;

namespace TuyaActors.Simulator.Faults;

/// <summary>Some of a device's faults with the values that they are given.</summary>
internal sealed record FaultPatch(ImmutableArray<(FaultField Field, object? Value)> Changes)
{
    /// <summary>Those faults in which a device is not sound.</summary>
    public static FaultPatch Of(DeviceFaults faults)
        => new([.. FaultField.All.Select(field => (field, field.Get(faults))).Where(change => !Equals(change.Item2, change.field.Get(DeviceFaults.None)))]);

    /// <summary>The faults with these values.</summary>
    public DeviceFaults ApplyTo(DeviceFaults faults) => Changes.Aggregate(faults, (made, change) => change.Field.With(made, change.Value));
}

namespace TuyaActors.Messages;

/// <summary>A device that has been heard on the LAN, whether the fleet has it or not.</summary>
/// <param name="Sighting">The latest; <see cref="DeviceSighting.Known"/> says whether the fleet has it now.</param>
/// <param name="First">When it was heard first since the fleet's start.</param>
/// <param name="Last">When it was heard last.</param>
/// <param name="Count">How often it was heard.</param>
public sealed record SightingRecord(DeviceSighting Sighting, DateTimeOffset First, DateTimeOffset Last, long Count) : IWithDeviceId
{
    /// <summary>The LAN segment in which it was heard; <c>null</c> in a fleet of one segment.</summary>
    public string? Segment { get; init; }

    /// <inheritdoc/>
    public DeviceId DeviceId => Sighting.DeviceId;
}

using TuyaActors.Protocol;
using TuyaActors.Storage;

namespace TuyaActors.Device.Facts;

/// <summary>A device as it is written down from time to time: what was learned of it, and what it reported last.</summary>
/// <param name="Facts">Of a device behind a gateway, the gateway's record has them.</param>
/// <param name="Reported">The values.</param>
/// <param name="ReportedAt">When it reported last; <c>null</c>: never.</param>
internal sealed record DeviceRecord(DeviceFacts Facts, DpSet Reported, DateTimeOffset? ReportedAt) : IStored
{
    /// <summary>Nothing.</summary>
    public static DeviceRecord None { get; } = new(DeviceFacts.None, DpSet.Empty, null);
}

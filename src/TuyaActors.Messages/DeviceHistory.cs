using System.Collections.Immutable;
using System.Net;
using TuyaActors.Protocol;

namespace TuyaActors.Messages;

/// <summary>How one device came to stand where it does: its periods since the fleet's start, its addresses, and what its DPs have shown of themselves.</summary>
public sealed record DeviceHistory(DeviceId DeviceId) : IWithDeviceId
{
    /// <summary>How many periods are kept.</summary>
    public const int MostPeriods = 64;

    /// <summary>One after the other, newest first; the newest lasts still. At most <see cref="MostPeriods"/>, and none from before the fleet's start.</summary>
    public ImmutableArray<StatePeriod> Periods { get; init; } = [];

    /// <summary>The address that was verified last, then former ones, newest first; also those from before the fleet's start. Empty for a sub-device.</summary>
    public ImmutableArray<KnownAddress> Addresses { get; init; } = [];

    /// <summary>Where the last sighting said that it is, as long as no handshake there has proved it; <c>null</c>: it claimed nothing else than what is known.</summary>
    public IPAddress? ClaimedAddress { get; init; }

    /// <summary>The DPs that it has shown, by number; also from before the fleet's start.</summary>
    public ImmutableArray<DpShown> Dps { get; init; } = [];
}

/// <summary>A time in which a device stood well, or was away for the same reason. What is done to get it back (waiting, connecting) belongs to the time it was away.</summary>
/// <param name="State">
/// Where it stood. <see cref="DeviceState.Online"/>, <see cref="DeviceState.Idle"/> and the visits in between of a device that is connected on demand
/// are one period.
/// </param>
/// <param name="Since">When it began.</param>
/// <param name="Until">When it ended; <c>null</c>: it lasts.</param>
/// <param name="Diagnosis">Why it was not well, with the latest evidence.</param>
/// <param name="Failures">How many attempts failed in it for this reason; 0 while it was well.</param>
public sealed record StatePeriod(DeviceState State, DateTimeOffset Since, DateTimeOffset? Until, Diagnosis? Diagnosis, int Failures);

/// <summary>An address at which a handshake with the device succeeded.</summary>
/// <param name="Address">Where.</param>
/// <param name="First">When it did so first.</param>
/// <param name="Last">When it did so last.</param>
/// <param name="IsCurrent">Whether it is the device's own now; else a former one.</param>
public sealed record KnownAddress(IPAddress Address, DateTimeOffset First, DateTimeOffset Last, bool IsCurrent);

/// <summary>What a DP has shown of itself. It only grows, so it says what the values were, not what is allowed.</summary>
/// <param name="DpId">Which.</param>
/// <param name="Kinds">The kinds that its values had; mostly one, none where it never had a value.</param>
/// <param name="Lowest">The least integer seen; <c>null</c>: none was.</param>
/// <param name="Highest">The greatest integer seen; <c>null</c>: none was.</param>
/// <param name="Texts">
/// The texts seen, in order, while they are few (16) and short (32 characters), as those of an enumeration are; else empty.
/// </param>
public sealed record DpShown(int DpId, ImmutableArray<DpKind> Kinds, long? Lowest, long? Highest, ImmutableArray<string> Texts);

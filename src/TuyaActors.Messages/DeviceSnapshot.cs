using System.Collections.Immutable;
using System.Net;
using TuyaActors.Protocol;

namespace TuyaActors.Messages;

/// <summary>A value that was asked for and is not yet confirmed.</summary>
/// <param name="DpId">The DP.</param>
/// <param name="Value">The value asked for.</param>
/// <param name="Deadline">When the wish is void.</param>
public readonly record struct DesiredDp(int DpId, DpValue Value, DateTimeOffset Deadline);

/// <summary>All that is known of one device at one moment. Reported is what the device said, desired what was asked; they are never mixed.</summary>
public sealed record DeviceSnapshot(DeviceId DeviceId) : IWithDeviceId
{
    /// <summary>The name people use.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required DeviceState State { get; init; }

    /// <summary>Since when it stands there.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Why it is not online; <c>null</c> while it is, and before the first attempt has ended.</summary>
    public Diagnosis? Diagnosis { get; init; }

    /// <summary>The version in use, or <c>null</c> while unknown.</summary>
    public ProtocolVersion? Version { get; init; }

    /// <summary>The address in use or tried last.</summary>
    public IPEndPoint? EndPoint { get; init; }

    /// <summary>What the device said last, by DP.</summary>
    public DpSet Reported { get; init; } = DpSet.Empty;

    /// <summary>When it said so; <c>null</c>: never.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>Whether <see cref="Reported"/> may be out of date, because the device is not online.</summary>
    public bool Stale { get; init; }

    /// <summary>What was asked for and is not yet confirmed.</summary>
    public ImmutableArray<DesiredDp> Desired { get; init; } = [];

    /// <summary>When the next attempt is due, in <see cref="DeviceState.Backoff"/>.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When the device last reported of itself.</summary>
    public DateTimeOffset? LastPushAt { get; init; }

    /// <summary>How often it reported of itself since the start.</summary>
    public long Pushes { get; init; }

    /// <summary>How often it came online since the start.</summary>
    public long Connects { get; init; }

    /// <summary>The product's name, for people.</summary>
    public string? ProductName { get; init; }

    /// <summary>The gateway it sits behind.</summary>
    public DeviceId? Gateway { get; init; }

    /// <summary>Its id behind the gateway.</summary>
    public string? Cid { get; init; }

    /// <summary>For a gateway, the sub-devices that it names and no definition does, by cid.</summary>
    public ImmutableArray<string> UnknownCids { get; init; } = [];

    /// <summary>The LAN segment it is in; <c>null</c> in a fleet of one segment.</summary>
    public string? Segment { get; init; }

    /// <summary>The group it is in; <c>null</c>: in none.</summary>
    public string? Group { get; init; }

    /// <summary>Free words to find devices by.</summary>
    public ImmutableSortedSet<string> Tags { get; init; } = [];
}

using System.Collections.Immutable;

namespace TuyaActors.Messages;

/// <summary>Which devices a question is about: those that pass every part that is set.</summary>
public sealed record DeviceFilter
{
    /// <summary>Only these; <c>null</c>: all.</summary>
    public DeviceSelector? Devices { get; init; }

    /// <summary>Only those in one of these states; empty: in any.</summary>
    public ImmutableHashSet<DeviceState> States { get; init; } = [];

    /// <summary>Only those in this LAN segment, without regard to case; <c>null</c> or empty: in any. A fleet of one segment has no names for it.</summary>
    public string? Segment { get; init; }

    /// <summary>Only those whose name, id or product's name contains this, without regard to case; <c>null</c> or empty: all.</summary>
    public string? Text { get; init; }
}

/// <summary>A part of a long answer.</summary>
/// <param name="Skip">How many to leave out at the beginning; 0 or more.</param>
/// <param name="Take">How many to answer at most; 1 or more.</param>
public sealed record Page(int Skip, int Take);

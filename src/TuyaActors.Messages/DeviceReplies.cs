using System.Collections.Immutable;

namespace TuyaActors.Messages;

/// <summary>Answers to <see cref="DeviceQueries"/>.</summary>
public static class DeviceReplies
{
    /// <summary>The device asked for.</summary>
    public sealed record DeviceFound(DeviceSnapshot Device) : IWithDeviceId
    {
        /// <inheritdoc/>
        public DeviceId DeviceId => Device.DeviceId;
    }

    /// <summary>The fleet has no such device.</summary>
    public sealed record DeviceNotFound(DeviceId DeviceId) : IWithDeviceId;

    /// <summary>A fresh answer was wanted, and the device gave none.</summary>
    /// <param name="DeviceId">Which.</param>
    /// <param name="Outcome">What became of the question.</param>
    public sealed record DeviceNotAnswering(DeviceId DeviceId, CommandOutcome Outcome) : IWithDeviceId;

    /// <summary>The devices asked for.</summary>
    /// <param name="Found">Those that answered, by name and then id; where a page was asked for, that part of them.</param>
    /// <param name="Unavailable">Those that did not answer in time, or ended meanwhile.</param>
    public sealed record Devices(ImmutableArray<DeviceSnapshot> Found, ImmutableArray<DeviceId> Unavailable)
    {
        /// <summary>How many were found in all, on whatever page they stand.</summary>
        public int Total { get; init; } = Found.IsDefault ? 0 : Found.Length;
    }

    /// <summary>The definition asked for.</summary>
    public sealed record DefinitionFound(StoredDefinition Stored) : IWithDeviceId
    {
        /// <inheritdoc/>
        public DeviceId DeviceId => Stored.Definition.Id;
    }

    /// <summary>The definitions asked for, by name and then id.</summary>
    public sealed record Definitions(ImmutableArray<StoredDefinition> Found);

    /// <summary>The history asked for.</summary>
    public sealed record HistoryFound(DeviceHistory History) : IWithDeviceId
    {
        /// <inheritdoc/>
        public DeviceId DeviceId => History.DeviceId;
    }

    /// <summary>The frames asked for.</summary>
    /// <param name="DeviceId">The device that was named; the recording may be its gateway's.</param>
    /// <param name="Recording">What went over its connection.</param>
    public sealed record FramesRecorded(DeviceId DeviceId, FrameRecording Recording) : IWithDeviceId;

    /// <summary>Who has been heard on the LAN in the last hour, by id.</summary>
    public sealed record Sightings(ImmutableArray<SightingRecord> Heard);

    /// <summary>What a command to many came to.</summary>
    /// <param name="Each">One outcome for each device that was meant, by its id.</param>
    /// <param name="Unmatched">Names, tags and groups of the selector that no device bears, e.g. "tag 'attic'". (An unknown id has an outcome.)</param>
    public sealed record Outcomes(ImmutableArray<CommandOutcome> Each, ImmutableArray<string> Unmatched)
    {
        /// <summary>How many did, or at least took, what was asked.</summary>
        public int Succeeded => Each.Count(outcome => outcome.Succeeded);
    }

    /// <summary>The question, or the command to many, contradicts itself, e.g. a page of less than one device.</summary>
    public sealed record Refused(string Reason);

    /// <summary>The subscription stands; events follow.</summary>
    public sealed record Subscribed(EventFilter Filter);

    /// <summary>No event follows this.</summary>
    public sealed record Unsubscribed;
}

/// <summary>A definition as the registry keeps it.</summary>
/// <param name="Definition">What it says.</param>
/// <param name="Revision">1 at first, one more with each change: whoever names it with a change learns when another was faster.</param>
/// <param name="ChangedAt">When it was stored last.</param>
public sealed record StoredDefinition(DeviceDefinition Definition, long Revision, DateTimeOffset ChangedAt);

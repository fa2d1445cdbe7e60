using System.Collections.Immutable;

namespace TuyaActors.Messages;

/// <summary>Changes to the fleet itself; told to the fleet, each answered by one <see cref="FleetReply"/>.</summary>
public static class FleetCommands
{
    /// <summary>Takes a device into the fleet and starts it.</summary>
    public sealed record AddDevice(DeviceDefinition Definition) : IWithDeviceId
    {
        /// <summary>
        /// The LAN segment it is in; <c>null</c>: its gateway's, or else that of the node that is told, or the only one there is. Means nothing in a fleet of one segment.
        /// </summary>
        public string? Segment { get; init; }

        /// <inheritdoc/>
        public DeviceId DeviceId => Definition.Id;
    }

    /// <summary>Replaces a device's definition. It keeps its identity, subscribers and waiting commands; a new key or version is tried at once.</summary>
    /// <param name="Definition">What it says from now on.</param>
    /// <param name="ExpectedRevision">
    /// The revision that the sender has seen: another one is answered by <see cref="FleetReply.Conflict"/>, and nothing is changed. <c>null</c>: whatever is there.
    /// </param>
    public sealed record UpdateDevice(DeviceDefinition Definition, long? ExpectedRevision = null) : IWithDeviceId
    {
        /// <inheritdoc/>
        public DeviceId DeviceId => Definition.Id;
    }

    /// <summary>Takes a device out of the fleet: its connection is closed, its waiting commands are cancelled.</summary>
    /// <param name="DeviceId">Which.</param>
    /// <param name="ExpectedRevision">See <see cref="UpdateDevice"/>.</param>
    public sealed record RemoveDevice(DeviceId DeviceId, long? ExpectedRevision = null) : IWithDeviceId;

    /// <summary>Gives a device another name.</summary>
    public sealed record RenameDevice(DeviceId DeviceId, string Name, long? ExpectedRevision = null) : IWithDeviceId;

    /// <summary>Gives a device tags and takes others from it; a tag that is in both is given. Tags are words of 1 to 64 characters.</summary>
    public sealed record TagDevice(DeviceId DeviceId, ImmutableArray<string> Add, ImmutableArray<string> Remove, long? ExpectedRevision = null) : IWithDeviceId;

    /// <summary>Puts a device into a group, out of the one it was in; <c>null</c>: into none.</summary>
    public sealed record GroupDevice(DeviceId DeviceId, string? Group, long? ExpectedRevision = null) : IWithDeviceId;

    /// <summary>Takes many devices in; what is there already and the same stays untouched. Answered by <see cref="FleetReply.Imported"/>.</summary>
    /// <param name="Definitions">What they are.</param>
    /// <param name="DryRun">Whether only to say what would change.</param>
    public sealed record ImportDevices(ImmutableArray<DeviceDefinition> Definitions, bool DryRun = false)
    {
        /// <summary>The LAN segment of those that the fleet does not have yet; see <see cref="AddDevice.Segment"/>.</summary>
        public string? Segment { get; init; }
    }

    /// <summary>
    /// Makes another master key, seals all local keys with it, and forgets the former one. A power cut at any moment loses nothing: the next start
    /// goes on. The database's file is written anew, so that nothing that the former one opens is left in it. A key that comes from an environment
    /// variable is not made here: whoever gives it puts the new one before the former one there, which the next start then does. Answered by
    /// <see cref="FleetReply.MasterKeyRotated"/> when it is done.
    /// </summary>
    public sealed record RotateMasterKey;
}

namespace TuyaActors.Messages;

/// <summary>How a change to the fleet ended. A closed set: the nested records are all there are.</summary>
public abstract record FleetReply
{
    private FleetReply() { }

    /// <summary>One sentence for people.</summary>
    public abstract string Sentence { get; }

    private static string About(DeviceId id) => id == default ? "" : $"'{id}': ";

    /// <summary>Done, and stored where the fleet is persistent.</summary>
    /// <param name="DeviceId">Which.</param>
    /// <param name="Revision">The definition's revision now; of one that was removed, its last.</param>
    public sealed record Done(DeviceId DeviceId, long Revision = 0) : FleetReply, IWithDeviceId
    {
        /// <inheritdoc/>
        public override string Sentence => $"'{DeviceId}': done";
    }

    /// <summary>Not done, because the definition contradicts the fleet or itself.</summary>
    public sealed record Refused(DeviceId DeviceId, string Reason) : FleetReply, IWithDeviceId
    {
        /// <inheritdoc/>
        public override string Sentence => About(DeviceId) + Reason;
    }

    /// <summary>Not done, because the definition was changed since the sender looked at it.</summary>
    /// <param name="DeviceId">Which.</param>
    /// <param name="Expected">The revision that the sender named.</param>
    /// <param name="Actual">The revision that is there.</param>
    public sealed record Conflict(DeviceId DeviceId, long Expected, long Actual) : FleetReply, IWithDeviceId
    {
        /// <inheritdoc/>
        public override string Sentence => $"'{DeviceId}': it was changed meanwhile (revision {Actual}, expected {Expected}); look at it again";
    }

    /// <summary>Not done, because it could not be stored (a full disk, for one); the fleet is as it was.</summary>
    public sealed record NotStored(DeviceId DeviceId, string Reason) : FleetReply, IWithDeviceId
    {
        /// <inheritdoc/>
        public override string Sentence => $"{About(DeviceId)}could not be stored: {Reason}";
    }

    /// <summary>All local keys are sealed with another master key, and the former one is gone.</summary>
    /// <param name="KeyId">Names the master key; tells nothing about it.</param>
    public sealed record MasterKeyRotated(string KeyId) : FleetReply
    {
        /// <inheritdoc/>
        public override string Sentence => $"all local keys are sealed with master key {KeyId} now";
    }

    /// <summary>Many at once: how many were added, updated, left as they were; and those refused with the reason.</summary>
    public sealed record Imported(int Added, int Updated, int Unchanged, IReadOnlyList<Refused> RefusedOnes) : FleetReply
    {
        /// <inheritdoc/>
        public override string Sentence => $"{Added} added, {Updated} updated, {Unchanged} unchanged, {RefusedOnes.Count} refused" + (DryRun ? " (a dry run: nothing was changed)" : "");

        /// <summary>Whether nothing was done but say what would be.</summary>
        public bool DryRun { get; init; }

        /// <summary>What was (or would be) added or updated, with the names of the fields that change; no value, for a key may be among them.</summary>
        public IReadOnlyList<ImportedChange> Changes { get; init; } = [];
    }
}

/// <summary>One device of an import that is not unchanged.</summary>
/// <param name="DeviceId">Which.</param>
/// <param name="Name">Its name, after the import.</param>
/// <param name="IsNew">Whether it is added; else it is updated.</param>
/// <param name="Fields">Of an update, which fields get other values, e.g. "name", "key".</param>
public sealed record ImportedChange(DeviceId DeviceId, string Name, bool IsNew, IReadOnlyList<string> Fields);

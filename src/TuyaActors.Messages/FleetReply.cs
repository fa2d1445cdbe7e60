namespace TuyaActors.Messages;

/// <summary>How a change to the fleet ended. A closed set: the nested records are all there are.</summary>
public abstract record FleetReply
{
    private FleetReply() { }

    /// <summary>One sentence for people.</summary>
    public abstract string Sentence { get; }

    /// <summary>Done.</summary>
    public sealed record Done(DeviceId DeviceId) : FleetReply, IWithDeviceId
    {
        /// <inheritdoc/>
        public override string Sentence => $"'{DeviceId}': done";
    }

    /// <summary>Not done, because the definition contradicts the fleet or itself.</summary>
    public sealed record Refused(DeviceId DeviceId, string Reason) : FleetReply, IWithDeviceId
    {
        /// <inheritdoc/>
        public override string Sentence => $"'{DeviceId}': {Reason}";
    }

    /// <summary>Many at once: how many were added, updated, left as they were; and those refused with the reason.</summary>
    public sealed record Imported(int Added, int Updated, int Unchanged, IReadOnlyList<Refused> RefusedOnes) : FleetReply
    {
        /// <inheritdoc/>
        public override string Sentence => $"{Added} added, {Updated} updated, {Unchanged} unchanged, {RefusedOnes.Count} refused";
    }
}

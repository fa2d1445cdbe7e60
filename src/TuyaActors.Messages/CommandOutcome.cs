using TuyaActors.Protocol;

namespace TuyaActors.Messages;

/// <summary>How a command ended; each has exactly one. A closed set: the nested records are all there are.</summary>
public abstract record CommandOutcome : IWithDeviceId
{
    private CommandOutcome(DeviceId deviceId) => DeviceId = deviceId;

    /// <inheritdoc/>
    public DeviceId DeviceId { get; }

    /// <summary>Whether the device did, or at least took, what was asked.</summary>
    public bool Succeeded => this is Confirmed or Acknowledged;

    /// <summary>One sentence for people.</summary>
    public abstract string Sentence { get; }

    /// <summary>The device reported the values asked for (or answered the query).</summary>
    public sealed record Confirmed(DeviceId Id, DpSet Reported) : CommandOutcome(Id)
    {
        /// <inheritdoc/>
        public override string Sentence => "the device reported the values";
    }

    /// <summary>The device took the command, but reported no value for it until the deadline.</summary>
    public sealed record Acknowledged(DeviceId Id) : CommandOutcome(Id)
    {
        /// <inheritdoc/>
        public override string Sentence => "the device took the command, but has not reported the new values";
    }

    /// <summary>The device said no, or the command cannot be sent to it. Of a set of several DPs it may have taken some before it refused one.</summary>
    public sealed record Rejected(DeviceId Id, string Reason, uint? Retcode = null) : CommandOutcome(Id)
    {
        /// <inheritdoc/>
        public override string Sentence => Retcode is { } code ? $"{Reason} (retcode {code})" : Reason;
    }

    /// <summary>It was sent, and nothing came back until the deadline.</summary>
    public sealed record TimedOut(DeviceId Id, TimeSpan Waited) : CommandOutcome(Id)
    {
        /// <inheritdoc/>
        public override string Sentence => $"no answer within {Waited.TotalSeconds:0.##} s";
    }

    /// <summary>The device was not, or no longer, online; whether a command in flight was carried out is then unknown.</summary>
    public sealed record Offline(DeviceId Id, DeviceState State, Diagnosis? Diagnosis, bool WasSent) : CommandOutcome(Id)
    {
        /// <inheritdoc/>
        public override string Sentence =>
            (State == DeviceState.OutOfReach ? "its gateway could not hand it over" : WasSent ? "the connection was lost before the answer came" : $"the device is not online ({State})")
            + (Diagnosis is null ? "" : ": " + Diagnosis.Sentence);
    }

    /// <summary>The device was taken out of service before it ended.</summary>
    public sealed record Cancelled(DeviceId Id, string Reason) : CommandOutcome(Id)
    {
        /// <inheritdoc/>
        public override string Sentence => Reason;
    }

    /// <summary>
    /// It was not sent before its deadline although nothing is wrong with the device: the deadline had passed when it arrived, the device slept
    /// until then, or the ceiling of commands per second held it back.
    /// </summary>
    public sealed record Expired(DeviceId Id) : CommandOutcome(Id)
    {
        /// <inheritdoc/>
        public override string Sentence => "the deadline had passed before the command could be sent";
    }

    /// <summary>It was not sent, because later sets of the same device named all its DPs before it was its turn: what they want counts.</summary>
    public sealed record Superseded(DeviceId Id) : CommandOutcome(Id)
    {
        /// <inheritdoc/>
        public override string Sentence => "later commands set the same values before this one could be sent";
    }

    /// <summary>No node of the device's LAN segment can be reached; only in a fleet over several segments.</summary>
    /// <param name="Id">Which device.</param>
    /// <param name="Segment">The segment.</param>
    /// <param name="WasSent">Whether the command had been sent there before: whether it was carried out is then unknown.</param>
    public sealed record SegmentUnavailable(DeviceId Id, string Segment, bool WasSent) : CommandOutcome(Id)
    {
        /// <inheritdoc/>
        public override string Sentence => WasSent
            ? $"the segment '{Segment}' was lost before the answer came"
            : $"no node of the segment '{Segment}' can be reached";
    }

    /// <summary>The fleet has no such device.</summary>
    public sealed record UnknownDevice(DeviceId Id) : CommandOutcome(Id)
    {
        /// <inheritdoc/>
        public override string Sentence => $"the fleet has no device with the id '{Id}'";
    }
}

using System.Net;
using TuyaActors.Protocol;

namespace TuyaActors.Simulator;

/// <summary>Something that happened at a fake device: one of the nested records.</summary>
/// <param name="Device">Where it happened.</param>
public abstract record DeviceActivity(SimulatedDevice Device)
{
    /// <summary>A client was accepted; a session (3.4, 3.5) is yet to be negotiated.</summary>
    /// <param name="Device">The device.</param>
    /// <param name="Client">The client's end of the connection.</param>
    public sealed record ClientConnected(SimulatedDevice Device, EndPoint? Client) : DeviceActivity(Device);

    /// <summary>The client began to negotiate a session (3.4, 3.5); whether it is answered is another matter.</summary>
    /// <param name="Device">The device.</param>
    public sealed record SessionStarted(SimulatedDevice Device) : DeviceActivity(Device);

    /// <summary>The client and the device agreed on a session key (3.4, 3.5).</summary>
    /// <param name="Device">The device.</param>
    public sealed record SessionAgreed(SimulatedDevice Device) : DeviceActivity(Device);

    /// <summary>The connection has ended, whoever ended it.</summary>
    /// <param name="Device">The device.</param>
    public sealed record ClientLeft(SimulatedDevice Device) : DeviceActivity(Device);

    /// <summary>A second client was turned away, because a device takes one at a time.</summary>
    /// <param name="Device">The device.</param>
    /// <param name="Client">The second client's end.</param>
    public sealed record ClientRejected(SimulatedDevice Device, EndPoint? Client) : DeviceActivity(Device);

    /// <summary>A client asked or told something: every request but heartbeats and the session's own.</summary>
    /// <param name="Device">The device.</param>
    /// <param name="Command">The command id of the frame.</param>
    /// <param name="Seqno">The sequence number of the frame.</param>
    /// <param name="Dps">The DPs of a control; empty for the others.</param>
    /// <param name="Cid">The sub-device that it was meant for; null for the device itself.</param>
    public sealed record CommandReceived(SimulatedDevice Device, CommandId Command, uint Seqno, DpSet Dps, string? Cid) : DeviceActivity(Device);

    /// <summary>The state changed and was pushed, or would have been, had there been a client.</summary>
    /// <param name="Device">The device.</param>
    /// <param name="Dps">The DPs that were pushed.</param>
    /// <param name="Cid">The sub-device that changed; null for the device itself.</param>
    /// <param name="Sent">Whether a client was there to send it to.</param>
    public sealed record Pushed(SimulatedDevice Device, DpSet Dps, string? Cid, bool Sent) : DeviceActivity(Device);

    /// <summary>A client's frame could not be read: mostly another key or another version.</summary>
    /// <param name="Device">The device.</param>
    /// <param name="Why">What was wrong with it.</param>
    public sealed record FrameRefused(SimulatedDevice Device, string Why) : DeviceActivity(Device);
}

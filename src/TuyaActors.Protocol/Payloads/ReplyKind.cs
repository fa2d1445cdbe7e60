namespace TuyaActors.Protocol.Payloads;

/// <summary>What a device's frame holds.</summary>
public enum ReplyKind : byte
{
    /// <summary>Nothing but the retcode: an ACK.</summary>
    Empty,

    /// <summary>Values of DPs.</summary>
    Dps,

    /// <summary>"json obj data unvalid" or "data format error": the device did not understand the request, often for want of the device22 way.</summary>
    DataUnvalid,

    /// <summary>A gateway's list of sub-devices.</summary>
    SubDevices,

    /// <summary>A JSON value of another kind; its text is given.</summary>
    Json,

    /// <summary>No JSON; the text is given where it is text, and the reason.</summary>
    Raw,
}

namespace TuyaActors.Protocol.Payloads;

/// <summary>What a client wants of a device.</summary>
public enum DeviceRequestKind : byte
{
    /// <summary>Something else, or nothing that could be read.</summary>
    Other,

    /// <summary>The values of all DPs, or of those named.</summary>
    Query,

    /// <summary>To set DPs.</summary>
    Control,

    /// <summary>To measure DPs again and report them.</summary>
    UpdateDps,

    /// <summary>A sign of life.</summary>
    Heartbeat,

    /// <summary>A gateway's list of sub-devices.</summary>
    SubDevices,

    /// <summary>A step of the session negotiation.</summary>
    Negotiation,
}

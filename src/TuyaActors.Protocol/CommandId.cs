namespace TuyaActors.Protocol;

/// <summary>
/// What a frame is about. Names and numbers are those of tinytuya's command table (after Tuya's lan_protocol.h);
/// a number that is not listed here is still a valid value on the wire.
/// </summary>
public enum CommandId : uint
{
    /// <summary>0: plain discovery broadcast (UDP 6666).</summary>
    Udp = 0x00,

    /// <summary>1: access-point configuration, protocol 3.0 only.</summary>
    ApConfig = 0x01,

    /// <summary>2: activation.</summary>
    Active = 0x02,

    /// <summary>3: session negotiation, the client's nonce.</summary>
    SessionStart = 0x03,

    /// <summary>4: session negotiation, the device's nonce and proof.</summary>
    SessionResponse = 0x04,

    /// <summary>5: session negotiation, the client's proof.</summary>
    SessionFinish = 0x05,

    /// <summary>6: unbind the device.</summary>
    Unbind = 0x06,

    /// <summary>7: set DPs (3.1 to 3.3).</summary>
    Control = 0x07,

    /// <summary>8: DPs reported by the device, asked or not.</summary>
    Status = 0x08,

    /// <summary>9: heartbeat and its answer.</summary>
    Heartbeat = 0x09,

    /// <summary>10: query all DPs (3.1 and 3.3).</summary>
    DpQuery = 0x0a,

    /// <summary>11: query the Wi-Fi network.</summary>
    QueryWifi = 0x0b,

    /// <summary>12: bind by token.</summary>
    TokenBind = 0x0c,

    /// <summary>13: set DPs (3.4, 3.5), and the query of device22 firmware.</summary>
    ControlNew = 0x0d,

    /// <summary>14: enable Wi-Fi; on gateways, add a sub-device.</summary>
    EnableWifi = 0x0e,

    /// <summary>15: Wi-Fi information.</summary>
    WifiInfo = 0x0f,

    /// <summary>16: query all DPs (3.4, 3.5).</summary>
    DpQueryNew = 0x10,

    /// <summary>17: execute a scene.</summary>
    SceneExecute = 0x11,

    /// <summary>18: ask the device to measure and report the named DPs again.</summary>
    UpdateDps = 0x12,

    /// <summary>19: encrypted discovery broadcast (UDP 6667).</summary>
    UdpNew = 0x13,

    /// <summary>20: access-point configuration, protocol 4.0.</summary>
    ApConfigNew = 0x14,

    /// <summary>35: discovery broadcast of 3.4 devices (UDP 6667).</summary>
    BroadcastLpv34 = 0x23,

    /// <summary>37: REQ_DEVINFO, the solicitation on UDP 7000 and its answer.</summary>
    RequestDeviceInfo = 0x25,

    /// <summary>64: LAN_EXT_STREAM, requests about a gateway's sub-devices.</summary>
    LanExtStream = 0x40,
}

namespace TuyaActors.Protocol.Payloads;

/// <summary>Which of two ways a device wants to be queried.</summary>
public enum DeviceDialect : byte
{
    /// <summary>DP_QUERY (3.1, 3.3) or DP_QUERY_NEW (3.4, 3.5).</summary>
    Default,

    /// <summary>
    /// CONTROL_NEW with the wanted DPs set to null. A device asks for it by "json obj data unvalid"; 3.2 always wants it.
    /// </summary>
    Device22,
}

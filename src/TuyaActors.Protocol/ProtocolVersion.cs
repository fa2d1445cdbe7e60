namespace TuyaActors.Protocol;

/// <summary>A revision of the Tuya LAN protocol. The number is the version times ten, so 3.4 is 34.</summary>
public enum ProtocolVersion : byte
{
    /// <summary>3.1: plain JSON, only CONTROL is encrypted; CRC32.</summary>
    V31 = 31,

    /// <summary>3.2: as 3.3, and always queried in the device22 way (see <see cref="Payloads.DeviceDialect"/>).</summary>
    V32 = 32,

    /// <summary>3.3: AES-ECB under the local key, clear version header; CRC32.</summary>
    V33 = 33,

    /// <summary>3.4: session key, AES-ECB with the version header inside; HMAC-SHA256.</summary>
    V34 = 34,

    /// <summary>3.5: session key, 6699 frames with AES-GCM.</summary>
    V35 = 35,
}

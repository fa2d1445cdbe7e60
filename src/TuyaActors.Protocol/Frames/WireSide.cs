namespace TuyaActors.Protocol.Frames;

/// <summary>Whose end of the connection a codec serves: a device's frames bear a retcode, a client's do not.</summary>
public enum WireSide : byte
{
    /// <summary>Encodes a client's frames and decodes a device's.</summary>
    Client,

    /// <summary>Encodes a device's frames and decodes a client's.</summary>
    Device,
}

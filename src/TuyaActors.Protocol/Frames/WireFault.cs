namespace TuyaActors.Protocol.Frames;

/// <summary>Why a frame was refused.</summary>
public enum WireFault : byte
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The CRC32 does not fit (3.1 to 3.3): the frame was changed on its way.</summary>
    BadCrc,

    /// <summary>The HMAC does not fit (3.4): the frame was changed, or the key is another; the two cannot be told apart.</summary>
    BadHmac,

    /// <summary>The GCM tag does not fit (3.5): the frame was changed, or the key is another; the two cannot be told apart.</summary>
    BadTag,

    /// <summary>The input ended within the frame.</summary>
    Truncated,

    /// <summary>The length field claims more than <see cref="WireCodec.MaxFrameLength"/>.</summary>
    Oversized,

    /// <summary>The length field is too small for what every frame of this version holds.</summary>
    LengthTooSmall,

    /// <summary>No suffix where the length field puts it.</summary>
    BadSuffix,

    /// <summary>The frame is sound, but its payload does not decrypt with this key (3.1 to 3.3).</summary>
    WrongKey,

    /// <summary>The frame is sound, but its payload is not what the version prescribes.</summary>
    BadPayload,

    /// <summary>The frame is one of another protocol version.</summary>
    WrongVersion,
}

namespace TuyaActors.Protocol.Frames;

/// <summary>What came of reading one frame.</summary>
public enum DecodeStatus : byte
{
    /// <summary>A frame was read.</summary>
    Done,

    /// <summary>The input holds no whole frame yet.</summary>
    NeedMore,

    /// <summary>A frame was refused; reading can go on behind it.</summary>
    Invalid,
}

namespace TuyaActors.Protocol.Frames;

/// <summary>The clear fields before the body of either framing.</summary>
internal readonly record struct FrameHeader(uint Seqno, CommandId Command, uint Length);

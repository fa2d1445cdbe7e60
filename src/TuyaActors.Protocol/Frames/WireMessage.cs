namespace TuyaActors.Protocol.Frames;

/// <summary>One frame, decrypted.</summary>
/// <param name="Seqno">The sequence number.</param>
/// <param name="Command">What the frame is about.</param>
/// <param name="Retcode">The device's return code, 0 = accepted; null where the frame bears none.</param>
/// <param name="Payload">The plaintext without version header and padding; empty in an ACK. Belongs to the receiver.</param>
/// <param name="Header">The 15-byte header that stood before the payload, if any.</param>
public readonly record struct WireMessage(uint Seqno, CommandId Command, uint? Retcode, ReadOnlyMemory<byte> Payload, SourceHeader? Header);

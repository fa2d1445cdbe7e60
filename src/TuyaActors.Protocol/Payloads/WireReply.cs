namespace TuyaActors.Protocol.Payloads;

/// <summary>A device's frame ready for <see cref="Frames.WireCodec"/>.</summary>
/// <param name="Command">The command, that of the request in an answer.</param>
/// <param name="Payload">The plaintext; empty in an ACK.</param>
/// <param name="Retcode">0 = accepted.</param>
public readonly record struct WireReply(CommandId Command, byte[] Payload, uint Retcode = 0);

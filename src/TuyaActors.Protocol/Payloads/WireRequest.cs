namespace TuyaActors.Protocol.Payloads;

/// <summary>A request ready for <see cref="Frames.WireCodec"/>: the command as it goes on the wire, and the plaintext.</summary>
/// <param name="Command">The command after the version's overrides.</param>
/// <param name="Payload">The JSON, UTF-8, without spaces.</param>
public readonly record struct WireRequest(CommandId Command, byte[] Payload);

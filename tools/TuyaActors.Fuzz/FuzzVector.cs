using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Fuzz;

/// <summary>One golden frame to begin a mutation with, and what reads it.</summary>
internal sealed record FuzzVector(string Name, ProtocolVersion Version, WireSide Reader, LocalKey? Key, byte[]? SessionKey, byte[] Frame)
{
    /// <summary>A codec for the frame's reader or its writer.</summary>
    public WireCodec CreateCodec(WireSide side)
    {
        var codec = new WireCodec(Version, side, Key ?? throw new InvalidOperationException($"{Name} has no key."));
        if (SessionKey is not null)
        {
            codec.UseSessionKey(SessionKey);
        }

        return codec;
    }
}

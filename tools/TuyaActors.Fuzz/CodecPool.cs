using TuyaActors.Protocol.Frames;

namespace TuyaActors.Fuzz;

/// <summary>One codec for each vector and side: they hold no state between frames but what was skipped, and cost more than a case.</summary>
internal sealed class CodecPool : IDisposable
{
    private readonly Dictionary<(FuzzVector, WireSide), WireCodec> _codecs = [];

    public WireCodec Get(FuzzVector vector, WireSide side)
    {
        if (!_codecs.TryGetValue((vector, side), out var codec))
        {
            _codecs.Add((vector, side), codec = vector.CreateCodec(side));
        }

        return codec;
    }

    public void Dispose()
    {
        foreach (var codec in _codecs.Values)
        {
            codec.Dispose();
        }
    }
}

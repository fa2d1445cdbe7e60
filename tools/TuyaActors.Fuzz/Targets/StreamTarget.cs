using System.Buffers;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Fuzz.Targets;

/// <summary>Changed frames, alone and in streams: what a codec reads must not depend on where the stream was cut, and must end.</summary>
internal sealed class StreamTarget(Corpus corpus) : IFuzzTarget, IDisposable
{
    private readonly CodecPool _codecs = new();

    public string Name => "stream";

    public void Run(ref FuzzRandom random, out byte[] input)
    {
        var vector = random.Pick<FuzzVector>(corpus.Stream);
        input = Build(ref random, vector);
        var whole = Read(_codecs.Get(vector, vector.Reader), new ReadOnlySequence<byte>(input), out var rest);
        if (random.OneIn(4))
        {
            var cut = random.Below(input.Length + 1);
            var codec = _codecs.Get(vector, vector.Reader);
            var pieces = Read(codec, new ReadOnlySequence<byte>(input, 0, cut), out var between);
            var continued = between.Length == 0 ? input.AsMemory(cut) : (byte[])[.. between, .. input.AsSpan(cut)];
            pieces += Read(codec, new ReadOnlySequence<byte>(continued), out var pieceRest);
            FuzzFailureException.Require(pieces == whole && pieceRest.AsSpan().SequenceEqual(rest), $"Cut at byte {cut}, other frames came out.");
        }
    }

    public void Dispose() => _codecs.Dispose();

    private byte[] Build(ref FuzzRandom random, FuzzVector vector)
    {
        var other = random.Pick<FuzzVector>(corpus.Stream).Frame;
        var input = Mutator.Mutate(ref random, vector.Frame, other);
        if (random.OneIn(3))
        {
            input = [.. input, .. random.OneIn(2) ? vector.Frame : other];
        }

        return input;
    }

    private static int Read(WireCodec codec, ReadOnlySequence<byte> input, out byte[] rest)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var length = input.Length;
        var frames = 0;
        while (true)
        {
            var left = input.Length;
            var status = codec.TryDecode(ref input, out var message, out var invalid);
            if (status == DecodeStatus.NeedMore)
            {
                break;
            }

            FuzzFailureException.Require(input.Length < left, $"{status} took nothing from the input.");
            FuzzFailureException.Require(
                status == DecodeStatus.Done ? invalid.Fault == WireFault.None : invalid.Fault != WireFault.None && invalid.Sentence.Length > 0,
                $"{status} with the fault {invalid.Fault}.");
            if (status == DecodeStatus.Done)
            {
                frames++;
                FuzzFailureException.Require(message.Payload.Length <= length, "A payload is longer than the input.");
                PayloadChecks.Check(message);
            }
        }

        // A refusal costs its sentence, a frame its payload and what was read from it; neither may grow with what a length field says.
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        FuzzFailureException.Require(allocated <= (2 * WireCodec.MaxFrameLength) + (512 * length), $"{allocated} bytes were allocated for {length} bytes of input.");
        rest = input.ToArray();
        return frames;
    }
}

using System.Buffers;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Fuzz.Targets;

/// <summary>
/// Changed payloads in sound frames, for behind the integrity field begins what a stranger's firmware can send: through the codec (the
/// payload must arrive as it is), and as bare content that no codec of ours would write.
/// </summary>
internal sealed class SealedTarget(Corpus corpus) : IFuzzTarget, IDisposable
{
    private static readonly CommandId[] Commands = Enum.GetValues<CommandId>();
    private readonly CodecPool _codecs = new();
    private readonly ArrayBufferWriter<byte> _output = new(4096);

    public string Name => "sealed";

    public void Run(ref FuzzRandom random, out byte[] input)
    {
        var vector = random.Pick<FuzzVector>(corpus.Stream);
        input = Mutator.Mutate(ref random, random.Pick<byte[]>(corpus.Payloads), random.Pick<byte[]>(corpus.Payloads));
        if (random.OneIn(3))
        {
            var content = Shape(ref random, input);
            input = BareFrame.Build(ref random, vector, random.Pick<CommandId>(Commands), content);
            ReadBare(_codecs.Get(vector, vector.Reader), input);
            return;
        }

        RoundTrip(ref random, vector, input);
    }

    public void Dispose() => _codecs.Dispose();

    private void RoundTrip(ref FuzzRandom random, FuzzVector vector, byte[] payload)
    {
        if (payload.Length > WireCodec.MaxFrameLength / 2)
        {
            return;
        }

        var reader = _codecs.Get(vector, vector.Reader);
        var writer = _codecs.Get(vector, vector.Reader == WireSide.Client ? WireSide.Device : WireSide.Client);
        var message = new WireMessage((uint)random.Next(), random.Pick<CommandId>(Commands), vector.Reader == WireSide.Client ? random.Byte() : null, payload, null);
        if (message.Command == CommandId.SessionResponse && payload.Length == 44)
        {
            // With its retcode as long as a sound answer without one: those are told apart by their length.
            return;
        }

        _output.ResetWrittenCount();
        writer.Encode(_output, message);
        var sequence = new ReadOnlySequence<byte>(_output.WrittenMemory);
        var status = reader.TryDecode(ref sequence, out var read, out var invalid);
        if (status == DecodeStatus.Done)
        {
            FuzzFailureException.Require(
                read.Seqno == message.Seqno && read.Command == message.Command && read.Retcode == message.Retcode && sequence.IsEmpty,
                "The frame arrived with other fields.");
            FuzzFailureException.Require(SamePayload(vector.Version, message, read), "The payload arrived as another.");
            PayloadChecks.Check(read);
            return;
        }

        // Noise under 3.1 to 3.3 looks like a wrong key, and in 3.1 like a signature: no other refusal of an own frame is right.
        FuzzFailureException.Require(
            status == DecodeStatus.Invalid && vector.Version <= ProtocolVersion.V33 && invalid.Fault is WireFault.WrongKey or WireFault.BadPayload,
            $"An own frame was answered with {status}, {invalid.Fault}.");
    }

    // What looks like a header, a signature of 3.1 or padding NULs is taken off, as for every device.
    private static bool SamePayload(ProtocolVersion version, in WireMessage sent, in WireMessage read)
    {
        var text = sent.Payload.Span;
        return text.SequenceEqual(read.Payload.Span)
            || (text.Length > 0 && text[0] == (byte)'{' && text.TrimEnd((byte)0).SequenceEqual(read.Payload.Span))
            || text.StartsWith("3."u8)
            || version == ProtocolVersion.V31;
    }

    private static byte[] Shape(ref FuzzRandom random, byte[] content) => random.Below(3) switch
    {
        0 => content,
        1 => content[..(content.Length / 16 * 16)],
        _ => [.. "3.3"u8, .. RandomNumberBytes(ref random, 12), .. content.AsSpan(0, content.Length / 16 * 16)],
    };

    private static byte[] RandomNumberBytes(ref FuzzRandom random, int count)
    {
        var bytes = new byte[count];
        random.Fill(bytes);
        return bytes;
    }

    private static void ReadBare(WireCodec codec, byte[] frame)
    {
        var sequence = new ReadOnlySequence<byte>(frame);
        var status = codec.TryDecode(ref sequence, out var message, out var invalid);
        FuzzFailureException.Require(status != DecodeStatus.NeedMore, "A whole frame is not enough.");
        FuzzFailureException.Require(
            status == DecodeStatus.Done || invalid.Fault is WireFault.BadPayload or WireFault.WrongKey or WireFault.LengthTooSmall,
            $"A frame with a sound integrity field was refused for {invalid.Fault}.");
        if (status == DecodeStatus.Done)
        {
            PayloadChecks.Check(message);
        }
    }
}

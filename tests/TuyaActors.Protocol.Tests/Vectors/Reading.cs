using System.Buffers;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Protocol.Tests.Vectors;

/// <summary>What a codec made of a whole input.</summary>
public sealed class Reading
{
    public List<WireMessage> Messages { get; } = [];

    public List<WireInvalid> Refused { get; } = [];

    public byte[] Rest { get; private set; } = [];

    /// <summary>Reads everything in one piece.</summary>
    public static Reading Of(WireCodec codec, byte[] input)
    {
        var reading = new Reading();
        reading.Feed(codec, input);
        return reading;
    }

    /// <summary>Reads the input in pieces as a socket delivers them: only after a piece is there is the codec asked.</summary>
    public static Reading OfPieces(WireCodec codec, params byte[][] pieces)
    {
        var reading = new Reading();
        foreach (var piece in pieces)
        {
            reading.Feed(codec, [.. reading.Rest, .. piece]);
        }

        return reading;
    }

    /// <summary>Reads the input as one sequence of several segments.</summary>
    public static Reading OfSegments(WireCodec codec, params byte[][] pieces)
    {
        var reading = new Reading();
        reading.Feed(codec, Segment.Join(pieces));
        return reading;
    }

    private void Feed(WireCodec codec, byte[] input) => Feed(codec, new ReadOnlySequence<byte>(input));

    private void Feed(WireCodec codec, ReadOnlySequence<byte> input)
    {
        while (true)
        {
            var before = input.Length;
            switch (codec.TryDecode(ref input, out var message, out var invalid))
            {
                case DecodeStatus.Done:
                    Assert.True(input.Length < before, "A frame was read and nothing was taken from the input.");
                    Messages.Add(message);
                    break;
                case DecodeStatus.Invalid:
                    Assert.True(input.Length < before, "A frame was refused and nothing was taken from the input.");
                    Assert.NotEqual(WireFault.None, invalid.Fault);
                    Assert.NotEmpty(invalid.Sentence);
                    Refused.Add(invalid);
                    break;
                default:
                    Rest = input.ToArray();
                    return;
            }
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Join(byte[][] pieces)
        {
            Segment? first = null, last = null;
            foreach (var piece in pieces)
            {
                var next = new Segment { Memory = piece, RunningIndex = last is null ? 0 : last.RunningIndex + last.Memory.Length };
                if (last is not null)
                {
                    last.Next = next;
                }

                first ??= next;
                last = next;
            }

            return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
        }
    }
}

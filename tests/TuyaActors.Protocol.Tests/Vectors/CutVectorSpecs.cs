using TuyaActors.Protocol.Frames;

namespace TuyaActors.Protocol.Tests.Vectors;

/// <summary>TCP cuts and joins frames at any byte: what comes out must not depend on it.</summary>
public sealed class CutVectorSpecs
{
    [Theory]
    [MemberData(nameof(VectorFile.Stream), MemberType = typeof(VectorFile))]
    public void Should_read_the_same_frames_when_the_input_is_cut_at_any_byte(string name)
    {
        var (vector, whole) = ReadWhole(name);
        using var codec = vector.CreateReader();
        var frame = vector.Frame;
        for (var cut = 1; cut < frame.Length; cut++)
        {
            AssertSame(whole, Reading.OfPieces(codec, frame[..cut], frame[cut..]), $"cut at byte {cut}");
            AssertSame(whole, Reading.OfSegments(codec, frame[..cut], frame[cut..]), $"two segments at byte {cut}");
        }
    }

    [Theory]
    [MemberData(nameof(VectorFile.Stream), MemberType = typeof(VectorFile))]
    public void Should_read_the_same_frames_when_the_input_comes_byte_by_byte(string name)
    {
        var (vector, whole) = ReadWhole(name);
        using var codec = vector.CreateReader();
        byte[][] bytes = [.. vector.Frame.Select(b => new[] { b })];

        AssertSame(whole, Reading.OfPieces(codec, bytes), "byte by byte");
        AssertSame(whole, Reading.OfSegments(codec, bytes), "one segment a byte");
    }

    [Theory]
    [MemberData(nameof(VectorFile.Stream), MemberType = typeof(VectorFile))]
    public void Should_read_both_frames_when_two_come_at_once(string name)
    {
        var (vector, whole) = ReadWhole(name);
        using var codec = vector.CreateReader();

        var twice = Reading.Of(codec, [.. vector.Frame, .. vector.Frame]);

        Assert.Empty(twice.Refused);
        Assert.Equal(Texts([.. whole.Messages, .. whole.Messages]), Texts(twice.Messages));
    }

    [Theory]
    [MemberData(nameof(VectorFile.Stream), MemberType = typeof(VectorFile))]
    public void Should_find_the_frames_when_garbage_stands_before_and_between(string name)
    {
        var (vector, whole) = ReadWhole(name);
        foreach (var garbage in Garbage)
        {
            using var codec = vector.CreateReader();
            byte[] input = [.. garbage, .. vector.Frame, .. garbage, .. garbage, .. vector.Frame];

            var reading = Reading.Of(codec, input);

            Assert.Empty(reading.Refused);
            Assert.Equal(Texts([.. whole.Messages, .. whole.Messages]), Texts(reading.Messages));
            using var pieced = vector.CreateReader();
            var skipped = codec.SkippedBytes;
            AssertSame(reading, Reading.OfPieces(pieced, [.. input.Select(b => new[] { b })]), "byte by byte");
            Assert.Equal(skipped, pieced.SkippedBytes);
        }
    }

    [Theory]
    [MemberData(nameof(VectorFile.Stream), MemberType = typeof(VectorFile))]
    public void Should_ask_for_more_when_a_frame_is_cut_short(string name)
    {
        var vector = VectorFile.All[name];
        if (vector.FramesExpected > 1)
        {
            return;
        }

        using var codec = vector.CreateReader();
        for (var length = 0; length < vector.Frame.Length; length++)
        {
            var reading = Reading.Of(codec, vector.Frame[..length]);

            Assert.Empty(reading.Messages);
            Assert.Empty(reading.Refused);
            Assert.Equal(vector.Frame[..length], reading.Rest);
        }
    }

    [Theory]
    [MemberData(nameof(VectorFile.Refused), MemberType = typeof(VectorFile))]
    public void Should_read_on_when_a_broken_frame_stands_before_a_good_one(string name)
    {
        var broken = VectorFile.All[name];
        if (broken.ExpectError == "truncated")
        {
            // It swallows the beginning of what follows; only the length tells where it would end.
            return;
        }

        var good = GoodFrame(broken);
        using var codec = broken.CreateReader();

        var reading = Reading.Of(codec, [.. broken.Frame, .. good]);

        Assert.NotEmpty(reading.Refused);
        Assert.Equal("good"u8, Assert.Single(reading.Messages).Payload.Span);
    }

    private static readonly byte[][] Garbage =
    [
        [0xff],
        [0, 0x55, 0],
        [0, 0, 0x55],
        [0, 0, 0x66, 0],
        [0x55, 0xaa, 0, 0, 0, 0, 0x55],
        [0, 0, 0x99, 0x66, 0xff, 0, 0, 0xaa, 0x55],
        new byte[40],
    ];

    private static byte[] GoodFrame(WireVector like)
    {
        // Under the key that the reader of the broken frame holds.
        using var device = like.CreateReaderAsDevice();
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        device.Encode(output, 7, CommandId.Status, "good"u8);
        return output.WrittenSpan.ToArray();
    }

    private static (WireVector Vector, Reading Whole) ReadWhole(string name)
    {
        var vector = VectorFile.All[name];
        using var codec = vector.CreateReader();
        var whole = Reading.Of(codec, vector.Frame);
        Assert.Equal(vector.FramesExpected, whole.Messages.Count);
        return (vector, whole);
    }

    private static void AssertSame(Reading expected, Reading actual, string how)
    {
        Assert.True(expected.Refused.SequenceEqual(actual.Refused), how);
        Assert.True(Texts(expected.Messages).SequenceEqual(Texts(actual.Messages)), how);
        Assert.True(expected.Rest.SequenceEqual(actual.Rest), how);
    }

    private static IEnumerable<string> Texts(IEnumerable<WireMessage> messages) => messages.Select(
        m => $"{m.Seqno} {m.Command} {m.Retcode} {m.Header} {Convert.ToHexString(m.Payload.Span)}");
}

using TuyaActors.Protocol.Frames;

namespace TuyaActors.Protocol.Tests.Vectors;

public sealed class DecodeVectorSpecs
{
    [Fact]
    public void Should_have_every_vector_when_the_file_is_read()
    {
        Assert.Equal(103, VectorFile.All.Count);
        Assert.Equal(20, VectorFile.All.Values.Count(v => v.Negative));
    }

    [Theory]
    [MemberData(nameof(VectorFile.Stream), MemberType = typeof(VectorFile))]
    public void Should_read_a_frame_when_an_independent_peer_made_it(string name)
    {
        var vector = VectorFile.All[name];
        using var codec = vector.CreateReader();

        var reading = Reading.Of(codec, vector.Frame);

        Assert.Empty(reading.Refused);
        Assert.Empty(reading.Rest);
        Assert.Equal(vector.FramesExpected, reading.Messages.Count);
        var message = reading.Messages[^1];
        Assert.Equal(vector.Plaintext, message.Payload.ToArray());
        if (vector.FramesExpected == 1)
        {
            Assert.Equal(vector.Seqno, message.Seqno);
            Assert.Equal(vector.Cmd, (uint)message.Command);
            Assert.Equal(vector.IsFromClient ? null : vector.Retcode, message.Retcode);
            AssertHeader(vector, message);
        }
    }

    [Theory]
    [MemberData(nameof(VectorFile.Refused), MemberType = typeof(VectorFile))]
    public void Should_refuse_a_frame_when_it_is_broken(string name)
    {
        var vector = VectorFile.All[name];
        using var codec = vector.CreateReader();

        var reading = Reading.Of(codec, vector.Frame);

        Assert.Empty(reading.Messages);
        var expected = Fault(vector);
        if (expected == WireFault.Truncated)
        {
            Assert.Empty(reading.Refused);
            Assert.Equal(vector.Frame, reading.Rest);
            Assert.Equal(WireFault.Truncated, codec.DescribeTruncation(new(reading.Rest)).Fault);
            return;
        }

        var fault = Assert.Single(reading.Refused).Fault;
        Assert.Equal(expected, fault);
    }

    // Under another key a frame of 3.4 and 3.5 cannot be told from a changed one.
    private static WireFault Fault(WireVector vector) => vector.ExpectError switch
    {
        "bad_crc" => WireFault.BadCrc,
        "bad_hmac" => WireFault.BadHmac,
        "bad_tag" => WireFault.BadTag,
        "bad_suffix" => WireFault.BadSuffix,
        "truncated" => WireFault.Truncated,
        "oversized" => WireFault.Oversized,
        "length_too_small" => WireFault.LengthTooSmall,
        "wrong_key" => vector.Version switch
        {
            ProtocolVersion.V34 => WireFault.BadHmac,
            ProtocolVersion.V35 => WireFault.BadTag,
            _ => WireFault.WrongKey,
        },
        var other => throw new InvalidOperationException($"{vector.Name} expects {other}, which this test does not know."),
    };

    private static void AssertHeader(WireVector vector, WireMessage message)
    {
        if (vector.Name.Contains("suffix-bytes", StringComparison.Ordinal))
        {
            // The file leaves out the header of these two frames.
            return;
        }

        Assert.Equal(vector.VersionHeaderHex is { Length: 30 }, message.Header is not null);
        if (message.Header is not null)
        {
            var header = message.Header!.Value;
            Assert.Equal(vector.Version, header.Version);
            Assert.Equal(Convert.ToUInt32(vector.VersionHeaderHex![6..14], 16), header.Crc);
            Assert.Equal(Convert.ToUInt32(vector.VersionHeaderHex[14..22], 16), header.Sequence);
            Assert.Equal(Convert.ToUInt32(vector.VersionHeaderHex[22..30], 16), header.SourceId);
        }
    }
}

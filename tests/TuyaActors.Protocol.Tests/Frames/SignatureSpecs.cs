using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Protocol.Tests.Frames;

/// <summary>The signature of a 3.1 CONTROL, whichever its length: short texts are gathered before they are hashed, long ones are not.</summary>
public sealed class SignatureSpecs
{
    private const string Key = "0123456789abcdef";
    private const int HeaderSize = 16;
    private const int TrailerSize = 8;

    [Theory]
    [InlineData(2)]
    [InlineData(128)]
    [InlineData(159)]
    [InlineData(160)]
    [InlineData(175)]
    [InlineData(176)]
    [InlineData(4000)]
    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what the protocol prescribes.")]
    public void Should_be_the_middle_of_the_md5_over_text_and_key(int length)
    {
        using var client = new WireCodec(ProtocolVersion.V31, WireSide.Client, LocalKey.Parse(Key));
        var output = new ArrayBufferWriter<byte>();

        client.Encode(output, 1, CommandId.Control, Encoding.ASCII.GetBytes(new string('x', length)));

        var payload = Encoding.ASCII.GetString(output.WrittenSpan[HeaderSize..^TrailerSize]);
        var signed = MD5.HashData(Encoding.ASCII.GetBytes($"data={payload[19..]}||lpv=3.1||{Key}"));
        Assert.Equal("3.1" + Convert.ToHexStringLower(signed)[8..24], payload[..19]);
    }
}

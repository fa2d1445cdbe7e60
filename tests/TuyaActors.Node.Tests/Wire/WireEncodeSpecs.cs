using System.Text.Json;
using static TuyaActors.Node.Tests.Wire.WireVectors;

namespace TuyaActors.Node.Tests.Wire;

public sealed class WireEncodeSpecs
{
    [Theory]
    [MemberData(nameof(FromClients), MemberType = typeof(WireVectors))]
    public async Task Should_write_the_peers_bytes_when_a_clients_message_is_given(string name)
    {
        var answer = await WireRun.OneAsync("encode", EncodeLine(All[name]));

        Assert.Equal(Text(All[name], "frame_hex"), answer.GetProperty("frame_hex").GetString());
    }

    [Fact]
    public async Task Should_leave_out_the_retcode_when_it_is_null()
    {
        var without = await WireRun.OneAsync("encode", """{"version":"3.1","direction":"d2c","seqno":1,"cmd":9,"retcode":null}""");
        var with = await WireRun.OneAsync("encode", """{"version":"3.1","direction":"d2c","seqno":1,"cmd":9}""");

        Assert.Equal(24 * 2, without.GetProperty("frame_hex").GetString()!.Length);
        Assert.Equal(28 * 2, with.GetProperty("frame_hex").GetString()!.Length);
    }

    [Theory]
    [InlineData("udp-6666-plain-31")]
    [InlineData("udp-6667-ecb-33")]
    [InlineData("udp-6667-ecb-34-lpv34")]
    [InlineData("udp-6667-gcm-35")]
    [InlineData("udp-7000-req-devinfo")]
    public async Task Should_write_the_peers_datagram_when_a_message_of_discovery_is_given(string name)
    {
        var vector = All[name];
        var line = JsonSerializer.Serialize(new
        {
            version = Text(vector, "version"),
            direction = "udp",
            seqno = vector.GetProperty("seqno").GetUInt32(),
            cmd = vector.GetProperty("cmd").GetUInt32(),
            retcode = vector.TryGetProperty("retcode", out var retcode) ? retcode.GetUInt32() : (uint?)null,
            iv_hex = Text(vector, "iv_hex"),
            payload = Text(vector, "plaintext_payload"),
        });

        var answer = await WireRun.OneAsync("encode", line);

        Assert.Equal(Text(vector, "frame_hex"), answer.GetProperty("frame_hex").GetString());
    }
}

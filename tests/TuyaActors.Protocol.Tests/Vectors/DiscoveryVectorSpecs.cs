using System.Net;
using TuyaActors.Protocol.Discovery;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Protocol.Tests.Vectors;

public sealed class DiscoveryVectorSpecs
{
    [Theory]
    [MemberData(nameof(VectorFile.Discovery), MemberType = typeof(VectorFile))]
    public void Should_open_a_datagram_when_an_independent_peer_made_it(string name)
    {
        var vector = VectorFile.All[name];

        Assert.True(DiscoveryPacket.TryDecode(vector.Frame, out var message, out var invalid), invalid.Sentence);

        Assert.Equal(vector.Seqno, message.Seqno);
        Assert.Equal(vector.Cmd, (uint)message.Command);
        Assert.Equal(vector.Retcode, message.Retcode ?? vector.Retcode);
        Assert.Equal(vector.Plaintext, message.Payload.ToArray());
    }

    [Theory]
    [MemberData(nameof(VectorFile.Discovery), MemberType = typeof(VectorFile))]
    public void Should_see_a_device_or_a_probe_when_a_datagram_is_read(string name)
    {
        var vector = VectorFile.All[name];
        var expect = vector.Expect!.Value;
        if (!expect.TryGetProperty("gwId", out var id))
        {
            Assert.True(DiscoveryPacket.IsProbe(vector.Frame));
            Assert.True(DiscoveryPacket.TryReadProbe(vector.Frame, out var answerTo));
            Assert.Equal(IPAddress.Parse(expect.GetProperty("ip").GetString()!), answerTo);
            Assert.False(DiscoveryPacket.TryRead(vector.Frame, out _, out var why));
            Assert.NotEmpty(why);
            return;
        }

        Assert.False(DiscoveryPacket.IsProbe(vector.Frame));
        Assert.True(DiscoveryPacket.TryRead(vector.Frame, out var sighting, out _));
        Assert.Equal(id.GetString(), sighting.DeviceId);
        Assert.Equal(expect.GetProperty("ip").GetString(), sighting.Address.ToString());
        Assert.Equal(vector.Version, sighting.Version);
        Assert.Equal(expect.GetProperty("version").GetString(), sighting.VersionText);
        Assert.Equal(expect.GetProperty("productKey").GetString(), sighting.ProductKey);
        Assert.Equal(expect.GetProperty("encrypt").GetBoolean(), sighting.Encrypted);
        Assert.Equal(2, sighting.Active);
    }

    [Theory]
    [InlineData("udp-6666-plain-31")]
    [InlineData("udp-6667-ecb-33")]
    [InlineData("udp-6667-ecb-34-lpv34")]
    public void Should_announce_with_the_peers_bytes_when_the_sighting_is_the_same(string name)
    {
        var vector = VectorFile.All[name];
        Assert.True(DiscoveryPacket.TryRead(vector.Frame, out var sighting, out _));

        Assert.Equal(vector.FrameHex, Convert.ToHexStringLower(DiscoveryPacket.Announcement(sighting)));
    }

    [Theory]
    [MemberData(nameof(VectorFile.Discovery), MemberType = typeof(VectorFile))]
    public void Should_never_see_a_device_when_the_datagram_is_cut_at_any_byte(string name)
    {
        var frame = VectorFile.All[name].Frame;
        for (var length = 0; length < frame.Length; length++)
        {
            Assert.False(DiscoveryPacket.TryRead(frame.AsSpan(0, length), out _, out var why), $"{length} bytes");
            Assert.NotEmpty(why!);
        }
    }

    [Fact]
    public void Should_reproduce_a_gcm_datagram_when_its_iv_is_given()
    {
        var vector = VectorFile.All["udp-6667-gcm-35"];

        var frame = DiscoveryPacket.Encode(
            ProtocolVersion.V35, new WireMessage(vector.Seqno, (CommandId)vector.Cmd, vector.Retcode, vector.Plaintext, null), Convert.FromHexString(vector.IvHex!));

        Assert.Equal(vector.FrameHex, Convert.ToHexStringLower(frame));
    }
}

using System.Net;
using System.Text;
using TuyaActors.Protocol.Discovery;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Tests.Frames;

namespace TuyaActors.Protocol.Tests.Discovery;

public sealed class DiscoveryPacketSpecs
{
    private static readonly Sighting Lamp =
        new("bf0123456789abcdef01", IPAddress.Parse("127.1.2.3"), ProtocolVersion.V33, "3.3", "key0123456789abc", Encrypted: true) { Active = 2 };

    public static TheoryData<ProtocolVersion> Versions => [.. ProtocolVersions.All];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_be_seen_as_it_is_when_a_device_announces_itself(ProtocolVersion version)
    {
        var device = Lamp with { Version = version, VersionText = version.ToText(), Encrypted = version != ProtocolVersion.V31, Mac = "aa:bb" };

        Assert.True(DiscoveryPacket.TryRead(DiscoveryPacket.Announcement(device, seqno: 9), out var seen, out var why), why);

        Assert.Equal(device, seen);
        Assert.False(DiscoveryPacket.IsProbe(DiscoveryPacket.Announcement(device)));
    }

    [Theory]
    [InlineData(ProtocolVersion.V31, CommandId.Udp)]
    [InlineData(ProtocolVersion.V32, CommandId.UdpNew)]
    [InlineData(ProtocolVersion.V33, CommandId.UdpNew)]
    [InlineData(ProtocolVersion.V34, CommandId.BroadcastLpv34)]
    [InlineData(ProtocolVersion.V35, CommandId.UdpNew)]
    public void Should_bear_the_versions_command_when_a_device_announces_itself(ProtocolVersion version, CommandId command)
    {
        Assert.True(DiscoveryPacket.TryDecode(DiscoveryPacket.Announcement(Lamp with { Version = version }, 9), out var message, out _));

        Assert.Equal(command, message.Command);
        Assert.Equal(9u, message.Seqno);
        Assert.Equal(0u, message.Retcode);
    }

    [Fact]
    public void Should_answer_a_probe_as_what_it_is_when_a_silent_device_is_asked()
    {
        var device = Lamp with { Version = ProtocolVersion.V35, VersionText = "3.5" };
        var reply = DiscoveryPacket.ProbeReply(device);

        Assert.True(DiscoveryPacket.TryRead(reply, out var seen, out _));
        Assert.Equal(device, seen);
        Assert.False(DiscoveryPacket.IsProbe(reply));
    }

    [Fact]
    public void Should_be_known_as_a_probe_when_a_client_asks()
    {
        var probe = DiscoveryPacket.Probe(IPAddress.Parse("127.0.0.5"));

        Assert.True(DiscoveryPacket.IsProbe(probe));
        Assert.True(DiscoveryPacket.TryReadProbe(probe, out var answerTo));
        Assert.Equal(IPAddress.Parse("127.0.0.5"), answerTo);
        Assert.False(DiscoveryPacket.TryRead(probe, out _, out _));
        Assert.Throws<ArgumentException>(() => DiscoveryPacket.Probe(IPAddress.IPv6Loopback));
    }

    [Fact]
    public void Should_say_the_version_as_the_device_does_when_it_is_an_unknown_one()
    {
        var seen = Read("""{"ip":"10.0.0.7","gwId":"x","version":"4.0"}""");

        Assert.Null(seen.Version);
        Assert.Equal("4.0", seen.VersionText);
        Assert.Null(seen.ProductKey);
        Assert.False(seen.Encrypted);
        Assert.Null(seen.Active);
    }

    [Fact]
    public void Should_read_the_datagram_when_the_retcode_is_missing_or_nuls_follow()
    {
        Assert.Equal("x", Read("{\"ip\":\"10.0.0.7\",\"gwId\":\"x\"}\0\0").DeviceId);
        var without = Frame55AA.Build(0, CommandId.Udp, """{"ip":"10.0.0.7","gwId":"x"}"""u8);
        Assert.True(DiscoveryPacket.TryRead(without, out var seen, out _));
        Assert.Equal("x", seen.DeviceId);
        var gcm = DiscoveryPacket.Encode(ProtocolVersion.V35, new WireMessage(0, CommandId.UdpNew, null, """{"ip":"10.0.0.7","gwId":"x"}"""u8.ToArray(), null));
        Assert.True(DiscoveryPacket.TryRead(gcm, out seen, out _));
        Assert.Equal("x", seen.DeviceId);
    }

    [Fact]
    public void Should_pass_over_a_field_when_it_is_of_another_type()
    {
        var seen = Read("""{"ip":"10.0.0.7","gwId":"x","version":3.3,"encrypt":"yes","active":2.5,"mac":null,"\ud800":[{}],"productKey":"k"}""");

        Assert.Equal(new Sighting("x", IPAddress.Parse("10.0.0.7"), null, null, "k", Encrypted: false), seen);
    }

    [Theory]
    [InlineData("[]", "object")]
    [InlineData("no json", "JSON")]
    [InlineData("""{"ip":"10.0.0.7"}""", "gwId")]
    [InlineData("""{"ip":"10.0.0.7","gwId":""}""", "gwId")]
    [InlineData("""{"ip":"10.0.0.7","gwId":5}""", "gwId")]
    [InlineData("""{"ip":"here","gwId":"x"}""", "ip")]
    [InlineData("""{"gwId":"x"}""", "ip")]
    [InlineData("""{"ip":"10.0.0.7","gwId":"\ud800"}""", "gwId")]
    [InlineData("""{"\ud800":true,"ip":"10.0.0.7"}""", "gwId")]
    [InlineData("""{"ip":"10.0.0.7","gwId":"x"} and more""", "JSON")]
    public void Should_say_what_is_missing_when_an_announcement_is_none(string json, string hint)
    {
        var datagram = DiscoveryPacket.Encode(ProtocolVersion.V33, new WireMessage(0, CommandId.UdpNew, null, Encoding.UTF8.GetBytes(json), null));

        Assert.False(DiscoveryPacket.TryRead(datagram, out var sighting, out var why));

        Assert.Null(sighting);
        Assert.Contains(hint, why, StringComparison.Ordinal);
        Assert.False(DiscoveryPacket.IsProbe(datagram));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_never_throw_when_any_byte_is_changed(ProtocolVersion version)
    {
        var datagram = DiscoveryPacket.Announcement(Lamp with { Version = version });
        for (var i = 0; i < datagram.Length; i++)
        {
            foreach (var b in new byte[] { 0, 1, 0x55, 0x66, 0x7f, 0x80, 0xff })
            {
                var changed = (byte[])datagram.Clone();
                changed[i] = b;
                var seen = DiscoveryPacket.TryRead(changed, out _, out var why);
                Assert.True(seen || !string.IsNullOrEmpty(why));
                DiscoveryPacket.IsProbe(changed);
            }
        }
    }

    private static Sighting Read(string json)
    {
        var datagram = DiscoveryPacket.Encode(ProtocolVersion.V33, new WireMessage(0, CommandId.UdpNew, null, Encoding.UTF8.GetBytes(json), null));
        Assert.True(DiscoveryPacket.TryRead(datagram, out var sighting, out var why), why);
        return sighting;
    }
}

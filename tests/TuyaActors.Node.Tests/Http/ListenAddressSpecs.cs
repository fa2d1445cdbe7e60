using System.Net;
using System.Net.Sockets;
using TuyaActors.Node.Http;

namespace TuyaActors.Node.Tests.Http;

public sealed class ListenAddressSpecs
{
    [Theory]
    [InlineData("http://127.0.0.1:8377", "127.0.0.1", 8377)]
    [InlineData("http://127.9.9.9:1/", "127.9.9.9", 1)]
    [InlineData("http://localhost:0", "127.0.0.1", 0)]
    [InlineData("HTTP://LOCALHOST:80", "127.0.0.1", 80)]
    [InlineData("http://[::1]:8377", "::1", 8377)]
    public void Should_take_loopback(string text, string address, int port)
    {
        Assert.True(ListenAddress.TryParse(text, NoNames, out var read, out var why), why);
        Assert.Equal(new ListenAddress(IPAddress.Parse(address), port), read);
        Assert.True(read.IsLoopback);
    }

    [Theory]
    [InlineData("http://192.168.1.2:8377", "192.168.1.2", false)]
    [InlineData("http://[fd00::5]:8377", "fd00::5", false)]
    [InlineData("http://0.0.0.0:8377", "0.0.0.0", true)]
    [InlineData("http://[::]:8377", "::", true)]
    // As the URL's own rules read it: whoever writes 0 listens everywhere, and needs the token.
    [InlineData("http://0:8377", "0.0.0.0", true)]
    public void Should_know_what_is_beyond_loopback(string text, string address, bool isAny)
    {
        Assert.True(ListenAddress.TryParse(text, NoNames, out var read, out var why), why);
        Assert.Equal((IPAddress.Parse(address), 8377), (read.Address, read.Port));
        Assert.Equal((false, isAny), (read.IsLoopback, read.IsAny));
    }

    [Theory]
    [InlineData("http://*:8377")]
    [InlineData("http://+:8377")]
    public void Should_listen_on_every_address_when_a_star_says_so(string text)
    {
        Assert.True(ListenAddress.TryParse(text, NoNames, out var read, out var why), why);
        Assert.Equal((true, false, 8377), (read.IsAny, read.IsLoopback, read.Port));
        Assert.Equal(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, read.Address);
    }

    [Fact]
    public void Should_listen_where_a_name_leads_to()
    {
        Assert.True(ListenAddress.TryParse("http://nas.lan:8377", name => name == "nas.lan" ? [IPAddress.Parse("192.168.1.2")] : [], out var read, out _));
        Assert.Equal(new ListenAddress(IPAddress.Parse("192.168.1.2"), 8377), read);
        // Debian gives a machine's own name the address 127.0.1.1.
        Assert.True(ListenAddress.TryParse("http://nas:8377", _ => [IPAddress.Parse("127.0.1.1")], out var own, out _));
        Assert.True(own.IsLoopback);
    }

    [Theory]
    [InlineData("http://nowhere.invalid:8377", "names no address of this machine")]
    [InlineData("http://*.example.com:8377", "names no address of this machine")]
    [InlineData("https://127.0.0.1:8377", "is https, which is a reverse proxy's work: let one forward to http://127.0.0.1:8377")]
    [InlineData("https://*:8377", "is https")]
    [InlineData("ftp://127.0.0.1:8377", "is not http")]
    [InlineData("http://127.0.0.1:8377/api", "more than a host and a port")]
    [InlineData("http://me@127.0.0.1:8377", "more than a host and a port")]
    [InlineData("127.0.0.1:8377", "is no URL")]
    [InlineData("", "is no URL")]
    [InlineData("http://127.0.0.1:99999", "is no URL")]
    public void Should_say_what_is_allowed_when_it_is_anything_else(string text, string sentence)
    {
        Assert.False(ListenAddress.TryParse(text, NoNames, out _, out var why));
        Assert.Contains(sentence, why, StringComparison.Ordinal);
        Assert.Contains("allowed: http://127.0.0.1:PORT", why, StringComparison.Ordinal);
    }

    private static IPAddress[] NoNames(string name) => throw new SocketException((int)SocketError.HostNotFound);
}

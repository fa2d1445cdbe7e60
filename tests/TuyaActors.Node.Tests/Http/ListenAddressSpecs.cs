using System.Net;
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
        Assert.True(ListenAddress.TryParse(text, out var read, out var why), why);
        Assert.Equal(new ListenAddress(IPAddress.Parse(address), port), read);
    }

    [Theory]
    [InlineData("http://0.0.0.0:8377", "not on loopback")]
    [InlineData("http://[::]:8377", "not on loopback")]
    [InlineData("http://192.168.1.2:8377", "not on loopback")]
    [InlineData("http://localhost.evil.com:8377", "not on loopback")]
    [InlineData("http://*:8377", "listens on every address")]
    [InlineData("http://+:8377", "listens on every address")]
    [InlineData("https://127.0.0.1:8377", "not http")]
    [InlineData("http://127.0.0.1:8377/api", "more than a host and a port")]
    [InlineData("http://me@127.0.0.1:8377", "more than a host and a port")]
    [InlineData("127.0.0.1:8377", "is no URL")]
    [InlineData("", "is no URL")]
    [InlineData("http://127.0.0.1:99999", "is no URL")]
    public void Should_say_what_is_allowed_when_it_is_anything_else(string text, string sentence)
    {
        Assert.False(ListenAddress.TryParse(text, out _, out var why));
        Assert.Contains(sentence, why, StringComparison.Ordinal);
        Assert.Contains("allowed: http://127.0.0.1:PORT", why, StringComparison.Ordinal);
    }
}

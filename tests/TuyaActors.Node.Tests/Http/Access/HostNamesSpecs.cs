using System.Net;
using TuyaActors.Node.Http.Access;

namespace TuyaActors.Node.Tests.Http.Access;

public sealed class HostNamesSpecs
{
    private static readonly IPAddress Local = IPAddress.Parse("192.168.1.5");

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("home.example.org", true)]
    [InlineData("HOME.example.ORG", true)]
    [InlineData("10.9.8.7", true)]
    [InlineData("evil.home.example.org", false)]
    [InlineData("home.example.org.", false)]
    [InlineData("192.168.1.5", false)]
    [InlineData("nas", false)]
    [InlineData("", false)]
    public void Should_be_called_by_loopback_and_given_names_on_loopback(string host, bool allowed) =>
        Assert.Equal(allowed, new HostNames(beyondLoopback: false, "nas", ["home.example.org", "10.9.8.7"]).Contains(host, Local));

    [Theory]
    [InlineData("localhost", "192.168.1.5", true)]
    [InlineData("192.168.1.5", "192.168.1.5", true)]
    [InlineData("192.168.1.5", "::ffff:192.168.1.5", true)]
    [InlineData("[fd00::5]", "fd00::5", true)]
    [InlineData("[fe80::5]", "fe80::5%3", true)]
    [InlineData("192.168.1.6", "192.168.1.5", false)]
    [InlineData("3232235781", "192.168.1.5", false)]
    [InlineData("nas", "192.168.1.5", true)]
    [InlineData("NAS", "192.168.1.5", true)]
    [InlineData("nas.local", "192.168.1.5", true)]
    [InlineData("nas.home.lan", "192.168.1.5", true)]
    [InlineData("nas.evil.example", "192.168.1.5", false)]
    [InlineData("evil.example", "192.168.1.5", false)]
    public void Should_be_called_by_this_machines_address_and_name_beyond_loopback(string host, string local, bool allowed) =>
        Assert.Equal(allowed, new HostNames(beyondLoopback: true, "nas.home.lan", []).Contains(host, IPAddress.Parse(local)));

    [Fact]
    public void Should_not_tell_a_stranger_its_names() => Assert.DoesNotContain("home", new HostNames(beyondLoopback: true, "nas", ["home.example.org"]).Allowed, StringComparison.Ordinal);

    [Theory]
    [InlineData("home.example.org", true)]
    [InlineData("nas", true)]
    [InlineData("192.168.1.5", true)]
    [InlineData("fd00::5", true)]
    [InlineData("[fd00::5]", true)]
    [InlineData("xn--bcher-kva.example", true)]
    [InlineData("bücher.example", false)]
    [InlineData("*.example.org", false)]
    [InlineData("*", false)]
    [InlineData("home.example.org:8377", false)]
    [InlineData("http://home.example.org", false)]
    [InlineData("home.example.org/path", false)]
    [InlineData("home example", false)]
    [InlineData("", false)]
    public void Should_know_what_can_be_a_name(string text, bool good) => Assert.Equal(good, HostNames.IsName(text));

    [Fact]
    public void Should_take_an_allowed_address_of_IPv6_in_either_spelling()
    {
        foreach (var spelling in (string[])["fd00::5", "[fd00::5]"])
        {
            Assert.True(new HostNames(beyondLoopback: false, "nas", [spelling]).Contains("[fd00::5]", Local));
        }
    }
}

using System.Net;
using TuyaActors.Discovery;

namespace TuyaActors.Tests.Discovery;

public sealed class BroadcastAddressesSpecs
{
    [Theory]
    [InlineData("192.168.1.20", 24, "192.168.1.255")]
    [InlineData("192.168.1.20", 16, "192.168.255.255")]
    [InlineData("10.1.2.3", 8, "10.255.255.255")]
    [InlineData("192.168.1.20", 28, "192.168.1.31")]
    [InlineData("192.168.1.20", 30, "192.168.1.23")]
    [InlineData("172.16.5.4", 20, "172.16.15.255")]
    [InlineData("192.168.1.20", 1, "255.255.255.255")]
    public void Should_set_every_bit_behind_the_prefix(string address, int prefix, string broadcast) =>
        Assert.Equal(IPAddress.Parse(broadcast), BroadcastAddresses.Of(IPAddress.Parse(address), prefix));

    [Fact]
    public void Should_leave_loopback_out() =>
        Assert.DoesNotContain(BroadcastAddresses.OfThisHost(), i => IPAddress.IsLoopback(i.Own));
}

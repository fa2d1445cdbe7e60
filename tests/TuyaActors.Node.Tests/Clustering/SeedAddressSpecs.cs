using TuyaActors.Node.Clustering;

namespace TuyaActors.Node.Tests.Clustering;

public sealed class SeedAddressSpecs
{
    [Theory]
    [InlineData("akka.tcp://tuya@10.0.0.5:8110", "akka.tcp://tuya@10.0.0.5:8110")]
    [InlineData("akka.tcp://tuya@10.0.0.5:9000/", "akka.tcp://tuya@10.0.0.5:9000")]
    [InlineData("akka.tcp://tuya@nas", "akka.tcp://tuya@nas:8110")]
    [InlineData("10.0.0.5", "akka.tcp://tuya@10.0.0.5:8110")]
    [InlineData("10.0.0.5:9000", "akka.tcp://tuya@10.0.0.5:9000")]
    [InlineData("nas.example.org", "akka.tcp://tuya@nas.example.org:8110")]
    [InlineData("[::1]", "akka.tcp://tuya@[::1]:8110")]
    [InlineData("[::1]:9000", "akka.tcp://tuya@[::1]:9000")]
    public void Should_complete_what_is_left_out(string text, string address)
    {
        Assert.True(SeedAddress.TryParse(text, out var read, out var why), why);
        Assert.Equal(address, read);
    }

    [Theory]
    [InlineData("", "names no host")]
    [InlineData(":8110", "names no host")]
    [InlineData("two words", "names no host")]
    [InlineData("::1", "names no host")]
    [InlineData("http://10.0.0.5:8110", "is of another protocol")]
    [InlineData("akka.tcp://home@10.0.0.5:8110", "names the actor system 'home', and that of tuyactors is 'tuya'")]
    [InlineData("akka.tcp://10.0.0.5:8110", "names no actor system, and that of tuyactors is 'tuya'")]
    [InlineData("10.0.0.5:0", "has the port '0'; allowed are 1 to 65535")]
    [InlineData("10.0.0.5:65536", "has the port '65536'")]
    [InlineData("10.0.0.5:", "has the port ''")]
    [InlineData("10.0.0.5:x", "has the port 'x'")]
    public void Should_say_what_is_wrong(string text, string sentence)
    {
        Assert.False(SeedAddress.TryParse(text, out _, out var why));
        Assert.Contains(sentence, why, StringComparison.Ordinal);
    }
}

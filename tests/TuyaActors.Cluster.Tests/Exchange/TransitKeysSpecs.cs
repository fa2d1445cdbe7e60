using System.Text;
using TuyaActors.Cluster.Exchange;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Cluster.Tests.Exchange;

public sealed class TransitKeysSpecs
{
    private const string Clear = "0123456789abcdef";
    private static readonly DeviceId Lamp = new("lamp");

    [Fact]
    public void Should_open_what_was_sealed_for_it_and_nothing_else()
    {
        var (own, other) = (new TransitKeys(), new TransitKeys());
        var sealedKey = TransitKeys.Seal(LocalKey.Parse(Clear), Lamp, own.Public);

        Assert.Equal(LocalKey.Parse(Clear), own.Open(sealedKey));
        Assert.Null(other.Open(sealedKey));
        Assert.Null(other.Open(sealedKey with { KeyId = other.Public.KeyId }));
        Assert.Null(own.Open(sealedKey with { DeviceId = new DeviceId("plug") }));
        Assert.Null(own.Open(sealedKey with { Content = sealedKey.Content.SetItem(20, (byte)(sealedKey.Content[20] ^ 1)) }));
        Assert.Null(own.Open(sealedKey with { Content = [1, 2, 3] }));
        Assert.Null(own.Open(sealedKey with { PublicKey = [1, 2, 3] }));
    }

    [Fact]
    public void Should_seal_the_same_key_otherwise_each_time_and_never_show_it()
    {
        var own = new TransitKeys();
        var (one, two) = (TransitKeys.Seal(LocalKey.Parse(Clear), Lamp, own.Public), TransitKeys.Seal(LocalKey.Parse(Clear), Lamp, own.Public));
        Assert.NotEqual(one.Content, two.Content);
        Assert.Equal(-1, one.Content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Clear)));
        Assert.DoesNotContain(Clear, one.ToString(), StringComparison.Ordinal);
    }
}

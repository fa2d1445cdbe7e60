using System.Text;
using TuyaActors.Protocol;
using TuyaActors.Registry;
using TuyaActors.Storage;
using static TuyaActors.Tests.Registry.Definitions;

namespace TuyaActors.Tests.Registry;

public sealed class RegistryCodecSpecs
{
    private static readonly SealedKey Sealed = SealedKey.Parse("0a1b2c3d:AAAA");

    public static TheoryData<string, string, IStored> Golden => new()
    {
        {
            "reg.stored",
            """{"id":"rich","rev":7,"at":1767355200000,"name":"K\u00FCche \u0022links\u0022 \u2603","key":"0a1b2c3d:AAAA","version":"3.4","address":"192.0.2.9","port":6669,"mode":"on-demand","product":"Lamp Plus","tags":["Nord","blue"],"group":"Kitchen","details":"{\u0022mapping\u0022:{\u00221\u0022:{\u0022code\u0022:\u0022switch\u0022}}}"}""",
            new StoredRegistry.DefinitionStored(new SealedDefinition(Rich with { Key = null }, Sealed, 7, Noon))
        },
        {
            "reg.removed",
            """{"id":"rich","rev":8,"at":1767355200000}""",
            new StoredRegistry.DefinitionRemoved(Rich.Id, 8, Noon)
        },
        {
            "reg.whole",
            """{"definitions":[{"id":"gate","rev":1,"at":1767355200000,"name":"gate","key":"0a1b2c3d:AAAA","port":6668,"mode":"persistent"},{"id":"child","rev":2,"at":1767355200000,"name":"child","port":6668,"mode":"persistent","gateway":"gate","cid":"c1"}]}""",
            new StoredRegistry.Whole([new SealedDefinition(Gate with { Key = null }, Sealed, 1, Noon), new SealedDefinition(Child, null, 2, Noon)])
        },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Should_write_what_has_always_been_written_and_read_it_back(string manifest, string text, IStored stored)
    {
        Assert.Equal(text, Encoding.UTF8.GetString(TuyaSerializer.Write(stored, StoredCodecs.Product)));
        Assert.Equal(manifest, StoredCodecs.Product.Of(stored).Manifest);
        Assert.Equal(stored, Read(manifest, text));
    }

    [Fact]
    public void Should_read_what_says_less_and_what_says_more()
    {
        var stored = Assert.IsType<StoredRegistry.DefinitionStored>(Read("reg.stored", """{"id":"lamp","rev":1,"at":1767355200000,"colour":{"of":["the","future"]}}"""));
        Assert.Equal(new SealedDefinition(Lamp with { Key = null }, null, 1, Noon), stored.Definition);
    }

    [Theory]
    [InlineData("""{"rev":1,"at":0}""", "a definition has no id")]
    [InlineData("""{"id":"l","rev":1,"at":0,"mode":"lazy"}""", "the connection mode 'lazy' is not known here; a newer program may have written it")]
    [InlineData("""{"id":"l","rev":1,"at":0,"version":"9.9"}""", "the protocol version '9.9' is not known here; a newer program may have written it")]
    [InlineData("""{"id":"l","rev":1,"at":0,"key":"0123456789abcdef"}""", "A sealed key is '<key id>:<base64>'; this one is not.")]
    public void Should_say_what_it_cannot_read(string text, string why)
    {
        var refusal = Assert.ThrowsAny<Exception>(() => Read("reg.stored", text));
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key.Reveal(), refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_write_no_key_that_is_not_sealed() =>
        Assert.Throws<ArgumentException>(() => TuyaSerializer.Write(
            new StoredRegistry.DefinitionStored(new SealedDefinition(Lamp, null, 1, Noon)), StoredCodecs.Product));

    [Fact]
    public void Should_seal_each_key_and_open_it_again()
    {
        var vault = KeyVault.InMemory();
        var state = RegistryState.Empty.With(Gate, Child, Rich);

        var whole = vault.Seal(state);

        var text = Encoding.UTF8.GetString(TuyaSerializer.Write(whole, StoredCodecs.Product));
        Assert.Equal(["child", "gate", "rich"], whole.Definitions.Select(d => d.Definition.Id.Value));
        foreach (var key in (LocalKey[])[Key, OtherKey])
            Assert.DoesNotContain(key.Reveal(), text, StringComparison.Ordinal);
        Assert.Equal(state.All.ToHashSet(), vault.Open(whole).All.ToHashSet());
        Assert.Equal(1, vault.Open(whole).ChildrenOf(Gate.Id));
    }

    private static IStored Read(string manifest, string text) => TuyaSerializer.Read(Encoding.UTF8.GetBytes(text), manifest, StoredCodecs.Product);
}

using System.Text;

namespace TuyaActors.Protocol.Tests.Words;

public sealed class LocalKeySpecs
{
    private const string Text = "$<\"' \\{}~ab01é#|";

    [Fact]
    public void Should_keep_every_character_when_a_key_is_parsed()
    {
        var key = LocalKey.Parse(Text);

        Assert.Equal(Encoding.Latin1.GetBytes(Text), key.Bytes);
        Assert.Equal(Text, key.Reveal());
    }

    [Fact]
    public void Should_hide_itself_when_printed()
    {
        Assert.Equal("***", LocalKey.Parse(Text).ToString());
        Assert.Equal("***", $"{LocalKey.Parse(Text)}");
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("secretsecretsec", "15")]
    [InlineData("secretsecretsecre", "17")]
    [InlineData("secretsecretsec中", "none")]
    [InlineData("secretsecretsec\n", "none")]
    public void Should_name_the_rule_and_never_the_key_when_a_text_is_none(string? text, string hint)
    {
        Assert.False(LocalKey.TryParse(text, out var key, out var why));

        Assert.Null(key);
        Assert.Contains("16", why, StringComparison.Ordinal);
        Assert.Contains(hint, why, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", why, StringComparison.Ordinal);
        if (text is not null)
        {
            Assert.Equal(why, Assert.Throws<FormatException>(() => LocalKey.Parse(text)).Message);
        }
    }

    [Fact]
    public void Should_be_equal_when_the_bytes_are()
    {
        var key = LocalKey.Parse(Text);

        Assert.Equal(LocalKey.Parse(Text), key);
        Assert.Equal(LocalKey.Parse(Text).GetHashCode(), key.GetHashCode());
        Assert.True(key.FixedTimeEquals(LocalKey.Parse(Text)));
        Assert.NotEqual(LocalKey.Parse("0123456789abcdef"), key);
        Assert.False(key.Equals(null));
        Assert.False(key.Equals((object)Text));
    }
}

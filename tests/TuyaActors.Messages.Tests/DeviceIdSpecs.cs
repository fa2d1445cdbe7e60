namespace TuyaActors.Messages.Tests;

public sealed class DeviceIdSpecs
{
    [Theory]
    [InlineData("bf0123456789abcdef01")]
    [InlineData("a")]
    [InlineData("AZaz09-_.:")]
    public void Should_accept_what_tuya_and_others_use(string text)
    {
        Assert.True(DeviceId.TryParse(text, out var id, out var why), why);
        Assert.Equal((text, text), (id.Value, id.ToString()));
        Assert.Equal(new DeviceId(text), id);
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("a b", "position 2")]
    [InlineData(" a", "position 1")]
    [InlineData("gerät", "position 4")]
    [InlineData("a/b", "position 2")]
    [InlineData("a\nb", "'a?b'")]
    public void Should_say_what_is_wrong_with_an_id(string? text, string what)
    {
        Assert.False(DeviceId.TryParse(text, out var id, out var why));
        Assert.Equal(default, id);
        Assert.Contains(what, why, StringComparison.Ordinal);
        Assert.Equal(why, Assert.Throws<FormatException>(() => new DeviceId(text!)).Message);
    }

    [Fact]
    public void Should_accept_the_longest_and_no_longer()
    {
        Assert.True(DeviceId.TryParse(new string('a', DeviceId.MaxLength), out _, out _));
        Assert.False(DeviceId.TryParse(new string('a', DeviceId.MaxLength + 1), out _, out var why));
        Assert.Contains("65 characters", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_tell_upper_from_lower_case() => Assert.NotEqual(new DeviceId("A"), new DeviceId("a"));

    [Fact]
    public void Should_be_empty_and_harmless_when_it_is_none()
    {
        Assert.Equal("", default(DeviceId).Value);
        Assert.Equal("", default(DeviceId).ToString());
        Assert.Equal(default(DeviceId).GetHashCode(), default(DeviceId).GetHashCode());
    }
}

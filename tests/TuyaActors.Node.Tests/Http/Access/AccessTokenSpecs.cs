using TuyaActors.Node.Http.Access;

namespace TuyaActors.Node.Tests.Http.Access;

public sealed class AccessTokenSpecs
{
    [Theory]
    [InlineData("0123456789abcdef")]
    [InlineData("  0123456789abcdef\r\n")]
    [InlineData("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")]
    public void Should_take_a_word_of_visible_characters_without_the_white_space_around_it(string text)
    {
        Assert.True(AccessToken.TryParse(text, out var token, out var why), why);
        Assert.Equal(text.Trim(), token.Value);
    }

    [Theory]
    [InlineData("", "it is empty; wanted is a token of 16 to 512 characters")]
    [InlineData(" \n", "it is empty")]
    [InlineData("s3cr3t-too-short", null)]
    [InlineData("s3cr3t-too-shor", "it has 15 characters; a token has 16 to 512")]
    [InlineData("s3cr3t with spaces", "character 7 of it is not allowed; a token is one word of visible ASCII characters")]
    [InlineData("s3cr3t\nand-another-line", "character 7 of it is not allowed")]
    [InlineData("s3cr3t-höchstselbst", "character 9 of it is not allowed")]
    [InlineData("s3cr3t\u007f-and-nothing", "character 7 of it is not allowed")]
    public void Should_say_what_is_wrong_and_never_quote_it(string text, string? sentence)
    {
        Assert.Equal(sentence is null, AccessToken.TryParse(text, out _, out var why));
        Assert.Contains(sentence ?? "", why ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", why ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void Should_take_as_many_characters_as_a_header_has_room_for(int length, bool good) => Assert.Equal(good, AccessToken.TryParse(new string('x', length), out _, out _));

    [Fact]
    public void Should_not_print_itself()
    {
        Assert.True(AccessToken.TryParse("0123456789abcdef", out var token, out _));
        Assert.Equal("***", $"{token}");
    }
}

using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Tests.Screen;

public sealed class OneLineSpecs
{
    [Theory]
    [InlineData("Hall lamp", "Hall lamp")]
    [InlineData("Küche 灯 👨‍👩‍👧", "Küche 灯 👨‍👩‍👧")]
    [InlineData("a\nb\r\tc\u001b[2Jd\u0000e\u009b31m", "a b  c [2Jd e 31m")]
    [InlineData("\u202eevil\u202c\u2066x\u200b\ufeff", " evil  x  ")]
    [InlineData("a\u2028b\u2029c", "a b c")]
    [InlineData("", "")]
    public void Should_keep_letters_and_take_out_what_commands_a_terminal(string text, string clean) => Assert.Equal(clean, OneLine.Of(text));

    [Fact]
    public void Should_put_a_sign_in_the_place_of_half_a_letter() => Assert.Equal("\ufffd half \ufffd", OneLine.Of("\ud83d half \udc00"));

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("abcd", 1, "…")]
    [InlineData("abcd", 0, "")]
    [InlineData("灯灯灯", 6, "灯灯灯")]
    [InlineData("灯灯灯", 5, "灯灯…")]
    [InlineData("灯灯灯", 4, "灯…")]
    [InlineData("e\u0301e\u0301e\u0301", 2, "e\u0301…")]
    [InlineData("👨‍👩‍👧👨‍👩‍👧", 9, "👨‍👩‍👧…")]
    public void Should_cut_at_columns_and_never_within_a_letter(string text, int width, string cut)
    {
        Assert.Equal(cut, OneLine.Cut(text, width));
        Assert.True(OneLine.WidthOf(OneLine.Cut(text, width)) <= width);
    }

    [Theory]
    [InlineData("ab", 4, "ab  ")]
    [InlineData("灯", 4, "灯  ")]
    [InlineData("abcde", 4, "abcde")]
    public void Should_pad_to_columns(string text, int width, string padded) => Assert.Equal(padded, OneLine.Pad(text, width));
}

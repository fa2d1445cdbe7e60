using TuyaActors.Node.Commands;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Commands;

public sealed class DpArgumentSpecs
{
    public static TheoryData<string, int, string> Good { get; } = new()
    {
        { "1=true", 1, "true" },
        { "20=false", 20, "false" },
        { "2=-25", 2, "-25" },
        { "2=2.5", 2, "2.5" },
        { "21=colour", 21, "\"colour\"" },
        { "21=\"25\"", 21, "\"25\"" },
        { "9=null", 9, "null" },
        { "24={\"h\":120,\"s\":[1,2]}", 24, "{\"h\":120,\"s\":[1,2]}" },
        { "201=a=b", 201, "\"a=b\"" },
        { "5= spaced out ", 5, "\" spaced out \"" },
        { "65535=007", 65535, "\"007\"" },
        { "1=\"\"", 1, "\"\"" },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void Should_read_json_or_a_bare_word_when_it_is_DP_and_value(string text, int id, string json)
    {
        Assert.True(DpArgument.TryParse(text, out var dp, out var why), why);
        Assert.Equal(id, dp.Id);
        Assert.Equal(json, dp.Value.AsJson());
    }

    [Fact]
    public void Should_keep_the_kind_when_a_word_looks_like_a_number_in_quotes()
    {
        Assert.True(DpArgument.TryParse("5=\"25\"", out var text, out _));
        Assert.True(DpArgument.TryParse("5=25", out var number, out _));
        Assert.Equal((DpKind.String, DpKind.Integer), (text.Value.Kind, number.Value.Kind));
    }

    [Theory]
    [InlineData("1", "no DP=VALUE")]
    [InlineData("", "no DP=VALUE")]
    [InlineData("0=1", "allowed: 1 to 65535")]
    [InlineData("65536=1", "allowed: 1 to 65535")]
    [InlineData("-1=1", "allowed: 1 to 65535")]
    [InlineData("x=1", "DP is 'x'")]
    [InlineData("=1", "DP is ''")]
    [InlineData("1=", "no value")]
    [InlineData("1=True", "write 1=true")]
    [InlineData("1=NULL", "write 1=null")]
    [InlineData("1={\"a\":", "no valid JSON")]
    [InlineData("1=[1,", "no valid JSON")]
    [InlineData("1=\"open", "no valid JSON")]
    public void Should_say_what_is_allowed_when_it_is_neither(string text, string sentence)
    {
        Assert.False(DpArgument.TryParse(text, out _, out var why));
        Assert.Contains(sentence, why, StringComparison.Ordinal);
    }
}

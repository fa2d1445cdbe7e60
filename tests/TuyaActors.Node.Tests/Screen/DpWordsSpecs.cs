using TuyaActors.Node.Cli.Completion;
using TuyaActors.Node.Json;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Tests.Screen;

public sealed class DpWordsSpecs
{
    public static TheoryData<string, string, string, string> Dps { get; } = new()
    {
        { "{}", "-", "-", "" },
        { """{"value":true,"types":["boolean"]}""", "true", "boolean", "" },
        { """{"value":2301,"scale":1,"unit":"V","type":"integer","lowest":0,"highest":3000,"measured":true}""", "2301 (230.1 V)", "integer, measured", "0 to 3000" },
        { """{"value":-5,"scale":2,"type":"integer"}""", "-5 (-0.05)", "integer", "" },
        { """{"value":340,"unit":"mA","types":["integer"],"min":0,"max":500}""", "340 mA", "integer", "seen 0 to 500" },
        { """{"value":"white","type":"enum","options":["white","colour"]}""", "\"white\"", "enum", "white, colour" },
        { """{"value":"x","types":["text","json"],"texts":["x","y"]}""", "\"x\"", "text or json", "seen x, y" },
        { """{"value":50,"lowest":10,"highest":1000,"step":5}""", "50", "-", "10 to 1000 by 5" },
        { """{"value":2.5,"scale":1}""", "2.5", "-", "" },
    };

    [Theory]
    [MemberData(nameof(Dps))]
    public void Should_say_what_is_known(string json, string value, string type, string range)
    {
        var dp = Dp(json);
        Assert.Equal((value, type, range), (DpWords.Value(dp), DpWords.Type(dp), DpWords.Range(dp)));
    }

    [Theory]
    [InlineData("""{"value":true}""", "1=true", "1=false")]
    [InlineData("""{"type":"boolean"}""", "1=true", "1=false")]
    [InlineData("""{"value":"white","options":["white","colour"]}""", "1=white", "1=colour")]
    [InlineData("""{"value":340}""", "1=340")]
    [InlineData("""{"value":"x y"}""", "1=x y")]
    [InlineData("""{"value":true,"measured":true}""")]
    [InlineData("{}")]
    public void Should_complete_to_what_it_may_be_set_to(string json, params string[] words) => Assert.Equal(words, NodeWords.Values(Dp(json)));

    private static DpJson Dp(string json) => System.Text.Json.JsonSerializer.Deserialize(json.Replace("{", "{\"dp\":1,", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal), typeof(DpJson), NodeJson.Default) as DpJson ?? throw new InvalidOperationException();
}

using System.Text;
using System.Text.Json;

namespace TuyaActors.Protocol.Tests.Words;

/// <summary>The framework's document reader is the judge of what is JSON.</summary>
public sealed class JsonCursorSpecs
{
    private static readonly byte[] Sample =
        """ {"a":[1,-0.5e+7,{"b\u00e9\n":"x\\"}],"long name here":null, "t":true,"f":false,"e":{},"n":[ ],"d":-12} """u8.ToArray();

    public static TheoryData<string> Texts => new()
    {
        "", " ", "{", "}", "[", "]", "[]", "{}", "[,]", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}", "{1:1}", "[1]]", "[1][2]", "null null",
        "nul", "nullx", "True", "-", "-a", "+1", ".5", "1.", "1.e5", "1e", "1e+", "00", "-01", "0", "-0", "0.0", "1E400", "123456789012345678901234567890", "9223372036854775807", "-9223372036854775808",
        "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\t\"", "\"\u007f\"", "\"中😀\"", "/* */1", "1//", "\ufeff1", "NaN", "Infinity", "\0", "[\0]", "1\0",
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Should_agree_with_the_framework_when_a_text_is_judged(string text) => AssertAgrees(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Should_agree_with_the_framework_when_a_text_is_cut_or_changed_anywhere()
    {
        for (var at = 0; at < Sample.Length; at++)
        {
            AssertAgrees(Sample[..at]);
            for (var b = 0; b < 256; b++)
            {
                var changed = (byte[])Sample.Clone();
                changed[at] = (byte)b;
                AssertAgrees(changed);
            }
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(100_000)]
    public void Should_agree_with_the_framework_when_a_text_is_nested(int depth)
    {
        AssertAgrees(Encoding.ASCII.GetBytes(new string('[', depth) + new string(']', depth)));
        AssertAgrees(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth)));
    }

    private static void AssertAgrees(byte[] json) =>
        Assert.True(IsJson(json) == Accepts(json), $"{(IsJson(json) ? "JSON" : "No JSON")}: {Convert.ToHexString(json)}");

    private static bool Accepts(byte[] json)
    {
        try
        {
            var cursor = new JsonCursor(json);
            cursor.Skip();
            cursor.RequireEnd();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsJson(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

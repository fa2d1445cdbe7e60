using System.Text;
using System.Text.Json;

namespace TuyaActors.Protocol.Tests.Words;

public sealed class DpValueSpecs
{
    public static TheoryData<string, DpKind> Exact => new()
    {
        { "null", DpKind.Null },
        { "true", DpKind.Boolean },
        { "false", DpKind.Boolean },
        { "0", DpKind.Integer },
        { "-1", DpKind.Integer },
        { "9223372036854775807", DpKind.Integer },
        { "-9223372036854775808", DpKind.Integer },
        { "9223372036854775808", DpKind.Json },
        { "123456789012345678901234567890", DpKind.Json },
        { "-0", DpKind.Json },
        { "1.0", DpKind.Json },
        { "0.10", DpKind.Json },
        { "1e3", DpKind.Json },
        { "-2.5E-7", DpKind.Json },
        { "\"\"", DpKind.String },
        { "\"  two  spaces  \"", DpKind.String },
        { "\"<>&'+=/\"", DpKind.String },
        { "\"中文 é\"", DpKind.String },
        { "\"a\\\"b\\\\c\\n\"", DpKind.String },
        { "[]", DpKind.Json },
        { "[1, 2,  3]", DpKind.Json },
        { "{\"a\" : [true, null], \"b\":1.50}", DpKind.Json },
        { "\"\\ud800\"", DpKind.Json },
    };

    [Theory]
    [MemberData(nameof(Exact))]
    public void Should_come_out_as_it_went_in_when_read_and_written(string json, DpKind kind)
    {
        var value = DpValue.FromJson(json);

        Assert.Equal(kind, value.Kind);
        Assert.Equal(json, value.AsJson());
        Assert.Equal(json, value.ToString());
        Assert.Equal(json, Written(value));
        Assert.Equal(value, DpValue.FromJson(Written(value)));
        Assert.Equal(value.GetHashCode(), DpValue.FromJson(json).GetHashCode());
    }

    [Theory]
    [InlineData("😀")]
    [InlineData("a\"b\\c/d")]
    [InlineData("\u0000\u0001\b\f\n\r\t\u001f\u007f")]
    [InlineData("line\u2028separator")]
    public void Should_keep_the_text_when_it_holds_unusual_characters(string text)
    {
        DpValue value = text;

        Assert.Equal(text, DpValue.FromJson(value.AsJson()).AsString());
        Assert.Equal(text, DpValue.FromJson(Written(value)).AsString());
        Assert.Equal(text, JsonSerializer.Deserialize<string>(value.AsJson()));
    }

    [Fact]
    public void Should_escape_no_more_than_json_wants_when_spelled() =>
        Assert.Equal("\"😀 <é> + \\u0001\\n\\\"\"", ((DpValue)"😀 <é> + \u0001\n\"").AsJson());

    [Theory]
    [InlineData("")]
    [InlineData("tru")]
    [InlineData("1 2")]
    [InlineData("{} x")]
    [InlineData("[1")]
    [InlineData("\"open")]
    [InlineData("01")]
    [InlineData("// no")]
    public void Should_refuse_when_a_text_is_no_single_value(string text) =>
        Assert.Throws<FormatException>(() => DpValue.FromJson(text));

    [Fact]
    public void Should_hold_what_was_given_when_converted_from_a_plain_value()
    {
        DpValue boolean = true, number = 42, wide = long.MinValue, text = "white", none = (string?)null;

        Assert.True(boolean.AsBoolean());
        Assert.Equal(42, number.AsInteger());
        Assert.Equal(long.MinValue, wide.AsInteger());
        Assert.Equal("white", text.AsString());
        Assert.Equal(DpValue.Null, none);
        Assert.Equal(default, none);
    }

    [Fact]
    public void Should_differ_when_kinds_differ()
    {
        DpValue[] values = [DpValue.Null, false, true, 0, 1, "", "0", "true", "null", DpValue.FromJson("1.0"), DpValue.FromJson("[]")];

        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < values.Length; j++)
            {
                Assert.Equal(i == j, values[i] == values[j]);
                Assert.Equal(i != j, values[i] != values[j]);
            }
        }
    }

    [Fact]
    public void Should_say_the_kind_when_asked_for_another()
    {
        DpValue text = "1";

        Assert.Contains("String", Assert.Throws<InvalidOperationException>(() => text.AsBoolean()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => text.AsInteger());
        Assert.Throws<InvalidOperationException>(() => DpValue.Null.AsString());
        Assert.Throws<InvalidOperationException>(() => DpValue.FromJson("[]").AsString());
    }

    [Fact]
    public void Should_give_the_bytes_when_the_text_is_base64()
    {
        byte[] bytes = [0, 1, 0xfe, 0xff, 7];

        Assert.True(DpValue.FromRaw(bytes).TryGetRaw(out var raw));
        Assert.Equal(bytes, raw);
        Assert.False(((DpValue)"no base64!!!").TryGetRaw(out _));
        Assert.False(((DpValue)"abc").TryGetRaw(out _));
        Assert.False(((DpValue)"").TryGetRaw(out _));
        Assert.False(((DpValue)1).TryGetRaw(out _));
    }

    [Fact]
    public void Should_refuse_when_the_text_is_no_utf8()
    {
        foreach (var json in new byte[][] { [(byte)'"', 0xff, (byte)'"'], [(byte)'[', (byte)'"', 0xc3, (byte)'"', (byte)']'] })
        {
            Assert.Throws<JsonException>(() =>
            {
                var reader = new Utf8JsonReader(json);
                reader.Read();
                DpValue.Read(ref reader);
            });
        }
    }

    [Fact]
    public void Should_replace_a_lone_surrogate_when_a_string_has_one()
    {
        DpValue broken = "a\ud800b";

        Assert.Equal("\"a\ufffdb\"", Written(broken).Replace("\\uFFFD", "\ufffd", StringComparison.OrdinalIgnoreCase));
    }

    private static string Written(DpValue value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

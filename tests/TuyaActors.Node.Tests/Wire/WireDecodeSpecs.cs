using System.Text.Json;
using static TuyaActors.Node.Tests.Wire.WireVectors;

namespace TuyaActors.Node.Tests.Wire;

public sealed class WireDecodeSpecs
{
    private const string HeartbeatReply = "000055aa00000001000000090000000c000000006dc772860000aa55";

    [Theory]
    [MemberData(nameof(Good), MemberType = typeof(WireVectors))]
    public async Task Should_show_the_frame_when_a_peers_capture_is_given(string name)
    {
        var vector = All[name];

        var answer = await WireRun.OneAsync("decode", DecodeLine(vector));

        Assert.Equal(JsonValueKind.Null, answer.GetProperty("error").ValueKind);
        var wanted = vector.TryGetProperty("frames_expected", out var count) ? count.GetInt32() : 1;
        Assert.Equal(wanted, answer.GetProperty("frames").GetArrayLength());
        var frame = answer.GetProperty("frames").EnumerateArray().Last();
        if (Text(vector, "plaintext_hex") is { } bytes)
        {
            Assert.Equal(bytes, frame.GetProperty("payload_hex").GetString());
            Assert.Equal(JsonValueKind.Null, frame.GetProperty("payload").ValueKind);
            Assert.Equal(JsonValueKind.Null, frame.GetProperty("json").ValueKind);
        }
        else
        {
            var text = Text(vector, "plaintext_payload")!.TrimEnd('\0');
            Assert.Equal(text, frame.GetProperty("payload").GetString());
            Assert.False(frame.TryGetProperty("payload_hex", out _));
            Assert.Equal(text.StartsWith('{') ? text.Replace(" ", "", StringComparison.Ordinal) : "null", frame.GetProperty("json").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        }

        if (wanted == 1)
        {
            Assert.Equal(vector.GetProperty("seqno").GetUInt32(), frame.GetProperty("seqno").GetUInt32());
            Assert.Equal(vector.GetProperty("cmd").GetUInt32(), frame.GetProperty("cmd").GetUInt32());
        }
    }

    [Theory]
    [MemberData(nameof(Refused), MemberType = typeof(WireVectors))]
    public async Task Should_name_the_fault_when_a_broken_frame_is_given(string name)
    {
        var vector = All[name];
        var expected = Text(vector, "expect_error")!;

        var answer = await WireRun.OneAsync("decode", DecodeLine(vector));

        Assert.Equal(0, answer.GetProperty("frames").GetArrayLength());
        var error = answer.GetProperty("error");
        string[] allowed = expected == "wrong_key" ? ["wrong_key", "bad_hmac", "bad_tag"] : [expected];
        Assert.Contains(error.GetProperty("kind").GetString(), allowed);
        Assert.NotEqual("", error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Should_count_the_garbage_when_it_stands_around_a_frame()
    {
        var answer = await WireRun.OneAsync("decode", Line("ff00" + HeartbeatReply + "0000ee" + HeartbeatReply + "000000"));

        Assert.Equal(2, answer.GetProperty("frames").GetArrayLength());
        Assert.Equal(8, answer.GetProperty("skipped").GetInt32());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("error").ValueKind);
    }

    [Fact]
    public async Task Should_show_the_frames_before_the_bad_one_when_a_later_one_is_refused()
    {
        var answer = await WireRun.OneAsync("decode", Line(HeartbeatReply + HeartbeatReply.Replace("6dc77286", "6dc77287", StringComparison.Ordinal)));

        Assert.Equal(1, answer.GetProperty("frames").GetArrayLength());
        Assert.Equal("bad_crc", answer.GetProperty("error").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Should_be_truncated_when_the_capture_ends_within_a_frame()
    {
        for (var digits = 2; digits < HeartbeatReply.Length; digits += 2)
        {
            var answer = await WireRun.OneAsync("decode", Line(HeartbeatReply[..digits]));

            Assert.Equal("truncated", answer.GetProperty("error").GetProperty("kind").GetString());
        }
    }

    [Fact]
    public async Task Should_give_the_bytes_when_the_payload_is_no_text()
    {
        const string request = """{"version":"3.5","direction":"DIRECTION","session_key_hex":"000102030405060708090a0b0c0d0e0f","seqno":1,"cmd":8,"payload_hex":"7bff01"}""";
        var encoded = await WireRun.OneAsync("encode", request.Replace("DIRECTION", "d2c", StringComparison.Ordinal));

        var answer = await WireRun.OneAsync(
            "decode",
            $$"""{"version":"3.5","direction":"d2c","session_key_hex":"000102030405060708090a0b0c0d0e0f","frame_hex":"{{encoded.GetProperty("frame_hex").GetString()}}"}""");

        var frame = Assert.Single(answer.GetProperty("frames").EnumerateArray());
        Assert.Equal(0u, frame.GetProperty("retcode").GetUInt32());
        Assert.Equal("7bff01", frame.GetProperty("payload_hex").GetString());
        Assert.Equal(JsonValueKind.Null, frame.GetProperty("payload").ValueKind);
        Assert.Equal(JsonValueKind.Null, frame.GetProperty("json").ValueKind);
    }

    [Fact]
    public async Task Should_stay_on_one_line_and_keep_every_digit_when_the_payload_is_spread_out()
    {
        var payload = JsonSerializer.Serialize("{\n\t\"dps\": {\r\n\"1\": 1.50, \"2\": 123456789012345678901234567890}}\n");
        var encoded = await WireRun.OneAsync("encode", $$"""{"version":"3.1","direction":"d2c","seqno":1,"cmd":10,"payload":{{payload}}}""");

        var answer = await WireRun.OneAsync("decode", $$"""{"version":"3.1","direction":"d2c","frame_hex":"{{encoded.GetProperty("frame_hex").GetString()}}"}""");

        var dps = Assert.Single(answer.GetProperty("frames").EnumerateArray()).GetProperty("json").GetProperty("dps");
        Assert.Equal("1.50", dps.GetProperty("1").GetRawText());
        Assert.Equal("123456789012345678901234567890", dps.GetProperty("2").GetRawText());
    }

    private static string Line(string hex) =>
        $$"""{"version":"3.3","direction":"d2c","local_key":"0123456789abcdef","frame_hex":"{{hex}}"}""";
}
